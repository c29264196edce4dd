package uz.fiskaldesk.desk.intake;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.PaymentField;
import uz.fiskaldesk.intake.PaymentFields;
import uz.fiskaldesk.intake.PaymentText;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;

/** The form to add a payment by hand. */
public final class AddPaymentModel {
    /** The fields of the form, in this order; only the first is mandatory. */
    public static final List<PaymentField> FIELDS = List.of(
            PaymentField.TRANSACTION_ID,
            PaymentField.AMOUNT,
            PaymentField.PHONE,
            PaymentField.CARD,
            PaymentField.PAID_AT,
            PaymentField.PAYMENT_ID,
            PaymentField.NOTE);

    private final Ledger ledger;
    private final Operator operator;
    private final Providers providers;
    private final PaymentListModel list;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final Map<PaymentField, StringProperty> texts = new EnumMap<>(PaymentField.class);
    private final ObjectProperty<Provider> provider;
    private final ReadOnlyObjectWrapper<Map<PaymentField, List<String>>> choices =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<List<FieldProblem>> problems = new ReadOnlyObjectWrapper<>(List.of());

    /** The number of forms that were opened. */
    private int opened;

    private boolean adding;

    public AddPaymentModel(
            Ledger ledger,
            Operator operator,
            Providers providers,
            PaymentListModel list,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks) {
        this.ledger = ledger;
        this.operator = operator;
        this.providers = providers;
        this.provider = new SimpleObjectProperty<>(providers.standard());
        this.list = list;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
        FIELDS.forEach(field -> texts.put(field, new SimpleStringProperty("")));
    }

    /** The providers to choose from; one only where there is nothing to choose. */
    public List<Provider> providers() {
        return providers.on();
    }

    public ObjectProperty<Provider> provider() {
        return provider;
    }

    /** Whether the chosen provider's payments have this field. */
    public boolean has(PaymentField field) {
        return field != PaymentField.PAYMENT_ID || idField() == PaymentField.TRANSACTION_ID;
    }

    /** What the chosen provider calls the ID that is entered as {@link PaymentField#TRANSACTION_ID}. */
    public PaymentField idField() {
        return provider.get() == Provider.ANOR ? PaymentField.TRANSACTION_ID : PaymentField.PAYMENT_ID;
    }

    public StringProperty text(PaymentField field) {
        return texts.computeIfAbsent(field, _ -> new SimpleStringProperty(""));
    }

    /** The problems found by the last {@link #add}. */
    public ReadOnlyObjectProperty<List<FieldProblem>> problems() {
        return problems.getReadOnlyProperty();
    }

    /** Opens the page with empty fields. */
    public void open() {
        opened++;
        texts.values().forEach(text -> text.set(""));
        provider.set(providers.standard());
        problems.set(List.of());
        choices.set(Map.of());
        pages.open(Page.ADD);
    }

    /** Opens the page with what a message says about a payment; returns false if it says nothing about one. */
    public boolean openWith(String message) {
        PaymentText found = PaymentText.read(message, providers);
        if (!found.isAboutPayment()) {
            return false;
        }
        open();
        fillIn(found);
        return true;
    }

    /** Fills in what a message says about a payment; returns false if it says nothing about one. */
    public boolean fillIn(String message) {
        PaymentText found = PaymentText.read(message, providers);
        if (found.isAboutPayment()) {
            fillIn(found);
        }
        return found.isAboutPayment();
    }

    /** Fills in what a message says, or tells the cashier that it says nothing about a payment. */
    public void paste(String message) {
        if (!fillIn(message)) {
            notices.warning("add.nothing-found");
        }
    }

    private void fillIn(PaymentText found) {
        Map<PaymentField, List<String>> open = new EnumMap<>(PaymentField.class);
        for (PaymentField field : FIELDS) {
            String value = found.value(field);
            List<String> several = found.choices(field);
            if (!value.isEmpty()) {
                set(field, value);
            } else if (!several.isEmpty()) {
                text(field).set("");
                open.put(field, several);
            }
        }
        choices.set(open);
        problems.set(List.of());
        notices.info("add.compare");
    }

    /** The values between which the cashier has to choose, because a message has several or their meaning is not certain. */
    public ReadOnlyObjectProperty<Map<PaymentField, List<String>>> choices() {
        return choices.getReadOnlyProperty();
    }

    /** Fills in a value; an ID of another provider than Anor has the provider in front, which is chosen then. */
    private void set(PaymentField field, String value) {
        if (field == PaymentField.TRANSACTION_ID) {
            TransactionId id = TransactionId.of(value);
            provider.set(id.provider());
            text(field).set(id.text());
        } else {
            text(field).set(value);
        }
    }

    /** Fills in one of the {@link #choices}. */
    public void choose(PaymentField field, String value) {
        set(field, value);
        Map<PaymentField, List<String>> left = new EnumMap<>(PaymentField.class);
        left.putAll(choices.get());
        left.remove(field);
        choices.set(left);
    }

    /**
     * Adds the payment and selects it, or reports the problems. An ID that can only be of another provider than the chosen
     * one selects that provider, and the cashier looks again.
     */
    public void add() {
        if (adding || selectsOtherProvider(text(PaymentField.TRANSACTION_ID).get())) {
            return;
        }
        Map<PaymentField, String> filledIn = new EnumMap<>(PaymentField.class);
        texts.forEach(
                (field, text) -> filledIn.put(field, has(field) ? text.get().strip() : ""));
        filledIn.put(PaymentField.PROVIDER, provider.get().code());
        switch (PaymentFields.of(filledIn).check(providers)) {
            case PaymentFields.Checked.Bad bad -> problems.set(bad.problems());
            case PaymentFields.Checked.Good good -> add(good.payment());
        }
    }

    private boolean selectsOtherProvider(String id) {
        Optional<TransactionId> other = providers.recognise(id);
        if (other.isEmpty()
                || other.get().provider() == provider.get()
                || TransactionId.parse(provider.get(), id).isPresent()) {
            return false;
        }
        set(PaymentField.TRANSACTION_ID, other.get().toString());
        problems.set(List.of());
        String name = other.get().provider().nameKey();
        notices.show(
                Notice.Kind.WARNING,
                messages -> messages.texts()
                        .get("add.other-provider", messages.texts().get(name)));
        return true;
    }

    private void add(Payment payment) {
        problems.set(List.of());
        Act act = operator.act(Act.Kind.ADDED, null);
        int form = opened;
        adding = true;
        tasks.onLedger(
                () -> ledger.add(payment, null, act),
                addition -> {
                    adding = false;
                    switch (addition) {
                        case Ledger.Addition.Added added -> show(form, added.entry(), "add.added");
                        case Ledger.Addition.Known known -> show(form, known.entry(), "add.known");
                        case Ledger.Addition.ReceiptTaken _ ->
                            throw new IllegalStateException("A payment was added without a receipt");
                    }
                },
                () -> adding = false);
    }

    /** @param form the form that the payment was added with; another one that was opened meanwhile stays */
    private void show(int form, LedgerEntry entry, String key) {
        if (form == opened) {
            if (pages.currentPage() == Page.ADD) {
                pages.back();
            }
            list.reveal(entry);
        } else {
            list.refresh();
        }
        notices.success(key);
    }
}

package uz.fiskaldesk.desk.payment;

import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.CardNumber;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.Formats;

/** The facts of the selected payment, above the page on the right side. */
public final class PaymentHeader extends VBox {
    private final Ui ui;
    private final PaymentListModel list;
    private final Providers providers;
    private final NoticeModel notices;
    private final Label amount;
    private final Label time;
    private final Label customer;
    private final Label transaction;
    private final Label note;
    private final Label hiddenNote;
    private boolean relevant = true;

    public PaymentHeader(Ui ui, PaymentListModel list, Providers providers, NoticeModel notices) {
        super(3);
        this.ui = ui;
        this.list = list;
        this.providers = providers;
        this.notices = notices;
        amount = ui.label("", "head-amount");
        amount.setId("head-amount");
        time = ui.label("", "head-time");
        customer = ui.wrappedLabel("", "head-customer");
        transaction = ui.label("", "head-transaction");
        transaction.setId("head-transaction");
        note = ui.wrappedLabel("", "head-customer");
        Button copy = ui.iconButton("copy-transaction", Feather.COPY, "head.copy", this::copy);
        hiddenNote = ui.label(ui.text("head.out-of-sight"), "muted");
        hiddenNote.setId("out-of-sight");
        // Beside the time, if there is room: the page below would move while a person types a search.
        FlowPane first = new FlowPane(14, 0, amount, time, hiddenNote);
        first.setRowValignment(VPos.BASELINE);
        HBox third = new HBox(2, transaction, copy);
        third.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(first, customer, third, note);
        ui.observe(list.selected(), this::show);
        ui.observe(list.selectionHidden(), out -> Ui.setShown(hiddenNote, out));
    }

    /** Hides the header while the open page is not about the payment, such as the settings. */
    public void setRelevant(boolean now) {
        relevant = now;
        show(list.selected().get());
    }

    private void show(@Nullable LedgerEntry entry) {
        Ui.setShown(this, entry != null && relevant);
        if (entry == null) {
            return;
        }
        Payment payment = entry.payment();
        amount.setText(ui.messages().amount(payment.amount()));
        String key = payment.paidAt() == null ? "head.added" : "head.paid";
        time.setText(ui.text(key, Formats.dateTime(entry.sortTime())));
        customer.setText(customer(payment));
        Ui.setShown(customer, !customer.getText().isEmpty());
        String id = payment.transactionId().text();
        Provider provider = payment.provider();
        transaction.setText(providers.mustName(provider) ? ui.text(provider.nameKey()) + "  ·  " + id : id);
        note.setText(payment.note() == null ? "" : payment.note());
        Ui.setShown(note, payment.note() != null);
    }

    private String customer(Payment payment) {
        StringBuilder text = new StringBuilder();
        append(text, payment.phone() == null ? null : PhoneNumber.formatted(payment.phone()));
        append(text, payment.card() == null ? null : CardNumber.grouped(payment.card()));
        append(text, payment.paymentId() == null ? null : ui.text("head.payment-id", payment.paymentId()));
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String part) {
        if (part != null) {
            text.append(text.isEmpty() ? "" : "  ·  ").append(part);
        }
    }

    private void copy() {
        LedgerEntry entry = list.selected().get();
        if (entry != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(entry.transactionId().text());
            Clipboard.getSystemClipboard().setContent(content);
            notices.info("head.copied");
        }
    }
}

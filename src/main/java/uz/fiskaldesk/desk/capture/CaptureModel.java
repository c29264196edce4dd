package uz.fiskaldesk.desk.capture;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation.Consent;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.common.SoundCues.Signal;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Takes a receipt for the selected payment, from whatever source, and holds it beside the payment until the cashier
 * sends or discards it. A receipt is put away when a person selects another payment: it must never go to the wrong one.
 * Whatever else happens to the payment, the receipt stays beside it.
 *
 * <p>A payment that has a receipt takes another one only after {@link #askForAnother}; a receipt that comes without that
 * is more likely one of another payment.
 */
public final class CaptureModel {
    /** Scanners end with Enter, some with two; a person needs longer than this to look at a receipt. */
    public static final Duration LOOK_FIRST = Duration.ofMillis(700);

    private final PaymentListModel list;
    private final NoticeModel notices;
    private final SoundCues signals;
    private final BackgroundTasks work;
    private final ReceiptReader reader;
    private final ReceiptChecks checks;
    private final Clock clock;
    private final Supplier<@Nullable String> tillTerminalId;

    private final Proposals proposals;
    private final ReadOnlyObjectWrapper<@Nullable UnassignedReceipt> unplaced = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FiscalReceipt>> several = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Offer> offer = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable LocalizedText> refusal = new SimpleObjectProperty<>();
    private final StringProperty link = new SimpleStringProperty("");
    private final BooleanProperty word = new SimpleBooleanProperty();
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper another = new ReadOnlyBooleanWrapper();
    private Consumer<Offer> offered = _ -> {};

    public CaptureModel(
            PaymentListModel list,
            Ledger ledger,
            NoticeModel notices,
            SoundCues signals,
            BackgroundTasks work,
            ReceiptReader reader,
            ReceiptChecks checks,
            Supplier<@Nullable String> tillTerminalId,
            Clock clock) {
        this.list = list;
        this.proposals = new Proposals(ledger);
        this.notices = notices;
        this.signals = signals;
        this.work = work;
        this.reader = reader;
        this.checks = checks;
        this.tillTerminalId = tillTerminalId;
        this.clock = clock;
        list.selected().subscribe(this::follow);
    }

    /** Who is told of each receipt that is laid beside a payment. */
    public void onOffer(Consumer<Offer> listener) {
        offered = listener;
    }

    /** The receipt that lies beside the payment; null while one is wanted. */
    public ReadOnlyObjectProperty<@Nullable Offer> offer() {
        return offer.getReadOnlyProperty();
    }

    /** A receipt that came while no payment could take it; null mostly. */
    public ReadOnlyObjectProperty<@Nullable UnassignedReceipt> unplaced() {
        return unplaced.getReadOnlyProperty();
    }

    /** The receipts of one picture, of which the cashier chooses one; empty mostly. */
    public ReadOnlyObjectProperty<List<FiscalReceipt>> several() {
        return several.getReadOnlyProperty();
    }

    /** Why the last text or picture was not taken; null where there is nothing to say. */
    public ObjectProperty<@Nullable LocalizedText> refusal() {
        return refusal;
    }

    /** What stands in the link field. */
    public StringProperty link() {
        return link;
    }

    /** The cashier's word that this receipt may replace another one. */
    public BooleanProperty word() {
        return word;
    }

    /** Why a receipt is used that another payment has. */
    public StringProperty reason() {
        return reason;
    }

    /** Whether a picture is being read. */
    public ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** The number of this till's fiscal module; null until FiscalBox has told it. */
    public @Nullable String tillTerminalId() {
        return tillTerminalId.get();
    }

    /** Whether another receipt is asked for than the one that the selected payment has. */
    public ReadOnlyBooleanProperty another() {
        return another.getReadOnlyProperty();
    }

    /** Asks for another receipt than the selected payment has; one that waits for its payment is taken for it. */
    public void askForAnother() {
        LedgerEntry entry = list.selected().get();
        if (entry != null && entry.canReplaceReceipt()) {
            UnassignedReceipt waiting = unplaced.get();
            forget();
            another.set(true);
            if (waiting != null) {
                take(waiting.text());
            }
        }
    }

    /** Whether a receipt that comes now is laid beside the selected payment. */
    public boolean wanted() {
        LedgerEntry entry = list.selected().get();
        return entry != null && entry.takesReceipt() && (entry.receipt() == null || another.get());
    }

    /** Whether nothing has been begun that the step to another payment would interrupt. */
    public boolean isIdle() {
        return offer.get() == null
                && unplaced.get() == null
                && several.get().isEmpty()
                && !another.get()
                && link.get().isBlank();
    }

    /** A text that was pasted or typed, or that stands in a file. */
    public void take(String text) {
        take(text, false);
    }

    /** A text that the camera or a scanner read. */
    public void scanned(String text) {
        take(text, true);
    }

    private void take(String text, boolean scanned) {
        link.set("");
        LedgerEntry entry = list.selected().get();
        switch (reader.read(text)) {
            case ReceiptReading.Accepted accepted
            when entry != null && takes(entry, accepted.receipt()) -> lay(entry, accepted, scanned);
            case ReceiptReading.Accepted accepted -> propose(accepted);
            case ReceiptReading.Refused refused -> refuse(wording -> wording.refusal(refused.reason()));
        }
    }

    private boolean takes(LedgerEntry entry, FiscalReceipt receipt) {
        return entry.takesReceipt() && (another.get() || !entry.hasAnotherThan(receipt));
    }

    public void refuse(LocalizedText why) {
        signals.give(Signal.REFUSED);
        if (wanted()) {
            refusal.set(why);
        } else {
            notices.say(Notice.Kind.WARNING, why);
        }
    }

    private void propose(ReceiptReading.Accepted accepted) {
        Offer laid = offer.get();
        if (laid != null) {
            notices.info("capture.put-away-for-next", laid.receipt().receiptNumber());
        }
        forget();
        work.onLedger(() -> proposals.of(accepted.receipt()), fitting -> {
            unplaced.set(new UnassignedReceipt(accepted.text(), accepted.receipt(), fitting, clock.instant()));
            signals.give(fitting.isEmpty() ? Signal.REFUSED : Signal.TAKEN);
        });
    }

    /** Gives the receipt that waits for a payment to this one, which is selected for it. */
    public void choose(LedgerEntry entry) {
        UnassignedReceipt waiting = unplaced.get();
        // The second Enter of a scanner must not choose.
        if (waiting != null && !clock.instant().isBefore(waiting.since().plus(LOOK_FIRST))) {
            unplaced.set(null);
            list.reveal(entry);
            take(waiting.text());
        }
    }

    private void lay(LedgerEntry entry, ReceiptReading.Accepted accepted, boolean scanned) {
        List<ReceiptWarning> warnings = new ArrayList<>(accepted.warnings());
        String till = tillTerminalId.get();
        warnings.addAll(checks.against(accepted.receipt(), entry.payment().paidAt(), till));
        boolean replaces = another.get();
        forget();
        another.set(replaces);
        Offer laid = new Offer(
                entry,
                accepted.receipt(),
                warnings,
                scanned,
                accepted.layoutRepaired(),
                till != null,
                entry.hasAnotherThan(accepted.receipt()),
                list.holderOf(accepted.receipt(), entry).orElse(null),
                clock.instant());
        signals.give(laid.takenBy() == null ? Signal.TAKEN : Signal.REFUSED);
        offer.set(laid);
        offered.accept(laid);
    }

    /** Whether another payment in sight has this receipt already; it is then not what the camera looks for. */
    public boolean servesAnother(String text) {
        return reader.read(text) instanceof ReceiptReading.Accepted accepted
                && list.holderOf(accepted.receipt(), list.selected().get()).isPresent();
    }

    /** Reads a picture beside the window and takes the receipt that is on it. */
    public void takePicture(Supplier<PictureReading> picture) {
        Optional<TransactionId> before = selectedId();
        reading.set(true);
        refusal.set(null);
        work.aside(
                picture,
                result -> {
                    reading.set(false);
                    if (selectedId().equals(before)) {
                        take(result);
                    } else {
                        notices.warn("capture.other-selected");
                    }
                },
                () -> reading.set(false));
    }

    private Optional<TransactionId> selectedId() {
        return Optional.ofNullable(list.selected().get()).map(LedgerEntry::transactionId);
    }

    private void take(PictureReading result) {
        switch (result) {
            case PictureReading.Text text -> take(text.text());
            case PictureReading.Several several -> offerChoice(several.texts());
            case PictureReading.NoReceipt _ -> refuse(LocalizedText.of("capture.no-receipt"));
            case PictureReading.NoCode _ -> refuse(LocalizedText.of("capture.no-code"));
            case PictureReading.NoPicture no -> refuse(LocalizedText.of("capture.no-picture", no.name()));
            case PictureReading.Locked locked -> refuse(LocalizedText.of("capture.locked", locked.name()));
            case PictureReading.TooLarge large -> refuse(LocalizedText.of("capture.too-large", large.name()));
        }
    }

    private void offerChoice(List<String> texts) {
        forget();
        several.set(texts.stream()
                .map(reader::read)
                .filter(ReceiptReading.Accepted.class::isInstance)
                .map(reading -> ((ReceiptReading.Accepted) reading).receipt())
                .toList());
        signals.give(Signal.REFUSED);
    }

    /** Takes the one that was chosen of {@link #several}. */
    public void chooseReceipt(FiscalReceipt receipt) {
        if (several.get().contains(receipt)) {
            take(receipt.url());
        }
    }

    /** Whether what lies there has lain there long enough to be looked at: the second Enter of a scanner decides nothing. */
    public boolean isLookedAt() {
        Offer laid = offer.get();
        return laid == null || !clock.instant().isBefore(laid.laidAt().plus(LOOK_FIRST));
    }

    /** Whether what lies there may be sent now. */
    public boolean canSend() {
        Offer laid = offer.get();
        return laid != null
                && !laid.isBlocked()
                && list.isSelected(laid.entry().transactionId())
                && (!laid.needsWord() || word.get())
                && (laid.takenBy() == null || !reason.get().isBlank())
                && isLookedAt();
    }

    /** The payment has changed: the receipt stays, for the cashier to look at both anew. */
    public void lookAgain(Offer laid, LedgerEntry current) {
        word.set(false);
        askAgain(laid.beside(current, clock.instant()));
    }

    /** What the cashier agrees to by sending what lies there. */
    public Consent consent(Offer laid) {
        return new Consent(
                laid.warnings().stream().filter(ReceiptWarning::asks).toList(),
                laid.needsWord() && word.get(),
                laid.takenBy() == null ? null : reason.get().strip());
    }

    /** The ledger did not take it as it lies there. */
    public void askAgain(Offer changed) {
        signals.give(Signal.REFUSED);
        offer.set(changed);
    }

    /** Puts the receipt away; nothing was sent. */
    public void discard() {
        forget();
    }

    private void forget() {
        unplaced.set(null);
        several.set(List.of());
        offer.set(null);
        refusal.set(null);
        word.set(false);
        reason.set("");
        another.set(false);
    }

    private void follow(@Nullable LedgerEntry before, @Nullable LedgerEntry now) {
        if (before == null || now == null || !before.transactionId().equals(now.transactionId())) {
            leave();
            return;
        }
        Offer laid = offer.get();
        if (laid != null && now.version() != laid.entry().version()) {
            word.set(false);
            offer.set(laid.beside(now, clock.instant()));
        }
        if (!now.canReplaceReceipt()) {
            another.set(false);
        }
    }

    /** Another payment is selected. */
    private void leave() {
        Offer laid = offer.get();
        if (laid != null) {
            notices.info("capture.put-away", laid.receipt().receiptNumber());
            forget();
        }
        several.set(List.of());
        another.set(false);
        refusal.set(null);
        link.set("");
    }
}

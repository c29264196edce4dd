package uz.fiskaldesk.desk.model;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import uz.fiskaldesk.desk.model.Signals.Signal;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Takes a receipt for the selected payment, from whatever source, and holds it beside the payment until the cashier
 * sends or discards it. A receipt is dropped when another payment is selected: it must never go to the wrong one.
 */
public final class Capture {
    /** Scanners end with Enter, some with two; a person needs longer than this to look at a receipt. */
    static final Duration LOOK_FIRST = Duration.ofMillis(700);

    private final PaymentList list;
    private final Notices notices;
    private final Signals signals;
    private final Work work;
    private final ReceiptReader reader;
    private final ReceiptChecks checks;
    private final Clock clock;
    private final Supplier<@Nullable String> tillTerminalId;

    private final Proposals proposals;
    private final ReadOnlyObjectWrapper<@Nullable Unplaced> unplaced = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FiscalReceipt>> several = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable Offer> offer = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable Words> refusal = new SimpleObjectProperty<>();
    private final StringProperty link = new SimpleStringProperty("");
    private final BooleanProperty word = new SimpleBooleanProperty();
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();

    public Capture(
            PaymentList list,
            Ledger ledger,
            Notices notices,
            Signals signals,
            Work work,
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
        list.selected().subscribe((_, now) -> keepTo(now));
    }

    /** The receipt that lies beside the payment; null while one is wanted. */
    public ReadOnlyObjectProperty<@Nullable Offer> offer() {
        return offer.getReadOnlyProperty();
    }

    /** A receipt that came while no payment could take it; null mostly. */
    public ReadOnlyObjectProperty<@Nullable Unplaced> unplaced() {
        return unplaced.getReadOnlyProperty();
    }

    /** The receipts of one picture, of which the cashier chooses one; empty mostly. */
    public ReadOnlyObjectProperty<List<FiscalReceipt>> several() {
        return several.getReadOnlyProperty();
    }

    /** Why the last text or picture was not taken; null where there is nothing to say. */
    public ObjectProperty<@Nullable Words> refusal() {
        return refusal;
    }

    /** What stands in the link field. */
    public StringProperty link() {
        return link;
    }

    /** The cashier's word that another receipt may go to a payment that is in doubt. */
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

    /** Whether the selected payment can take a receipt now. */
    public boolean wanted() {
        LedgerEntry entry = list.selected().get();
        return entry != null && takesReceipt(entry.state());
    }

    private static boolean takesReceipt(PaymentState state) {
        return switch (state) {
            case PENDING, READY, REJECTED, UNKNOWN -> true;
            case SENDING, CONFIRMED, SET_ASIDE -> false;
        };
    }

    /** A text that was pasted or typed, or that stands in a file. */
    public void take(String text) {
        take(text, false);
    }

    /** A text that the camera or a scanner read. */
    void scanned(String text) {
        take(text, true);
    }

    private void take(String text, boolean scanned) {
        link.set("");
        LedgerEntry entry = list.selected().get();
        switch (reader.read(text)) {
            case ReceiptReading.Accepted accepted
            when entry != null && takesReceipt(entry.state()) -> lay(entry, accepted, scanned);
            case ReceiptReading.Accepted accepted -> propose(accepted);
            case ReceiptReading.Refused refused -> refuse(wording -> wording.refusal(refused.reason()));
        }
    }

    void refuse(Words why) {
        signals.give(Signal.REFUSED);
        if (wanted()) {
            refusal.set(why);
        } else {
            notices.say(Notice.Kind.WARNING, why);
        }
    }

    private void propose(ReceiptReading.Accepted accepted) {
        forget();
        work.onLedger(() -> proposals.of(accepted.receipt()), fitting -> {
            unplaced.set(new Unplaced(accepted.text(), accepted.receipt(), fitting, clock.instant()));
            signals.give(fitting.isEmpty() ? Signal.REFUSED : Signal.TAKEN);
        });
    }

    /** Gives the receipt that waits for a payment to this one, which is selected for it. */
    public void choose(LedgerEntry entry) {
        Unplaced waiting = unplaced.get();
        // The second Enter of a scanner must not choose.
        if (waiting != null && !clock.instant().isBefore(waiting.since().plus(LOOK_FIRST))) {
            unplaced.set(null);
            list.reveal(entry);
            take(waiting.text());
        }
    }

    private void lay(LedgerEntry entry, ReceiptReading.Accepted accepted, boolean scanned) {
        List<ReceiptWarning> warnings = new ArrayList<>(accepted.warnings());
        warnings.addAll(checks.against(accepted.receipt(), entry.payment().paidAt(), tillTerminalId.get()));
        forget();
        Offer laid = new Offer(
                entry,
                accepted.receipt(),
                warnings,
                scanned,
                accepted.layoutRepaired(),
                entry.mayBeBookedWithAnother(accepted.receipt()),
                list.holderOf(accepted.receipt(), entry).orElse(null),
                clock.instant());
        signals.give(laid.takenBy() == null ? Signal.TAKEN : Signal.REFUSED);
        offer.set(laid);
    }

    /** Whether another payment in sight has this receipt already; it is then not what the camera looks for. */
    boolean servesAnother(String text) {
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
            case PictureReading.NoReceipt _ -> refuse(Words.of("capture.no-receipt"));
            case PictureReading.NoCode _ -> refuse(Words.of("capture.no-code"));
            case PictureReading.NoPicture no -> refuse(Words.of("capture.no-picture", no.name()));
            case PictureReading.Locked locked -> refuse(Words.of("capture.locked", locked.name()));
            case PictureReading.TooLarge large -> refuse(Words.of("capture.too-large", large.name()));
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

    /** Whether what lies there may be sent now. */
    public boolean canSend() {
        Offer laid = offer.get();
        return laid != null
                && (!laid.needsWord() || word.get())
                && (laid.takenBy() == null || !reason.get().isBlank())
                && !clock.instant().isBefore(laid.laidAt().plus(LOOK_FIRST));
    }

    /** What the cashier agrees to by sending what lies there. */
    Consent consent(Offer laid) {
        return new Consent(
                laid.warnings().stream().filter(ReceiptWarning::asks).toList(),
                laid.needsWord() && word.get(),
                laid.takenBy() == null ? null : reason.get().strip());
    }

    /** The ledger did not take it as it lies there. */
    void askAgain(Offer changed) {
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
    }

    private void keepTo(@Nullable LedgerEntry now) {
        Offer laid = offer.get();
        if (laid == null) {
            refusal.set(null);
            return;
        }
        if (now == null || !laid.entry().transactionId().equals(now.transactionId())) {
            notices.info("capture.put-away", laid.receipt().receiptNumber());
            forget();
        } else if (!takesReceipt(now.state())) {
            forget();
        } else if (now.version() != laid.entry().version()) {
            offer.set(laid.beside(now));
        }
    }
}

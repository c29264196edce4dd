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
 * Captures a receipt from any source and offers it for the selected payment until the cashier sends or discards it. The
 * offer is discarded when the cashier selects another payment, so that it never goes to the wrong one; it is kept when
 * the payment itself changes.
 *
 * <p>A payment that has a receipt takes another one only after {@link #askForAnother}. Without that, a different receipt
 * more likely belongs to another payment, so matching payments are proposed.
 */
public final class CaptureModel {
    /** The shortest time to review an offer. Enter is ignored before: some scanners end a scan with two Enters. */
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

    /** Sets the listener that receives each new offer. */
    public void onOffer(Consumer<Offer> listener) {
        offered = listener;
    }

    /** The receipt that is offered for the selected payment; null if none. */
    public ReadOnlyObjectProperty<@Nullable Offer> offer() {
        return offer.getReadOnlyProperty();
    }

    /** A captured receipt that the selected payment does not take, with proposed payments; null if none. */
    public ReadOnlyObjectProperty<@Nullable UnassignedReceipt> unplaced() {
        return unplaced.getReadOnlyProperty();
    }

    /** The receipts found in one picture, from which the cashier chooses; usually empty. */
    public ReadOnlyObjectProperty<List<FiscalReceipt>> several() {
        return several.getReadOnlyProperty();
    }

    /** Why the last text or picture was refused; null if it was not. */
    public ObjectProperty<@Nullable LocalizedText> refusal() {
        return refusal;
    }

    /** The content of the link field. */
    public StringProperty link() {
        return link;
    }

    /** Whether the cashier agreed that the receipt replaces the one that the payment has. */
    public BooleanProperty word() {
        return word;
    }

    /** The reason for using a receipt that another payment has. */
    public StringProperty reason() {
        return reason;
    }

    /** Whether a picture is being read. */
    public ReadOnlyBooleanProperty reading() {
        return reading.getReadOnlyProperty();
    }

    /** The terminal ID of this till; null until FiscalBox has reported it. */
    public @Nullable String tillTerminalId() {
        return tillTerminalId.get();
    }

    /** Whether the cashier is replacing the receipt of the selected payment. */
    public ReadOnlyBooleanProperty another() {
        return another.getReadOnlyProperty();
    }

    /** Starts to replace the receipt of the selected payment, with the unassigned receipt if there is one. */
    public void askForAnother() {
        LedgerEntry entry = list.selected().get();
        if (entry != null && entry.canReplaceReceipt()) {
            UnassignedReceipt waiting = unplaced.get();
            discard();
            another.set(true);
            if (waiting != null) {
                take(waiting.text());
            }
        }
    }

    /** Whether any receipt that is captured now is offered for the selected payment. */
    public boolean wanted() {
        LedgerEntry entry = list.selected().get();
        return entry != null && entry.takesReceipt() && (entry.receipt() == null || another.get());
    }

    /** Whether the cashier has started nothing that selecting the next payment would interrupt. */
    public boolean isIdle() {
        return offer.get() == null
                && unplaced.get() == null
                && several.get().isEmpty()
                && !another.get()
                && link.get().isBlank();
    }

    /** Captures a text that was pasted, typed or read from a file. */
    public void take(String text) {
        take(text, false);
    }

    /** Captures a text that the camera or a scanner read. */
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

    /** Reports why a capture was refused: beside the link field, or as a notice while that is hidden. */
    public void refuse(LocalizedText why) {
        signals.give(Signal.REFUSED);
        if (wanted()) {
            refusal.set(why);
        } else {
            notices.say(Notice.Kind.WARNING, why);
        }
    }

    private void propose(ReceiptReading.Accepted accepted) {
        Offer current = offer.get();
        if (current != null) {
            notices.info("capture.put-away-for-next", current.receipt().receiptNumber());
        }
        discard();
        work.onLedger(() -> proposals.of(accepted.receipt()), fitting -> {
            unplaced.set(new UnassignedReceipt(accepted.text(), accepted.receipt(), fitting, clock.instant()));
            signals.give(fitting.isEmpty() ? Signal.REFUSED : Signal.TAKEN);
        });
    }

    /** Selects one of the proposed payments and offers the unassigned receipt for it. */
    public void choose(LedgerEntry entry) {
        UnassignedReceipt waiting = unplaced.get();
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
        discard();
        another.set(replaces);
        Offer made = new Offer(
                entry,
                accepted.receipt(),
                warnings,
                scanned,
                accepted.layoutRepaired(),
                till != null,
                entry.hasAnotherThan(accepted.receipt()),
                list.holderOf(accepted.receipt(), entry).orElse(null),
                clock.instant());
        signals.give(made.takenBy() == null ? Signal.TAKEN : Signal.REFUSED);
        offer.set(made);
        offered.accept(made);
    }

    /** Whether another payment in the list has this receipt already. */
    public boolean servesAnother(String text) {
        return reader.read(text) instanceof ReceiptReading.Accepted accepted
                && list.holderOf(accepted.receipt(), list.selected().get()).isPresent();
    }

    /** Reads a picture in the background and captures the receipt that it shows. */
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
        discard();
        several.set(texts.stream()
                .map(reader::read)
                .filter(ReceiptReading.Accepted.class::isInstance)
                .map(reading -> ((ReceiptReading.Accepted) reading).receipt())
                .toList());
        signals.give(Signal.REFUSED);
    }

    /** Captures the receipt that the cashier chose from {@link #several}. */
    public void chooseReceipt(FiscalReceipt receipt) {
        if (several.get().contains(receipt)) {
            take(receipt.url());
        }
    }

    /** Whether the offer has been shown long enough to review it, so that the second Enter of a scanner has no effect. */
    public boolean isLookedAt() {
        Offer current = offer.get();
        return current == null || !clock.instant().isBefore(current.laidAt().plus(LOOK_FIRST));
    }

    /** Whether the cashier may send the offer now. */
    public boolean canSend() {
        Offer current = offer.get();
        return current != null
                && current.isComplete(word.get(), reason.get())
                && list.isSelected(current.entry().transactionId())
                && isLookedAt();
    }

    /** Keeps the receipt for the changed payment and asks the cashier to review both again. */
    public void lookAgain(Offer old, LedgerEntry current) {
        word.set(false);
        askAgain(old.beside(current, clock.instant()));
    }

    /** What the cashier agrees to by sending the offer. */
    public Consent consent(Offer sent) {
        return new Consent(
                sent.warnings().stream().filter(ReceiptWarning::asks).toList(),
                sent.needsWord() && word.get(),
                sent.takenBy() == null ? null : reason.get().strip());
    }

    /** Replaces the offer after the ledger refused it, so that the cashier reviews it again. */
    public void askAgain(Offer changed) {
        signals.give(Signal.REFUSED);
        offer.set(changed);
    }

    /** Discards everything that was captured and not sent. */
    public void discard() {
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
        Offer current = offer.get();
        if (current != null && now.version() != current.entry().version()) {
            word.set(false);
            offer.set(current.beside(now, clock.instant()));
        }
        if (!now.canReplaceReceipt()) {
            another.set(false);
        }
    }

    /** Resets the capture when another payment was selected. An unassigned receipt is kept. */
    private void leave() {
        Offer current = offer.get();
        if (current != null) {
            notices.info("capture.put-away", current.receipt().receiptNumber());
            discard();
        }
        several.set(List.of());
        another.set(false);
        refusal.set(null);
        link.set("");
    }
}

package uz.fiskaldesk.desk.capture;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.common.SoundCues.Signal;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/**
 * Captures a receipt from any source and offers it for the selected payment until the cashier sends or discards it. The
 * offer is discarded when the cashier selects another payment, so that it never goes to the wrong one; it is kept when
 * the payment itself changes.
 *
 * <p>A payment that has a receipt takes another one only after {@link #startReplacing}. Without that, a different receipt
 * more likely belongs to another payment, so matching payments are proposed.
 */
public final class CaptureModel {
    /** The shortest time to review an offer. Enter is ignored before: some scanners end a scan with two Enters. */
    public static final Duration MINIMUM_REVIEW = Duration.ofMillis(700);

    /** How long after an offer appears an Enter may still come from the scanner; a person is not that fast. */
    static final Duration SCANNER_ECHO = Duration.ofMillis(300);

    private final PaymentListModel list;
    private final NoticeModel notices;
    private final SoundCues soundCues;
    private final BackgroundTasks tasks;
    private final ReceiptReader reader;
    private final Clock clock;

    private final HolderModel holder;
    private final ReceiptComparison comparison;
    private final ReadOnlyObjectWrapper<@Nullable UnassignedReceipt> unassigned = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<FiscalReceipt>> receiptChoices = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable OfferedReceipt> offer = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable LocalizedText> refusal = new SimpleObjectProperty<>();
    private final StringProperty link = new SimpleStringProperty("");
    private final BooleanProperty replacementConfirmed = new SimpleBooleanProperty();
    private final StringProperty reuseReason = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper replacing = new ReadOnlyBooleanWrapper();
    private Consumer<OfferedReceipt> offerListener = _ -> {};

    private final CaptureOrder order = new CaptureOrder();

    public CaptureModel(
            PaymentListModel list,
            Ledger ledger,
            NoticeModel notices,
            SoundCues soundCues,
            BackgroundTasks tasks,
            ReceiptReader reader,
            ReceiptChecks checks,
            Supplier<@Nullable String> tillTerminalId,
            Clock clock) {
        this.list = list;
        this.holder = new HolderModel(ledger, list, tasks, offer.getReadOnlyProperty());
        this.comparison = new ReceiptComparison(ledger, checks, tillTerminalId);
        this.notices = notices;
        this.soundCues = soundCues;
        this.tasks = tasks;
        this.reader = reader;
        this.clock = clock;
        list.selected().subscribe(this::selectionChanged);
    }

    /** Sets the listener that receives each new offer. */
    public void setOfferListener(Consumer<OfferedReceipt> listener) {
        offerListener = listener;
    }

    /** The receipt that is offered for the selected payment; null if none. */
    public ReadOnlyObjectProperty<@Nullable OfferedReceipt> offer() {
        return offer.getReadOnlyProperty();
    }

    /** A captured receipt that the selected payment does not take, with proposed payments; null if none. */
    public ReadOnlyObjectProperty<@Nullable UnassignedReceipt> unassigned() {
        return unassigned.getReadOnlyProperty();
    }

    /** The other payment that has the offered receipt. */
    public HolderModel holder() {
        return holder;
    }

    /** The receipts found in one picture, from which the cashier chooses; usually empty. */
    public ReadOnlyObjectProperty<List<FiscalReceipt>> receiptChoices() {
        return receiptChoices.getReadOnlyProperty();
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
    public BooleanProperty replacementConfirmed() {
        return replacementConfirmed;
    }

    /** The reason for using a receipt that another payment has. */
    public StringProperty reuseReason() {
        return reuseReason;
    }

    /** The terminal ID of this till; null until FiscalBox has reported it. */
    public @Nullable String tillTerminalId() {
        return comparison.tillTerminalId();
    }

    /** Whether the cashier is replacing the receipt of the selected payment. */
    public ReadOnlyBooleanProperty replacing() {
        return replacing.getReadOnlyProperty();
    }

    /** Starts to replace the receipt of the selected payment, with the unassigned receipt if there is one. */
    public void startReplacing() {
        LedgerEntry entry = list.selected().get();
        if (entry != null && entry.canReplaceReceipt()) {
            UnassignedReceipt waiting = unassigned.get();
            discard();
            replacing.set(true);
            if (waiting != null) {
                capture(waiting.text(), false, waiting.printed());
            }
        }
    }

    /** Whether any receipt that is captured now is offered for the selected payment. */
    public boolean acceptsAnyReceipt() {
        LedgerEntry entry = list.selected().get();
        return entry != null && entry.takesReceipt() && (entry.receipt() == null || replacing.get());
    }

    /** Whether the cashier has started nothing that selecting the next payment would interrupt. */
    public boolean isIdle() {
        return offer.get() == null
                && unassigned.get() == null
                && receiptChoices.get().isEmpty()
                && !replacing.get()
                && link.get().isBlank();
    }

    /** The order of captures, for those that have to wait for their text. */
    CaptureOrder order() {
        return order;
    }

    /** Captures a text that was pasted, typed or read from a file. */
    public void captureText(String text) {
        capture(text, false, null);
    }

    /**
     * Captures the receipt that FiscalBox reports as the till's last one. Unlike a scanned one, nobody has held it in the hand,
     * so it is never sent before a person has compared it.
     */
    public void captureLastReceipt(LastReceipt.Printed printed) {
        capture(printed.link(), false, printed);
    }

    /** Captures a text that the camera or a scanner read. */
    public void captureScan(String text) {
        capture(text, true, null);
    }

    private void capture(String text, boolean scanned, LastReceipt.@Nullable Printed printed) {
        link.set("");
        LedgerEntry entry = list.selected().get();
        switch (reader.read(text)) {
            case ReceiptReading.Accepted accepted
            when entry != null && isOfferable(entry, accepted.receipt()) -> offerTo(entry, accepted, scanned, printed);
            case ReceiptReading.Accepted accepted -> proposePayments(accepted, printed);
            case ReceiptReading.Refused refused -> showRefusal(messages -> messages.refusal(refused.reason()));
        }
    }

    private boolean isOfferable(LedgerEntry entry, FiscalReceipt receipt) {
        return entry.takesReceipt() && (replacing.get() || !entry.hasOtherReceiptThan(receipt));
    }

    /** Reports why a capture was refused: beside the link field, or as a notice while that is hidden. */
    public void showRefusal(LocalizedText why) {
        soundCues.play(Signal.REFUSED);
        if (acceptsAnyReceipt()) {
            refusal.set(why);
        } else {
            notices.show(Notice.Kind.WARNING, why);
        }
    }

    private void proposePayments(ReceiptReading.Accepted accepted, LastReceipt.@Nullable Printed printed) {
        OfferedReceipt current = offer.get();
        if (current != null) {
            notices.info("capture.put-away-for-next", current.receipt().receiptNumber());
        }
        begin();
        String till = comparison.tillTerminalId();
        int number = order.startSearch();
        tasks.onLedger(() -> comparison.unassigned(accepted, printed, till), found -> {
            if (order.isSearching(number)) {
                unassigned.set(found.shownSince(clock.instant()));
                soundCues.play(found.candidates().isEmpty() ? Signal.REFUSED : Signal.TAKEN);
            }
        });
    }

    /** Discards what an earlier capture shows. */
    private void begin() {
        discard();
        order.captured();
    }

    /** Selects one of the proposed payments and offers the unassigned receipt for it. */
    public void offerFor(LedgerEntry entry) {
        UnassignedReceipt waiting = unassigned.get();
        if (waiting != null && !clock.instant().isBefore(waiting.since().plus(MINIMUM_REVIEW))) {
            unassigned.set(null);
            list.reveal(entry);
            capture(waiting.text(), false, waiting.printed());
        }
    }

    private void offerTo(
            LedgerEntry entry,
            ReceiptReading.Accepted accepted,
            boolean scanned,
            LastReceipt.@Nullable Printed printed) {
        boolean replaces = replacing.get();
        begin();
        replacing.set(replaces);
        OfferedReceipt made = new OfferedReceipt(
                entry,
                accepted.receipt(),
                comparison.warnings(entry, accepted, printed),
                scanned,
                accepted.layoutRepaired(),
                comparison.tillTerminalId() != null,
                entry.hasOtherReceiptThan(accepted.receipt()),
                list.otherHolderOf(accepted.receipt(), entry).orElse(null),
                printed,
                clock.instant());
        soundCues.play(made.takenBy() == null ? Signal.TAKEN : Signal.REFUSED);
        offer.set(made);
        if (made.takenBy() == null) {
            findHolder(made);
        }
        offerListener.accept(made);
    }

    /** Looks in the whole ledger for another payment with this receipt; sending does that again. */
    private void findHolder(OfferedReceipt made) {
        tasks.onLedger(
                () -> comparison.otherHolderOf(made),
                other -> other.filter(_ -> made.equals(offer.get())).ifPresent(id -> replaceOffer(made.takenBy(id))));
    }

    /** Whether another payment in the list has this receipt already. */
    public boolean belongsToAnotherPayment(String text) {
        return reader.read(text) instanceof ReceiptReading.Accepted accepted
                && list.otherHolderOf(accepted.receipt(), list.selected().get()).isPresent();
    }

    /** Lets the cashier choose between the receipts of a picture. */
    void offerChoice(List<String> texts) {
        begin();
        List<FiscalReceipt> receipts = texts.stream()
                .map(reader::read)
                .filter(ReceiptReading.Accepted.class::isInstance)
                .map(accepted -> ((ReceiptReading.Accepted) accepted).receipt())
                .toList();
        receiptChoices.set(comparison.ranked(receipts, list.selected().get()));
        soundCues.play(Signal.REFUSED);
    }

    /** How well a receipt fits the selected payment; null if none is selected. */
    @Nullable
    Match matchOf(FiscalReceipt receipt) {
        return comparison.match(receipt, list.selected().get());
    }

    /** Captures the receipt that the cashier chose from {@link #receiptChoices}. */
    public void chooseReceipt(FiscalReceipt receipt) {
        if (receiptChoices.get().contains(receipt)) {
            captureText(receipt.url());
        }
    }

    /** Whether the offer has been shown long enough to review it, so that the second Enter of a scanner has no effect. */
    public boolean isReviewTimeOver() {
        OfferedReceipt current = offer.get();
        return current == null || !clock.instant().isBefore(current.shownSince().plus(MINIMUM_REVIEW));
    }

    /** Whether the cashier may send the offer now. */
    public boolean canSend() {
        return isSendable() && isReviewTimeOver();
    }

    /** Whether the offer can be confirmed before its review time is over; it is sent when that is over. */
    public boolean canConfirmEarly() {
        OfferedReceipt current = offer.get();
        return current != null
                && isSendable()
                && !current.isDoubtful()
                && !clock.instant().isBefore(current.shownSince().plus(SCANNER_ECHO));
    }

    private boolean isSendable() {
        OfferedReceipt current = offer.get();
        return current != null
                && current.isComplete(replacementConfirmed.get(), reuseReason.get())
                && list.isSelected(current.entry().transactionId());
    }

    /** Keeps the receipt for the changed payment and asks the cashier to review both again. */
    public void reviewAgain(OfferedReceipt old, LedgerEntry current) {
        replacementConfirmed.set(false);
        replaceOffer(old.withEntry(current, clock.instant()));
    }

    /** Replaces the offer after the ledger refused it, so that the cashier reviews it again. */
    public void replaceOffer(OfferedReceipt changed) {
        soundCues.play(Signal.REFUSED);
        offer.set(changed);
    }

    /** Discards everything that was captured and not sent. */
    public void discard() {
        order.endSearch();
        unassigned.set(null);
        receiptChoices.set(List.of());
        offer.set(null);
        refusal.set(null);
        replacementConfirmed.set(false);
        reuseReason.set("");
        replacing.set(false);
    }

    private void selectionChanged(@Nullable LedgerEntry before, @Nullable LedgerEntry now) {
        if (before == null || now == null || !before.transactionId().equals(now.transactionId())) {
            otherPaymentSelected();
            return;
        }
        OfferedReceipt current = offer.get();
        if (current != null && now.version() != current.entry().version()) {
            replacementConfirmed.set(false);
            offer.set(current.withEntry(now, clock.instant()));
        }
        if (!now.canReplaceReceipt()) {
            replacing.set(false);
        }
    }

    /** Resets the capture when another payment was selected. An unassigned receipt is kept. */
    private void otherPaymentSelected() {
        OfferedReceipt current = offer.get();
        if (current != null) {
            notices.info("capture.put-away", current.receipt().receiptNumber());
            discard();
        }
        receiptChoices.set(List.of());
        replacing.set(false);
        refusal.set(null);
        link.set("");
    }
}

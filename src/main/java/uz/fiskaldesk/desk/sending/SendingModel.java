package uz.fiskaldesk.desk.sending;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Attached;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Consent;
import uz.fiskaldesk.confirm.ConfirmationWorkflow.Sent;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.fiscalbox.FailureGroup;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.supervisor.GuardedAct;

/**
 * Attaches the offered receipt to its payment when the cashier presses Enter, sends payments and shows the results. Used on
 * the JavaFX thread.
 */
public final class SendingModel {
    private final Ledger ledger;
    private final ConfirmationWorkflow confirmation;
    private final Sender sender;
    private final PaymentListModel list;
    private final CaptureModel capture;
    private final PageModel pages;
    private final ApprovalModel approval;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final BooleanSupplier atOnce;

    /** Payments that the cashier sent and whose results are pending; retries are not among them. */
    private final Set<TransactionId> sentByCashier = new HashSet<>();

    /** The offer that was confirmed before its review time was over, and is sent then; null if none. */
    private @Nullable OfferedReceipt confirmedEarly;

    /** The last message about a result. */
    private @Nullable Notice said;

    /** Whether a receipt is being written to the ledger; a second Enter meanwhile is ignored. */
    private boolean attaching;

    /** @param atOnce whether a clean scan is sent without Enter */
    public SendingModel(
            Ledger ledger,
            ConfirmationWorkflow confirmation,
            Sender sender,
            PaymentListModel list,
            CaptureModel capture,
            PageModel pages,
            ApprovalModel approval,
            NoticeModel notices,
            BackgroundTasks tasks,
            BooleanSupplier atOnce) {
        this.ledger = ledger;
        this.confirmation = confirmation;
        this.sender = sender;
        this.list = list;
        this.capture = capture;
        this.pages = pages;
        this.approval = approval;
        this.notices = notices;
        this.tasks = tasks;
        this.atOnce = atOnce;
    }

    /**
     * Handles a new offer: sends it at once if that is enabled, nothing about it needs a review, and a person selected the
     * payment. A confirmation with the wrong receipt could not be undone.
     */
    public void receiptOffered(OfferedReceipt offer) {
        boolean isIntended = list.isSelectedByPerson(offer.entry().transactionId())
                && list.isShownAtLeast(CaptureModel.MINIMUM_REVIEW);
        if (atOnce.getAsBoolean() && isIntended && offer.needsNoReview()) {
            attachAndSend(offer);
        }
    }

    /** Handles Enter: sends the offer, or the selected payment if it has a receipt. Nothing doubtful is sent. */
    public void confirm() {
        OfferedReceipt offer = capture.offer().get();
        LedgerEntry entry = list.selected().get();
        if (offer != null) {
            if (!offer.isDoubtful()) {
                sendAnyway();
            }
        } else if (entry != null
                && isSentByEnter(entry)
                && !list.sending().isAboutToBeSent(entry)
                && list.isShownAtLeast(CaptureModel.MINIMUM_REVIEW)) {
            retry();
        }
    }

    /** Whether sending the payment with the receipt it has is the next step, which Enter takes. */
    public static boolean isSentByEnter(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        return entry.canRetry() && (last == null || !Advice.on(last).isAgainstRetry());
    }

    /**
     * Sends the offer with its doubts, which the button states. An offer without doubts that is confirmed before its review
     * time is over is sent by {@link #reviewTimeOver}.
     */
    public void sendAnyway() {
        OfferedReceipt offer = capture.offer().get();
        if (offer != null && capture.canSend()) {
            attachAndSend(offer);
        } else if (offer != null && capture.canConfirmEarly()) {
            confirmedEarly = offer;
        }
    }

    /** Sends an offer that was confirmed early, if it is still the one on the screen. */
    public void reviewTimeOver() {
        OfferedReceipt early = confirmedEarly;
        confirmedEarly = null;
        if (early != null
                && early.equals(capture.offer().get())
                && pages.currentPage() == Page.RECEIPT
                && capture.canSend()) {
            attachAndSend(early);
        }
    }

    private void attachAndSend(OfferedReceipt offer) {
        if (attaching) {
            return;
        }
        Consent consent = offer.consent(
                capture.replacementConfirmed().get(), capture.reuseReason().get());
        approval.requestIfGuarded(guardedActs(offer), supervisor -> attachAndSend(offer, consent.with(supervisor)));
    }

    private static List<GuardedAct> guardedActs(OfferedReceipt offer) {
        List<GuardedAct> acts = new ArrayList<>();
        if (offer.mayBeBookedTwice()) {
            acts.add(GuardedAct.ANOTHER_RECEIPT);
        }
        if (offer.takenBy() != null) {
            acts.add(GuardedAct.RECEIPT_AGAIN);
        }
        if (offer.isDoubtful()) {
            acts.add(GuardedAct.DOUBT);
        }
        return acts;
    }

    private void attachAndSend(OfferedReceipt offer, Consent consent) {
        if (!offer.equals(capture.offer().get())) {
            // The payment changed or another one was selected while the PIN was being entered.
            notices.warning("send.changed");
            return;
        }
        attaching = true;
        tasks.onLedger(
                () -> confirmation.attach(offer.entry(), offer.receipt(), consent),
                attached -> {
                    attaching = false;
                    attached(offer, attached);
                },
                () -> attaching = false);
    }

    private void attached(OfferedReceipt offer, Attached attached) {
        boolean isOffered = offer.isSameAs(capture.offer().get());
        if (!isOffered && !(attached instanceof Attached.Done)) {
            // The cashier has gone on; the offer must not appear beside another payment.
            notices.warning("send.not-stored", offer.receipt().receiptNumber());
            list.refresh();
            return;
        }
        switch (attached) {
            case Attached.Done done -> {
                if (isOffered) {
                    capture.discard();
                }
                send(done.entry());
                list.update(done.entry());
            }
            case Attached.NeedsConsent needs -> capture.reviewAgain(offer, needs.entry());
            case Attached.Refunded refunded -> capture.reviewAgain(offer.refunded(), refunded.entry());
            case Attached.ReceiptTaken taken -> capture.replaceOffer(offer.takenBy(taken.by()));
            case Attached.NotAllowed notNow -> {
                notices.warning("send.changed");
                capture.reviewAgain(offer, notNow.current());
                list.update(notNow.current());
            }
        }
    }

    /** Sends the selected payment again with its receipt. */
    public void retry() {
        LedgerEntry entry = list.selected().get();
        if (entry == null || list.sending().isAboutToBeSent(entry)) {
            return;
        }
        if (entry.needsAcceptance()) {
            notices.warning("send.awaits-word");
        } else if (entry.canRetry()) {
            capture.discard();
            send(entry);
        } else {
            notices.info(entry.receipt() == null ? "not-now.no-receipt" : "not-now.retry");
        }
    }

    /** Accepts the warnings about a receipt that was imported with its payment, and sends it. */
    public void acceptWarnings() {
        LedgerEntry entry = list.selected().get();
        FiscalReceipt receipt = entry == null ? null : entry.receipt();
        if (entry == null
                || receipt == null
                || !entry.needsAcceptance()
                || !list.isShownAtLeast(CaptureModel.MINIMUM_REVIEW)
                || attaching) {
            return;
        }
        Consent consent = new Consent(entry.warnings(), false, null);
        approval.requestIfGuarded(List.of(GuardedAct.DOUBT), supervisor -> {
            attaching = true;
            tasks.onLedger(
                    () -> confirmation.attach(entry, receipt, consent.with(supervisor)),
                    this::accepted,
                    () -> attaching = false);
        });
    }

    private void accepted(Attached attached) {
        attaching = false;
        if (attached instanceof Attached.Done done) {
            send(done.entry());
            list.update(done.entry());
        } else {
            notices.warning("send.changed");
            list.refresh();
        }
    }

    private void send(LedgerEntry entry) {
        notices.clear();
        sentByCashier.add(entry.transactionId());
        if (!sender.send(entry) && !sender.isInFlight(entry.transactionId())) {
            sentByCashier.remove(entry.transactionId());
            notices.warning("send.not-begun");
        }
        list.refresh();
    }

    /**
     * Sends all payments that have a receipt; with the filter for rejected or unknown ones, retries all of these. Sends nothing
     * as long as the number of them on the button is that of another search or filter.
     */
    public void sendAll() {
        Set<PaymentState> states = list.filter().get().sendableStates();
        if (!states.isEmpty() && list.totals().areOf(list)) {
            sendAll(LedgerQuery.ALL.in(states).matching(list.search().get()), LedgerEntry::canRetry);
        }
    }

    /** Sends all payments of a group again with their receipts, whatever the list shows. */
    public void retry(FailureGroup group) {
        sendAll(LedgerQuery.ALL.in(Set.of(group.state())), group::canRetry);
    }

    private void sendAll(LedgerQuery query, Predicate<LedgerEntry> wanted) {
        tasks.onLedger(() -> read(query.fromTheOldest()), all -> {
            List<LedgerEntry> sendable = all.stream()
                    .filter(wanted)
                    .filter(entry -> !entry.isReadyInDoubt())
                    .toList();
            sendable.forEach(sender::send);
            long waiting = all.stream()
                    .filter(entry -> entry.needsAcceptance() || entry.isReadyInDoubt())
                    .count();
            if (waiting > 0) {
                notices.warning("send.all-but", sendable.size(), waiting);
            } else {
                notices.info(sendable.isEmpty() ? "send.none" : "send.all", sendable.size());
            }
            list.refresh();
        });
    }

    /**
     * Sends all payments that are ready and cannot be booked already, whatever the list shows, except those that the POS is
     * expected to confirm.
     */
    public void sendReady() {
        LedgerQuery ready = LedgerQuery.ALL.in(EnumSet.of(PaymentState.READY)).fromTheOldest();
        tasks.onLedger(() -> read(ready), all -> {
            List<LedgerEntry> sendable = all.stream()
                    .filter(entry -> entry.canRetry() && !entry.isReadyInDoubt() && !entry.awaitsPos())
                    .toList();
            sendable.forEach(sender::send);
            if (!sendable.isEmpty()) {
                notices.info("shift.sending", sendable.size());
                list.refresh();
            }
        });
    }

    private List<LedgerEntry> read(LedgerQuery query) {
        List<LedgerEntry> all = new ArrayList<>();
        ledger.forEach(query, all::add);
        return all;
    }

    /** Handles the result of an attempt, whoever started it. */
    public void sent(Sent result) {
        switch (result) {
            case Sent.Done done -> done(done.entry());
            case Sent.NotAllowed notNow -> {
                sentByCashier.remove(notNow.current().transactionId());
                list.update(notNow.current());
            }
        }
    }

    private void done(LedgerEntry entry) {
        boolean byCashier = sentByCashier.remove(entry.transactionId());
        boolean selected = list.isSelected(entry.transactionId());
        list.update(entry);
        if (!selected) {
            return;
        }
        switch (entry.state()) {
            case CONFIRMED -> {
                if (entry.confirmedBy() == ConfirmedBy.SIMULATOR) {
                    say(Notice.Kind.WARNING, "send.confirmed-practice", entry);
                } else {
                    say(Notice.Kind.DONE, "send.confirmed", entry);
                }
                selectNextAfter(byCashier);
            }
            case READY -> {
                if (byCashier) {
                    say(Notice.Kind.INFO, "send.kept", entry);
                }
                selectNextAfter(byCashier);
            }
            // The status box of the payment shows the result.
            case PENDING, SENDING, REJECTED, UNKNOWN, SET_ASIDE -> notices.retract(said);
        }
    }

    private void say(Notice.Kind kind, String key, LedgerEntry entry) {
        said = notices.show(
                kind,
                messages -> messages.texts()
                        .get(key, messages.amount(entry.payment().amount())));
    }

    /** Selects the next payment after the cashier sent one, unless something else was started meanwhile. */
    private void selectNextAfter(boolean byCashier) {
        if (byCashier && capture.isIdle() && pages.currentPage() == Page.RECEIPT) {
            list.selectNextPending();
        }
    }

    /** Handles an attempt that the ledger could not record. */
    public void failed(TransactionId id, LedgerException trouble) {
        sentByCashier.remove(id);
        notices.logAndShow(trouble);
        list.refresh();
    }
}

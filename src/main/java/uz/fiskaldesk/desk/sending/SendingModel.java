package uz.fiskaldesk.desk.sending;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.Confirmation.Attached;
import uz.fiskaldesk.confirm.Confirmation.Consent;
import uz.fiskaldesk.confirm.Confirmation.Sent;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.Offer;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.supervisor.Bending;

/** Sends payments on the cashier's word and shows what comes of it. */
public final class SendingModel {
    private final Ledger ledger;
    private final Confirmation confirmation;
    private final Sender sender;
    private final PaymentListModel list;
    private final CaptureModel capture;
    private final PageModel pages;
    private final ApprovalModel permission;
    private final NoticeModel notices;
    private final BackgroundTasks work;
    private final boolean atOnce;

    private final Set<TransactionId> onSomebodysWord = new HashSet<>();

    /** A second Enter comes before the ledger has taken in the first; it means nothing. */
    private boolean attaching;

    /** @param atOnce whether a clean scan is sent without Enter */
    public SendingModel(
            Ledger ledger,
            Confirmation confirmation,
            Sender sender,
            PaymentListModel list,
            CaptureModel capture,
            PageModel pages,
            ApprovalModel permission,
            NoticeModel notices,
            BackgroundTasks work,
            boolean atOnce) {
        this.ledger = ledger;
        this.confirmation = confirmation;
        this.sender = sender;
        this.list = list;
        this.capture = capture;
        this.pages = pages;
        this.permission = permission;
        this.notices = notices;
        this.work = work;
        this.atOnce = atOnce;
    }

    /**
     * A receipt was laid beside a payment. A wrong pair cannot be taken back: only what a person pointed at is sent without
     * another look.
     */
    public void offered(Offer laid) {
        boolean isMeant = list.isChosen(laid.entry().transactionId()) && list.isShownFor(CaptureModel.LOOK_FIRST);
        if (atOnce && isMeant && laid.isBeyondDoubt()) {
            attachAndSend(laid);
        }
    }

    /**
     * Enter: sends the receipt that lies beside the payment, or a payment that has its receipt; nothing that is doubtful.
     */
    public void confirm() {
        Offer laid = capture.offer().get();
        LedgerEntry entry = list.selected().get();
        if (laid != null) {
            if (capture.canSend() && !laid.isDoubtful()) {
                attachAndSend(laid);
            }
        } else if (entry != null
                && entry.state() == PaymentState.READY
                && !entry.awaitsWord()
                && list.isShownFor(CaptureModel.LOOK_FIRST)) {
            send(entry);
        }
    }

    /** The button: sends the receipt that lies beside the payment, with what is doubtful about it. */
    public void sendAnyway() {
        Offer laid = capture.offer().get();
        if (laid != null && capture.canSend()) {
            attachAndSend(laid);
        }
    }

    private void attachAndSend(Offer laid) {
        if (attaching) {
            return;
        }
        Consent consent = capture.consent(laid);
        permission.ask(bending(laid), supervisor -> attachAndSend(laid, consent.with(supervisor)));
    }

    /** What of this goes past the rules. */
    private static List<Bending> bending(Offer laid) {
        List<Bending> acts = new ArrayList<>();
        if (laid.mayBeBookedTwice()) {
            acts.add(Bending.ANOTHER_RECEIPT);
        }
        if (laid.takenBy() != null) {
            acts.add(Bending.RECEIPT_AGAIN);
        }
        if (laid.isDoubtful()) {
            acts.add(Bending.DOUBT);
        }
        return acts;
    }

    private void attachAndSend(Offer laid, Consent consent) {
        if (!laid.equals(capture.offer().get())) {
            // While the PIN was asked for, the payment changed or another one was selected.
            notices.warn("send.changed");
            return;
        }
        attaching = true;
        work.onLedger(
                () -> confirmation.attach(laid.entry(), laid.receipt(), consent),
                attached -> {
                    attaching = false;
                    attached(laid, attached);
                },
                () -> attaching = false);
    }

    private void attached(Offer laid, Attached attached) {
        switch (attached) {
            case Attached.Done done -> {
                capture.discard();
                list.update(done.entry());
                send(done.entry());
            }
            case Attached.NeedsWord needs -> capture.lookAgain(laid, needs.entry());
            case Attached.ReceiptTaken taken -> capture.askAgain(laid.takenBy(taken.by()));
            case Attached.NotNow notNow -> {
                notices.warn("send.changed");
                capture.lookAgain(laid, notNow.current());
                list.update(notNow.current());
            }
        }
    }

    /** F5: sends the selected payment again with the receipt it has. */
    public void retry() {
        LedgerEntry entry = list.selected().get();
        if (entry != null && entry.awaitsWord()) {
            notices.warn("send.awaits-word");
        } else if (entry != null && entry.canRetry()) {
            capture.discard();
            send(entry);
        }
    }

    /** Sends a payment that came with a doubtful receipt, because somebody has looked at it. */
    public void acceptDoubts() {
        LedgerEntry entry = list.selected().get();
        FiscalReceipt receipt = entry == null ? null : entry.receipt();
        if (entry == null || receipt == null || !entry.awaitsWord() || !list.isShownFor(CaptureModel.LOOK_FIRST)) {
            return;
        }
        Consent consent = new Consent(entry.warnings(), false, null);
        permission.ask(
                List.of(Bending.DOUBT),
                supervisor -> work.onLedger(
                        () -> confirmation.attach(entry, receipt, consent.with(supervisor)), this::accepted));
    }

    private void accepted(Attached attached) {
        if (attached instanceof Attached.Done done) {
            list.update(done.entry());
            send(done.entry());
        } else {
            notices.warn("send.changed");
            list.refresh();
        }
    }

    private void send(LedgerEntry entry) {
        notices.clear();
        onSomebodysWord.add(entry.transactionId());
        if (!sender.send(entry) && !sender.isOnItsWay(entry.transactionId())) {
            onSomebodysWord.remove(entry.transactionId());
            notices.warn("send.not-begun");
        }
        list.refresh();
    }

    /** Ctrl+F5: sends all that have their receipt, or again all rejected or unknown ones where the list shows those. */
    public void sendAll() {
        Set<PaymentState> states = list.filter().get().sentByAll();
        if (states.isEmpty()) {
            return;
        }
        LedgerQuery query =
                LedgerQuery.ALL.in(states).matching(list.search().get()).fromTheOldest();
        work.onLedger(
                () -> {
                    List<LedgerEntry> all = new ArrayList<>();
                    ledger.forEach(query, all::add);
                    return all;
                },
                all -> {
                    List<LedgerEntry> sendable =
                            all.stream().filter(LedgerEntry::canRetry).toList();
                    sendable.forEach(sender::send);
                    long waiting = all.stream().filter(LedgerEntry::awaitsWord).count();
                    if (waiting > 0) {
                        notices.warn("send.all-but", sendable.size(), waiting);
                    } else {
                        notices.info(sendable.isEmpty() ? "send.none" : "send.all", sendable.size());
                    }
                    list.refresh();
                });
    }

    /** Takes in what came of an attempt; on the window's thread. */
    public void sent(Sent result) {
        switch (result) {
            case Sent.Done done -> done(done.entry());
            case Sent.NotNow notNow -> {
                onSomebodysWord.remove(notNow.current().transactionId());
                list.update(notNow.current());
            }
        }
    }

    private void done(LedgerEntry entry) {
        boolean asked = onSomebodysWord.remove(entry.transactionId());
        boolean watched = list.isSelected(entry.transactionId());
        list.update(entry);
        if (!watched) {
            return;
        }
        switch (entry.state()) {
            case CONFIRMED -> {
                say(Notice.Kind.DONE, "send.confirmed", entry);
                goOnAfter(asked);
            }
            case READY -> {
                if (asked) {
                    say(Notice.Kind.INFO, "send.kept", entry);
                }
                goOnAfter(asked);
            }
            // The pane of the payment says it in full.
            case PENDING, SENDING, REJECTED, UNKNOWN, SET_ASIDE -> notices.clear();
        }
    }

    private void say(Notice.Kind kind, String key, LedgerEntry entry) {
        notices.say(
                kind,
                wording ->
                        wording.texts().get(key, wording.amount(entry.payment().amount())));
    }

    /** What a person sent needs them no more, and the next receipt is most likely for the next payment. */
    private void goOnAfter(boolean asked) {
        if (asked && capture.isIdle() && pages.now() == Page.RECEIPT) {
            list.selectNextPending();
        }
    }

    /** The ledger could not take an attempt or its outcome; on the window's thread. */
    public void failed(TransactionId id, LedgerException trouble) {
        onSomebodysWord.remove(id);
        notices.trouble(trouble);
        list.refresh();
    }
}

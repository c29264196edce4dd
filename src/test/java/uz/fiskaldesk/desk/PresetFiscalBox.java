package uz.fiskaldesk.desk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/** A FiscalBox with preset responses that records which receipts were sent. */
public final class PresetFiscalBox implements FiscalApi {
    public final List<String> sent = new CopyOnWriteArrayList<>();
    public final Outcome yes = new Outcome.Confirmed(Answer.ofMessage("Fiscalization completed successfully"));
    public volatile Outcome next = yes;
    public volatile TillInfo info = new TillInfo.Up("UZ170703100597", null);
    public volatile LastReceipt lastReceipt = new LastReceipt.None();
    public volatile Submission submission = new Submission.Done(Answer.ofMessage("3 receipts sent"));

    /** Confirmations are answered when it has been counted down. */
    public volatile CountDownLatch answers = new CountDownLatch(0);

    @Override
    public synchronized Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
        try {
            answers.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);
        }
        sent.add(receiptUrl);
        return next;
    }

    @Override
    public Submission sendReceipts() {
        return submission;
    }

    @Override
    public LastReceipt lastReceipt() {
        return lastReceipt;
    }

    @Override
    public Submission printLastReceipt() {
        return submission;
    }

    @Override
    public TillInfo info() {
        return info;
    }
}

package uz.fiskaldesk.desk.sending;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.fiscalbox.Advice;

/** Tells FiscalBox to send its stored receipts, if it refuses a payment because it was offline for too long. */
public final class StoredReceiptsModel {
    private final FiscalApi fiscalBox;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final Runnable whenSent;
    private final ReadOnlyBooleanWrapper sending = new ReadOnlyBooleanWrapper();

    /** @param whenSent called after FiscalBox has sent its receipts */
    public StoredReceiptsModel(FiscalApi fiscalBox, NoticeModel notices, BackgroundTasks tasks, Runnable whenSent) {
        this.fiscalBox = fiscalBox;
        this.whenSent = whenSent;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** Whether FiscalBox refused this payment until its stored receipts are sent. */
    public static boolean areRequiredBy(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        return last instanceof Outcome.Rejected && Advice.on(last) == Advice.OFFLINE_TOO_LONG && entry.canRetry();
    }

    /** Whether a request is in progress. */
    public ReadOnlyBooleanProperty sending() {
        return sending.getReadOnlyProperty();
    }

    /** Sends the request in the background and shows the response. */
    public void send() {
        if (sending.get()) {
            return;
        }
        sending.set(true);
        notices.info("kept-receipts.asked");
        tasks.inBackground(
                fiscalBox::sendReceipts,
                answer -> {
                    sending.set(false);
                    Notice.Kind kind = answer instanceof Submission.Done ? Notice.Kind.DONE : Notice.Kind.WARNING;
                    notices.show(kind, messages -> messages.submission(answer));
                    if (answer instanceof Submission.Done) {
                        whenSent.run();
                    }
                },
                () -> sending.set(false));
    }
}

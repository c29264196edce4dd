package uz.fiskaldesk.desk.sending;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.fiscalbox.Advice;

/** Has FiscalBox send the receipts that it keeps, where it refuses because it was offline for too long. */
public final class KeptReceiptsModel {
    private final FiscalApi fiscalBox;
    private final NoticeModel notices;
    private final BackgroundTasks work;
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();

    public KeptReceiptsModel(FiscalApi fiscalBox, NoticeModel notices, BackgroundTasks work) {
        this.fiscalBox = fiscalBox;
        this.notices = notices;
        this.work = work;
    }

    /** Whether this is what FiscalBox wants before it takes the payment. */
    public static boolean areInTheWayOf(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        return last instanceof Outcome.Rejected && Advice.on(last) == Advice.OFFLINE_TOO_LONG && entry.canRetry();
    }

    /** Whether FiscalBox was asked and has not answered yet. */
    public ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** Asks FiscalBox and shows its answer. */
    public void send() {
        if (asking.get()) {
            return;
        }
        asking.set(true);
        notices.info("kept-receipts.asked");
        work.aside(
                fiscalBox::sendReceipts,
                answer -> {
                    asking.set(false);
                    notices.say(
                            answer instanceof Submission.Done ? Notice.Kind.DONE : Notice.Kind.WARNING, words(answer));
                },
                () -> asking.set(false));
    }

    private static LocalizedText words(Submission answer) {
        return wording -> wording.submission(answer);
    }
}

package uz.fiskaldesk.desk.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;

/** Prints the till's last receipt again, for paper that cannot be read. A double click prints once. */
public final class ReprintModel {
    /** The time after a response during which the button has no effect. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final FiscalApi fiscalBox;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final ReadOnlyBooleanWrapper printing = new ReadOnlyBooleanWrapper();
    private Instant last = Instant.EPOCH;

    public ReprintModel(FiscalApi fiscalBox, NoticeModel notices, BackgroundTasks tasks, Clock clock) {
        this.fiscalBox = fiscalBox;
        this.notices = notices;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Whether a request is in progress. */
    public ReadOnlyBooleanProperty printing() {
        return printing.getReadOnlyProperty();
    }

    /** Sends one request in the background and shows the response. */
    public void print() {
        if (printing.get() || !Deadlines.isElapsed(last, PAUSE, clock.instant())) {
            return;
        }
        printing.set(true);
        notices.info("reprint.asked");
        tasks.inBackground(
                fiscalBox::printLastReceipt,
                answer -> {
                    ended();
                    Notice.Kind kind = answer instanceof Submission.Done ? Notice.Kind.DONE : Notice.Kind.WARNING;
                    notices.show(kind, messages -> messages.reprint(answer));
                },
                this::ended);
    }

    private void ended() {
        printing.set(false);
        last = clock.instant();
    }
}

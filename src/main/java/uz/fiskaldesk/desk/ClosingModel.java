package uz.fiskaldesk.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.intake.ImportModel;
import uz.fiskaldesk.desk.list.PaymentListModel;

/**
 * Whether the window may close. The first request says what is under way: a send is waited for, an import goes on, and
 * payments that wait for FiscalBox need nobody to stay. A second request soon after the first is a decision; one that
 * comes later is a new first request. Nothing here blocks, whatever the ledger does.
 */
public final class ClosingModel {
    /** Long enough to read what is said and to close again. */
    static final Duration REPEATED_WITHIN = Duration.ofSeconds(15);

    private enum Obstacle {
        IMPORT,
        SENDING,
        QUEUED
    }

    private record Asked(Obstacle obstacle, Instant at) {}

    private final Sender sender;
    private final PaymentListModel list;
    private final ImportModel importing;
    private final NoticeModel notices;
    private final Clock clock;
    private @Nullable Asked asked;
    private boolean waiting;

    ClosingModel(Sender sender, PaymentListModel list, ImportModel importing, NoticeModel notices, Clock clock) {
        this.sender = sender;
        this.list = list;
        this.importing = importing;
        this.notices = notices;
        this.clock = clock;
    }

    /** Somebody wishes to close the window; false where it has to stay for now, and the cashier was told why. */
    public boolean isGranted() {
        Obstacle obstacle = obstacle();
        boolean repeated = asked != null && asked.obstacle() == obstacle && isRecent(asked.at());
        asked = obstacle == null ? null : new Asked(obstacle, clock.instant());
        return switch (obstacle) {
            case null -> true;
            case IMPORT -> {
                if (repeated) {
                    importing.stop();
                } else {
                    notices.say(
                            Notice.Kind.WARNING, wording -> wording.texts().get("closing.import", importing.taken()));
                }
                yield false;
            }
            case SENDING -> {
                if (!repeated) {
                    waiting = true;
                    // What is queued would else follow what is under way, without end.
                    sender.rest();
                    notices.warn("closing.waits");
                }
                yield repeated;
            }
            case QUEUED -> {
                if (!repeated) {
                    notices.info("closing.queued");
                }
                yield repeated;
            }
        };
    }

    private @Nullable Obstacle obstacle() {
        if (importing.isRunning()) {
            return Obstacle.IMPORT;
        }
        if (sender.underWay() > 0) {
            return Obstacle.SENDING;
        }
        return list.hasQueued() ? Obstacle.QUEUED : null;
    }

    private boolean isRecent(Instant at) {
        Duration since = Duration.between(at, clock.instant());
        return !since.isNegative() && since.compareTo(REPEATED_WITHIN) < 0;
    }

    /** Whether what the request had to wait for has come. */
    public boolean isDue() {
        return waiting && sender.underWay() == 0 && !importing.isRunning();
    }
}

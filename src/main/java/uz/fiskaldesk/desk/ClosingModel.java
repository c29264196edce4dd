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
 * Decides whether the window may close. The first request tells the cashier what is in progress: a confirmation, an
 * import, or payments that are queued for FiscalBox. A second request within {@link #REPEATED_WITHIN} overrides the
 * warning; a later one counts as a first request again. No method blocks.
 */
public final class ClosingModel {
    /** Long enough to read the warning and to close again. */
    static final Duration REPEATED_WITHIN = Duration.ofSeconds(15);

    private enum Obstacle {
        IMPORT,
        SENDING,
        QUEUED
    }

    private record Request(Obstacle obstacle, Instant at) {}

    private final Sender sender;
    private final PaymentListModel list;
    private final ImportModel importing;
    private final NoticeModel notices;
    private final Clock clock;
    private @Nullable Request lastRequest;
    private boolean waiting;

    ClosingModel(Sender sender, PaymentListModel list, ImportModel importing, NoticeModel notices, Clock clock) {
        this.sender = sender;
        this.list = list;
        this.importing = importing;
        this.notices = notices;
        this.clock = clock;
    }

    /** Handles a request to close the window. Returns false if it must stay open for now; the notice says why. */
    public boolean requestClose() {
        Obstacle obstacle = obstacle();
        boolean repeated = lastRequest != null && lastRequest.obstacle() == obstacle && isRecent(lastRequest.at());
        lastRequest = obstacle == null ? null : new Request(obstacle, clock.instant());
        return switch (obstacle) {
            case null -> true;
            case IMPORT -> {
                if (repeated) {
                    importing.stop();
                } else {
                    notices.show(
                            Notice.Kind.WARNING, messages -> messages.texts().get("closing.import", importing.taken()));
                }
                yield false;
            }
            case SENDING -> {
                if (!repeated) {
                    waiting = true;
                    // Otherwise queued payments would follow the current ones and the wait would never end.
                    sender.stopRetries();
                    notices.warning("closing.waits");
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
        if (sender.inFlightCount() > 0) {
            return Obstacle.SENDING;
        }
        return list.hasQueued() ? Obstacle.QUEUED : null;
    }

    private boolean isRecent(Instant at) {
        Duration since = Duration.between(at, clock.instant());
        return !since.isNegative() && since.compareTo(REPEATED_WITHIN) < 0;
    }

    /** Whether a delayed request can be granted now, because everything in progress has finished. */
    public boolean isDelayedCloseDue() {
        return waiting && sender.inFlightCount() == 0 && !importing.isRunning();
    }
}

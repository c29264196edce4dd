package uz.fiskaldesk.desk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
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
    private final PageModel pages;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<@Nullable LocalizedText> question = new ReadOnlyObjectWrapper<>();
    private @Nullable Request lastRequest;
    private boolean waiting;

    ClosingModel(Sender sender, PaymentListModel list, ImportModel importing, PageModel pages, Clock clock) {
        this.sender = sender;
        this.list = list;
        this.importing = importing;
        this.pages = pages;
        this.clock = clock;
        pages.current().subscribe(page -> {
            if (waiting && page != Page.CLOSING) {
                cancel();
            }
        });
    }

    /** The cashier goes on working. */
    private void cancel() {
        waiting = false;
        sender.resumeRetries();
    }

    /** Handles a request to close the window. Returns false if it must stay open for now; the page {@link Page#CLOSING} says why. */
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
                    ask(messages -> messages.texts().get("closing.import", importing.taken()));
                }
                yield false;
            }
            case SENDING -> {
                if (!repeated) {
                    waiting = true;
                    // Otherwise queued payments would follow the current ones and the wait would never end.
                    sender.stopRetries();
                    ask(LocalizedText.of("closing.waits"));
                }
                yield repeated;
            }
            case QUEUED -> {
                if (!repeated) {
                    ask(LocalizedText.of("closing.queued"));
                }
                yield repeated;
            }
        };
    }

    private void ask(LocalizedText text) {
        question.set(text);
        pages.open(Page.CLOSING);
    }

    /** What is in progress, for the page that asks whether to close nevertheless; null before the first request. */
    public ReadOnlyObjectProperty<@Nullable LocalizedText> question() {
        return question.getReadOnlyProperty();
    }

    /** Handles the cashier's decision to close nevertheless; returns whether the window may close now. */
    public boolean closeNevertheless() {
        pages.back();
        Obstacle obstacle = obstacle();
        lastRequest = obstacle == null ? null : new Request(obstacle, clock.instant());
        return requestClose();
    }

    private @Nullable Obstacle obstacle() {
        if (importing.isRunning()) {
            return Obstacle.IMPORT;
        }
        if (sender.inFlightCount() > 0) {
            return Obstacle.SENDING;
        }
        return list.totals().hasQueued() ? Obstacle.QUEUED : null;
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

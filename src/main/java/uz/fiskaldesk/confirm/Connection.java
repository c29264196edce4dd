package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/**
 * Whether FiscalBox can be expected to answer, as attempts and questions have shown. What is sent by itself keeps to it:
 * nothing goes while FiscalBox is not known to be there, one payment goes when it says that it is back, and the rest
 * follows once that one got a definite answer. So neither a shop without network nor a FiscalBox that is broken is
 * flooded, and a FiscalBox that hangs puts one payment in doubt and not the whole queue. Safe for use by several
 * threads.
 */
public final class Connection {
    /** How many payments may be sent by themselves. */
    enum Way {
        SHUT,
        /** FiscalBox says that it is there; one payment at a time finds out. */
        ONE,
        OPEN
    }

    /** A FiscalBox that has no {@code /info/}, or lies about itself, is tried with a payment this often. */
    static final Duration TRY_ANYWAY = Duration.ofMinutes(1);

    private final RetrySchedule schedule;
    private Way way = Way.SHUT;
    private boolean asking;
    private boolean back;
    private int failures;
    private int questions;
    private Instant nextQuestion = Instant.EPOCH;
    private @Nullable Instant nextTryAnyway;

    Connection(RetrySchedule schedule) {
        this.schedule = schedule;
    }

    /** An attempt has ended so. */
    synchronized void heard(Outcome outcome, Instant now) {
        switch (outcome) {
            case Outcome.Confirmed _, Outcome.Rejected _ -> {
                back |= way == Way.SHUT;
                way = Way.OPEN;
                failures = 0;
                questions = 0;
            }
            case Outcome.NotSent notSent
            when notSent.reason() == NotSentReason.TOO_MANY_REQUESTS ->
                shut(now, schedule.delay(1, notSent.retryAfter()));
            case Outcome.NotSent _, Outcome.Unknown _ -> {
                // Of several that failed beside each other only the first says something new.
                if (way != Way.SHUT) {
                    shut(now, failures == 0 ? Duration.ZERO : schedule.delay(failures, null));
                    failures++;
                }
            }
        }
    }

    private void shut(Instant now, Duration pause) {
        Instant again = now.plus(pause);
        way = Way.SHUT;
        questions = 0;
        nextQuestion = again.isAfter(nextQuestion) || isDue(nextQuestion, now) ? again : nextQuestion;
        Instant anyway = now.plus(TRY_ANYWAY);
        nextTryAnyway = anyway.isAfter(nextQuestion) ? anyway : nextQuestion;
    }

    /** Whether FiscalBox is to be asked now if it is there; then {@link #answered} has to follow. */
    synchronized boolean isToBeAsked(Instant now) {
        if (way != Way.SHUT || asking || !isDue(nextQuestion, now)) {
            return false;
        }
        asking = true;
        return true;
    }

    /** What FiscalBox said to the question. */
    synchronized void answered(TillInfo info, Instant now) {
        asking = false;
        if (info instanceof TillInfo.Up) {
            if (way == Way.SHUT && isDue(nextQuestion, now)) {
                way = Way.ONE;
                back = true;
            }
        } else {
            questions++;
            nextQuestion = now.plus(schedule.untilAsked(questions));
        }
    }

    private static boolean isDue(Instant at, Instant now) {
        return Waits.isDue(at, RetrySchedule.FURTHEST, now);
    }

    synchronized Way way() {
        return way;
    }

    /** Whether FiscalBox has come back since this was asked last. */
    synchronized boolean hasComeBack() {
        boolean news = back;
        back = false;
        return news;
    }

    /** Whether one payment is to be sent although FiscalBox does not say that it is there; true once in a while. */
    synchronized boolean isToBeTriedAnyway(Instant now) {
        Instant next = nextTryAnyway;
        if (way != Way.SHUT || (next != null && !isDue(next, now))) {
            return false;
        }
        nextTryAnyway = now.plus(TRY_ANYWAY);
        return next != null;
    }
}

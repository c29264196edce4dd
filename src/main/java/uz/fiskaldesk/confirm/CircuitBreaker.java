package uz.fiskaldesk.confirm;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/**
 * A circuit breaker for automatic retries. While it is open, nothing is retried and FiscalBox is only probed with
 * {@code /info/}. When a probe succeeds, one payment is sent; its definite answer closes the circuit. So neither a shop
 * without network nor a broken FiscalBox is flooded, and a FiscalBox that hangs makes one payment unknown instead of
 * the whole queue. Thread-safe.
 */
final class CircuitBreaker {
    /** The standard states of a circuit breaker. */
    enum State {
        /** Payments are retried. */
        CLOSED,
        /** Nothing is retried. The initial state. */
        OPEN,
        /** A probe has succeeded; one payment at a time is retried. */
        HALF_OPEN
    }

    /** The interval at which one payment is sent although probes fail: {@code /info/} may be missing or wrong. */
    static final Duration TRIAL_INTERVAL = Duration.ofMinutes(1);

    private final RetryBackoff schedule;
    private State state = State.OPEN;
    private boolean probing;
    private boolean recovered;
    private int failures;
    private int failedProbes;
    private Instant nextProbe = Instant.EPOCH;
    private @Nullable Instant nextTrial;

    CircuitBreaker(RetryBackoff schedule) {
        this.schedule = schedule;
    }

    /** Records the outcome of an attempt. */
    synchronized void attempted(Outcome outcome, Instant now) {
        switch (outcome) {
            case Outcome.Confirmed _, Outcome.Rejected _ -> {
                recovered |= state == State.OPEN;
                state = State.CLOSED;
                failures = 0;
                failedProbes = 0;
            }
            case Outcome.NotSent notSent
            when notSent.reason() == NotSentReason.TOO_MANY_REQUESTS ->
                open(now, schedule.delay(1, notSent.retryAfter()));
            case Outcome.NotSent _, Outcome.Unknown _ -> {
                // Only the first of several concurrent failures counts.
                if (state != State.OPEN) {
                    open(now, failures == 0 ? Duration.ZERO : schedule.delay(failures, null));
                    failures++;
                }
            }
        }
    }

    private void open(Instant now, Duration pause) {
        Instant end = now.plus(pause);
        state = State.OPEN;
        failedProbes = 0;
        nextProbe = end.isAfter(nextProbe) || isDue(nextProbe, now) ? end : nextProbe;
        Instant trial = now.plus(TRIAL_INTERVAL);
        nextTrial = trial.isAfter(nextProbe) ? trial : nextProbe;
    }

    /** Whether a probe is due. If so, the caller must send it and call {@link #probed}. */
    synchronized boolean startProbe(Instant now) {
        if (state != State.OPEN || probing || !isDue(nextProbe, now)) {
            return false;
        }
        probing = true;
        return true;
    }

    /** Records the result of a probe. */
    synchronized void probed(TillInfo info, Instant now) {
        probing = false;
        if (info instanceof TillInfo.Up) {
            if (state == State.OPEN && isDue(nextProbe, now)) {
                state = State.HALF_OPEN;
                recovered = true;
            }
        } else {
            failedProbes++;
            nextProbe = now.plus(schedule.probeDelay(failedProbes));
        }
    }

    private static boolean isDue(Instant at, Instant now) {
        return Deadlines.isDue(at, RetryBackoff.FURTHEST, now);
    }

    synchronized State state() {
        return state;
    }

    /** Whether the circuit has left OPEN since the last call. */
    synchronized boolean takeRecovered() {
        boolean result = recovered;
        recovered = false;
        return result;
    }

    /** Whether one payment is to be sent although the circuit is open; true once per interval. */
    synchronized boolean startTrial(Instant now) {
        Instant next = nextTrial;
        if (state != State.OPEN || (next != null && !isDue(next, now))) {
            return false;
        }
        nextTrial = now.plus(TRIAL_INTERVAL);
        return next != null;
    }
}

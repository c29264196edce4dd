package uz.fiskaldesk.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs faster than the system's, the same in all processes that are given the same start. */
final class FastClock extends Clock {
    private final Instant start;
    private final int factor;

    /** @param start when both clocks showed the same time */
    FastClock(Instant start, int factor) {
        this.start = start;
        this.factor = factor;
    }

    Instant start() {
        return start;
    }

    @Override
    public Instant instant() {
        return start.plus(Duration.between(start, Instant.now()).multipliedBy(factor));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("zones are not supported");
    }
}

package uz.fiskaldesk.fiscalbox;

import java.time.Duration;

/**
 * How long to wait.
 *
 * @param connect until a connection stands, TLS not included
 * @param answer from the start, connecting included, to the last byte of the answer
 */
public record Timeouts(Duration connect, Duration answer) {
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));
}

package uz.fiskaldesk.fiscalbox;

import java.time.Duration;

/**
 * Timeouts of a request.
 *
 * @param connect until the TCP connection is established, without TLS
 * @param answer from the start, including the connection, to the last byte of the answer
 */
public record Timeouts(Duration connect, Duration answer) {
    public static final Timeouts DEFAULT = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));
}

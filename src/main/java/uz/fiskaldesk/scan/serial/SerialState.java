package uz.fiskaldesk.scan.serial;

/** The state of the scanner on a serial port. {@link Missing} and {@link Busy} are retried every second. */
public sealed interface SerialState {
    /** No port is configured. */
    record Off() implements SerialState {}

    /** The port is open. */
    record Ready(String path) implements SerialState {}

    /** There is no such port: the scanner is unplugged, or connected to another port. */
    record Missing(String path) implements SerialState {}

    /** The port exists but does not open: another program uses it, or access is denied. */
    record Busy(String path) implements SerialState {}

    /** The native library cannot be used on this computer. */
    record Unsupported() implements SerialState {}
}

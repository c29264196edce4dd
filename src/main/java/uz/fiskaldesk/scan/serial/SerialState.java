package uz.fiskaldesk.scan.serial;

/** How the scanner on a serial port stands. What is wrong is tried again every second. */
public sealed interface SerialState {
    /** None is set. */
    record Off() implements SerialState {}

    /** It is open; scans come when somebody scans. */
    record Ready(String path) implements SerialState {}

    /** There is no such port: unplugged, or on another one. */
    record Missing(String path) implements SerialState {}

    /** It is there and does not open: another program has it, or this one may not. */
    record Busy(String path) implements SerialState {}

    /** The native library does not run on this computer. */
    record Unsupported() implements SerialState {}
}

package uz.fiskaldesk.intake;

/** Thrown by a {@link RowSink} that needs no more rows. */
final class StopReadingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StopReadingException() {
        super(null, null, false, false);
    }
}

package uz.fiskaldesk.cli;

/** Thrown when a command does not do what was requested; the message is one sentence for the user. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sentence;

    RefusedException(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    /** Creates a refusal because of invalid usage or input. */
    RefusedException(String sentence) {
        this(ExitCode.REFUSED, sentence);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String sentence() {
        return sentence;
    }
}

package uz.fiskaldesk.cli;

/** A command does not do what was asked, and says why in one sentence. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sentence;

    RefusedException(ExitCode exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    /** Wrong use, or input refused. */
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

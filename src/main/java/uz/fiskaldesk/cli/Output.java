package uz.fiskaldesk.cli;

import java.io.PrintWriter;

/** Prints results to standard output and messages to standard error. Thread-safe; lines are not interleaved. */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private int shownProgress;

    Output(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Prints a result for programs, unchanged. */
    void json(String line) {
        out.print(line + "\n");
    }

    /** Prints a result for users. */
    void result(String line) {
        progress("");
        out.print(printable(line) + "\n");
    }

    /** Prints a message that is not part of the result: a question, a reason or advice. */
    void say(String sentence) {
        progress("");
        out.flush();
        err.print(printable(sentence) + "\n");
        err.flush();
    }

    /** Replaces the progress that the last line of the terminal shows; a blank text removes it. */
    void progress(String text) {
        if (shownProgress > 0 || !text.isEmpty()) {
            out.flush();
            err.print("\r" + " ".repeat(shownProgress) + "\r" + printable(text));
            err.flush();
            shownProgress = text.length();
        }
    }

    /** An output for the same terminal that prints results as messages, for a command whose result is one document. */
    Output messagesOnly() {
        return new Output(err, err);
    }

    void flush() {
        out.flush();
    }

    /** Flushes and returns whether the reader of the output has closed it, as {@code | head} does. */
    boolean isClosed() {
        return out.checkError();
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /**
     * Replaces characters that could control the terminal or change the text direction, because notes and messages come
     * from outside.
     */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean unsafe = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            printable.appendCodePoint(unsafe ? '\ufffd' : c);
        });
        return printable.toString();
    }
}

package uz.fiskaldesk.cli;

import java.io.PrintWriter;

/**
 * Where a command prints: results to standard output, messages to standard error. Safe for use by several threads, each
 * line stays whole.
 */
final class Screen {
    private final PrintWriter out;
    private final PrintWriter err;

    Screen(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** A line for programs, as it is. */
    void json(String line) {
        out.print(line + "\n");
    }

    /** A line for people. */
    void result(String line) {
        out.print(printable(line) + "\n");
    }

    /** Something that is not the result: a question, a reason, advice. */
    void say(String sentence) {
        out.flush();
        err.print(printable(sentence) + "\n");
        err.flush();
    }

    void flush() {
        out.flush();
    }

    /** Whether whoever read the results has gone, as {@code | head} does. Flushes. */
    boolean nobodyReads() {
        return out.checkError();
    }

    PrintWriter out() {
        return out;
    }

    /** Notes and messages come from outside, and must not steer a terminal or turn the direction of its text. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean steers = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
            printable.appendCodePoint(steers ? '\ufffd' : c);
        });
        return printable.toString();
    }
}

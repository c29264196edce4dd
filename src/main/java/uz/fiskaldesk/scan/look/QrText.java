package uz.fiskaldesk.scan.look;

import java.util.List;

/**
 * A code that was read.
 *
 * @param text what it says
 * @param outline the corners of the code in the picture, in order around it; good to a module or two
 * @param look what read it, for the benchmark and the log
 */
public record QrText(String text, List<Corner> outline, String look) {
    public QrText {
        outline = List.copyOf(outline);
    }

    /** The same code in a picture {@code factor} times as large. */
    public QrText scaled(double factor) {
        return new QrText(text, outline.stream().map(c -> c.scaled(factor)).toList(), look);
    }

    /** The same code in a picture that begins {@code dx} and {@code dy} pixels further left and up. */
    public QrText shifted(double dx, double dy) {
        return new QrText(text, outline.stream().map(c -> c.shifted(dx, dy)).toList(), look);
    }

    /** The same code, credited to another look. */
    public QrText by(String name) {
        return new QrText(text, outline, name);
    }
}

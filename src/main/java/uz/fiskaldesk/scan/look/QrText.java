package uz.fiskaldesk.scan.look;

import java.util.List;

/**
 * A decoded QR code.
 *
 * @param outline the corners of the code in the picture, in order around it; accurate to a module or two
 * @param decoder the name of the decoder, for the benchmark and the log
 */
public record QrText(String text, List<Corner> outline, String decoder) {
    public QrText {
        outline = List.copyOf(outline);
    }

    /** The same code in a picture {@code factor} times as large. */
    public QrText scaled(double factor) {
        return new QrText(text, outline.stream().map(c -> c.scaled(factor)).toList(), decoder);
    }

    /** The same code with another decoder's name. */
    QrText decodedBy(String name) {
        return new QrText(text, outline, name);
    }
}

package uz.fiskaldesk.scan.decoder;

import java.util.List;

/**
 * A decoded QR code.
 *
 * @param outline the corners of the code in the picture, in order around it; accurate to a module or two
 * @param decoder the name of the decoder, for the benchmark and the log
 */
public record DecodedCode(String text, List<Corner> outline, String decoder) {
    public DecodedCode {
        outline = List.copyOf(outline);
    }

    /** The same code in a picture {@code factor} times as large. */
    public DecodedCode scaled(double factor) {
        return new DecodedCode(text, outline.stream().map(c -> c.scaled(factor)).toList(), decoder);
    }

    /** The same code in a picture of which this one is a part, whose upper left corner is at the given pixels. */
    public DecodedCode shifted(double left, double top) {
        return new DecodedCode(
                text, outline.stream().map(c -> c.shifted(left, top)).toList(), decoder);
    }
}

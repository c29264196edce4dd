package uz.fiskaldesk.scan.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Assembles the bytes of a scanner to texts, which end with CR, LF, both, ETX, or a pause. For one thread. */
final class SerialLines {
    /** More than a QR code can hold. */
    private static final int MAX_LENGTH = 8_000;

    private static final int ETX = 3;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Adds bytes; returns the texts that they complete. */
    List<String> add(byte[] bytes, int count) {
        List<String> complete = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (b == '\r' || b == '\n' || b == ETX) {
                end().ifPresent(complete::add);
            } else if (line.size() < MAX_LENGTH) {
                line.write(b);
            }
        }
        return complete;
    }

    /** Ends the current text after a pause. */
    Optional<String> pause() {
        return end();
    }

    private Optional<String> end() {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        // Control characters such as STX are not part of the text.
        String visible = text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return visible.isEmpty() ? Optional.empty() : Optional.of(visible);
    }
}

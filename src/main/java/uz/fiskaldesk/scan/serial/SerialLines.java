package uz.fiskaldesk.scan.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the bytes of a scanner together to texts, which end with CR, LF, both, ETX, or with silence. For one thread. */
final class SerialLines {
    /** No code holds more; a device that sends so much without an end is no scanner. */
    private static final int LONGEST = 8_000;

    private static final int ETX = 3;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** The texts that these bytes complete. */
    List<String> take(byte[] bytes, int count) {
        List<String> complete = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (b == '\r' || b == '\n' || b == ETX) {
                end().ifPresent(complete::add);
            } else if (line.size() < LONGEST) {
                line.write(b);
            }
        }
        return complete;
    }

    /** No byte came for a while: what has come is a text. */
    Optional<String> silence() {
        return end();
    }

    private Optional<String> end() {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        // What controls the line, such as STX, is no text.
        String visible = text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return visible.isEmpty() ? Optional.empty() : Optional.of(visible);
    }
}

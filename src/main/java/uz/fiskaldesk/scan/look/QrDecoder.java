package uz.fiskaldesk.scan.look;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * One way to look for QR codes in a picture. A look is used by one thread at a time: some keep buffers between pictures.
 */
public interface Look {
    /** For the benchmark's table and the log. */
    String name();

    /** The codes seen; empty where there are none, or none that can be read this way. */
    List<QrText> look(Luminance picture);

    /** As {@link #look(Luminance)}, but a look that takes many steps begins none after the deadline. */
    default List<QrText> look(Luminance picture, Deadline deadline) {
        return look(picture);
    }

    /** Whether one look sees all codes that it can read; others see one, and are asked again when that is covered. */
    default boolean seesAll() {
        return false;
    }
}

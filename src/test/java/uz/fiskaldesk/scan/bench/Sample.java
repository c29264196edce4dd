package uz.fiskaldesk.scan.bench;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/**
 * A picture for the benchmark.
 *
 * @param name identifies the picture
 * @param group column of the table: a level, or the kind of a picture that must not be read
 * @param expected the text; empty where nothing may be read
 * @param degradations the strong ones, for the second table
 */
record Sample(String name, String group, String expected, List<String> degradations, Luminance picture) {
    Sample {
        degradations = List.copyOf(degradations);
    }

    String size() {
        return picture.width() + "×" + picture.height();
    }
}

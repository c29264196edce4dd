package uz.fiskaldesk.scan.bench;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** A reader that takes part. */
interface Contender {
    String name();

    /** What it reads in a picture. */
    Answer read(Luminance picture);

    /**
     * An answer.
     *
     * @param texts of all codes
     * @param look that found the first, where the reader tells
     */
    record Answer(List<String> texts, String look) {
        static final Answer NOTHING = new Answer(List.of(), "");

        public Answer {
            texts = List.copyOf(texts);
        }
    }
}

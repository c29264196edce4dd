package uz.fiskaldesk.scan.bench;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** A reader in the benchmark. */
interface Contender {
    String name();

    /** Reads a picture. */
    Answer read(Luminance picture);

    /**
     * A result.
     *
     * @param texts of all codes
     * @param look the name of the decoder that found the first, where known
     */
    record Answer(List<String> texts, String look) {
        static final Answer NOTHING = new Answer(List.of(), "");

        public Answer {
            texts = List.copyOf(texts);
        }
    }
}

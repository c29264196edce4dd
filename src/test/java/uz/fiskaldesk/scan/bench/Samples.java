package uz.fiskaldesk.scan.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** A sequence of pictures that are not all in memory at once. */
interface Samples {
    void forEach(Consumer<Sample> taker) throws IOException;
}

package uz.fiskaldesk.scan.bench;

import java.io.IOException;
import java.util.function.Consumer;

/** Pictures one after another, so that thousands need not be in the memory. */
interface Samples {
    void forEach(Consumer<Sample> taker) throws IOException;
}

package uz.fiskaldesk.scan.decoder;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** A method of decoding QR codes in a picture. For one thread at a time, as some keep buffers between pictures. */
public interface QrDecoder {
    /** For the benchmark's table and the log. */
    String name();

    /**
     * The codes that were decoded; empty where none could be.
     *
     * @param deadline a decoder that takes many steps begins none after it
     */
    List<DecodedCode> decode(Luminance picture, Deadline deadline);

    /** Whether one call finds all codes. Other decoders find one, and are called again after it has been erased. */
    default boolean findsAll() {
        return false;
    }
}

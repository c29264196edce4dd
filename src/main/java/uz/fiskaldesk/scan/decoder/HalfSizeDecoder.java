package uz.fiskaldesk.scan.decoder;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** Applies another decoder to the picture at half its size, where noise, speckle and missing print lines are averaged. */
public final class HalfSizeDecoder implements QrDecoder {
    private final QrDecoder decoder;

    public HalfSizeDecoder(QrDecoder decoder) {
        this.decoder = decoder;
    }

    @Override
    public String name() {
        return decoder.name() + " ½";
    }

    @Override
    public List<DecodedCode> decode(Luminance picture, Deadline deadline) {
        return decoder.decode(picture.half(), deadline).stream()
                .map(code -> code.scaled(2).decodedBy(name()))
                .toList();
    }
}

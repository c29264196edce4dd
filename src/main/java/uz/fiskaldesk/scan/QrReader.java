package uz.fiskaldesk.scan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import uz.fiskaldesk.scan.decoder.CodeEraser;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.decoder.QrDecoder;
import uz.fiskaldesk.scan.decoder.ZxingDecoder;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.SoliqDecoder;

/**
 * Reads QR codes with the wanted text from a picture: fast decoders first, slower ones while there is time. Other codes
 * are erased, so that they do not hide a wanted one.
 *
 * <p>For one thread at a time, as the decoders keep buffers. Construction is cheap.
 */
public final class QrReader {
    /** Limits how often one decoder is repeated on a picture. */
    private static final int MAX_CODES = 6;

    /** Pixels, somewhat more than a full HD camera frame; larger pictures are also searched at reduced sizes. */
    private static final int LARGE = 2_500_000;

    /** Pixels; above, the slow decoders would only find modules of one or two pixels more. */
    private static final int TOO_LARGE_FOR_SLOW = 4_000_000;

    private final Predicate<String> wanted;
    private final List<QrDecoder> fast;
    private final List<QrDecoder> slow;

    private QrReader(Predicate<String> wanted, List<QrDecoder> fast, List<QrDecoder> slow) {
        this.wanted = wanted;
        this.fast = fast;
        this.slow = slow;
    }

    /**
     * A reader. The contribution of each decoder is measured in packaging/docs/reading.md.
     *
     * @param wanted whether a text is the URL of a receipt; other texts are returned as other codes
     * @param clock limits the years of issue
     */
    public static QrReader forReceipts(Predicate<String> wanted, Clock clock) {
        return new QrReader(
                wanted, List.of(ZxingDecoder.HYBRID_HALF, ZxingDecoder.ADAPTIVE_40), List.of(new SoliqDecoder(clock)));
    }

    /** The same reader without one decoder, to measure its contribution. */
    public QrReader without(String decoder) {
        return new QrReader(wanted, others(fast, decoder), others(slow, decoder));
    }

    private static List<QrDecoder> others(List<QrDecoder> decoders, String name) {
        return decoders.stream().filter(decoder -> !decoder.name().equals(name)).toList();
    }

    /** Applies the fast decoders only, for every frame of a camera: about 6 ms at 1280×720 where nothing is found. */
    public Reading readFrame(Luminance frame) {
        Search search = new Search(frame, Deadline.never());
        search.run(fast);
        return search.reading();
    }

    /**
     * Applies all decoders until a wanted code is found or the deadline has passed; the current decoder returns soon after.
     * A large picture is searched at smaller sizes first, as most codes in photos are large. The fast decoders are applied to
     * all sizes before the slow ones. Where nothing was found, the smallest size is searched once more with black and white
     * exchanged, as screens in dark mode show inverted codes.
     */
    public Reading read(Luminance picture, Deadline deadline) {
        List<Luminance> sizes = new ArrayList<>(List.of(picture));
        while (pixels(sizes.getFirst()) > LARGE) {
            sizes.addFirst(sizes.getFirst().half());
        }
        List<Search> searches =
                sizes.stream().map(size -> new Search(size, deadline)).toList();
        for (List<QrDecoder> decoders : List.of(fast, slow)) {
            for (Search search : searches) {
                if (search.run(pixels(search.picture) <= TOO_LARGE_FOR_SLOW ? decoders : forLargest(decoders))) {
                    return search.reading().scaled(picture.width() / (double) search.width);
                }
            }
        }
        if (!deadline.passed() && searches.stream().allMatch(Search::isEmpty)) {
            Search inverted = new Search(sizes.getFirst().inverted(), deadline);
            if (inverted.run(fast) || inverted.run(slow)) {
                return inverted.reading().scaled(picture.width() / (double) inverted.width);
            }
        }
        return searches.getLast().reading();
    }

    /** The last fast decoder only: the others work at half the size, which is searched anyway. */
    private List<QrDecoder> forLargest(List<QrDecoder> decoders) {
        return decoders.equals(fast) ? List.of(fast.getLast()) : List.of();
    }

    private static long pixels(Luminance picture) {
        return (long) picture.width() * picture.height();
    }

    /** The search in one picture. */
    private final class Search {
        private final Deadline deadline;
        private final List<DecodedCode> found = new ArrayList<>();
        private final List<DecodedCode> others = new ArrayList<>();
        private final int width;
        private Luminance picture;

        Search(Luminance picture, Deadline deadline) {
            this.width = picture.width();
            this.picture = picture;
            this.deadline = deadline;
        }

        /** Returns true when a wanted code was found. */
        boolean run(List<QrDecoder> decoders) {
            for (QrDecoder decoder : decoders) {
                if (deadline.passed()) {
                    break;
                }
                if (run(decoder)) {
                    return true;
                }
            }
            return false;
        }

        /** Repeats one decoder until it finds no more codes. */
        private boolean run(QrDecoder decoder) {
            for (int round = 0; round < (decoder.findsAll() ? 1 : MAX_CODES); round++) {
                List<DecodedCode> codes = decoder.decode(picture, deadline);
                if (codes.isEmpty()) {
                    break;
                }
                codes.forEach(this::add);
            }
            return !found.isEmpty();
        }

        private void add(DecodedCode code) {
            List<DecodedCode> kind = wanted.test(code.text()) ? found : others;
            if (kind.stream().noneMatch(known -> known.text().equals(code.text()))) {
                kind.add(code);
            }
            picture = CodeEraser.erase(picture, code.outline());
        }

        boolean isEmpty() {
            return found.isEmpty() && others.isEmpty();
        }

        Reading reading() {
            return Reading.of(found, others);
        }
    }
}

package uz.fiskaldesk.scan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import uz.fiskaldesk.scan.look.Cover;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.HalfSize;
import uz.fiskaldesk.scan.look.Look;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.look.SeveralCodesLook;
import uz.fiskaldesk.scan.look.Threshold;
import uz.fiskaldesk.scan.look.ZxingLook;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.SoliqLook;

/**
 * Reads the wanted QR code out of a picture: cheap looks first, deeper ones while there is time. It returns texts that
 * were decoded whole and that the predicate wants, or none; codes of other kinds are painted over and looked past.
 *
 * <p>One thread at a time: the looks keep buffers. Constructing one is cheap.
 */
public final class QrReader {
    /** Codes painted over in one look before it is left: a sheet of stickers is no receipt. */
    private static final int MAX_CODES = 6;

    /** Pixels: a full camera frame and a little more. */
    private static final int LARGE = 2_500_000;

    private final Predicate<String> wanted;
    private final List<Look> fast;
    private final List<Look> deeper;

    private QrReader(Predicate<String> wanted, List<Look> fast, List<Look> deeper) {
        this.wanted = wanted;
        this.fast = fast;
        this.deeper = deeper;
    }

    /**
     * A reader that looks for receipts only.
     *
     * @param receipt says of a text whether it is the URL of a Soliq receipt
     * @param clock tells of which years receipts can be
     */
    public static QrReader forReceipts(Predicate<String> receipt, Clock clock) {
        List<Look> fast = List.of(
                new HalfSize(new ZxingLook("hybrid", Threshold.hybrid(), false)),
                new ZxingLook("adaptive 40", Threshold.adaptive(40), false));
        List<Look> deeper = new ArrayList<>(List.of(new SoliqLook(clock)));
        deeper.addAll(deeperLooks());
        return new QrReader(receipt, fast, deeper);
    }

    /** A reader of any QR code, whatever it says. */
    public static QrReader forAnyText(Clock clock) {
        List<Look> deeper = new ArrayList<>(List.of(
                new ZxingLook("adaptive 40", Threshold.adaptive(40), false),
                new HalfSize(new ZxingLook("hybrid", Threshold.hybrid(), true)),
                new SoliqLook(clock)));
        deeper.addAll(deeperLooks());
        return new QrReader(text -> true, List.of(new ZxingLook("hybrid", Threshold.hybrid(), false)), deeper);
    }

    /** What each is worth stands in packaging/docs/reading.md. */
    private static List<Look> deeperLooks() {
        return List.of(
                new ZxingLook("global", Threshold.global(), false),
                new ZxingLook("adaptive 10", Threshold.adaptive(10), true),
                new SeveralCodesLook(Threshold.hybrid()));
    }

    /** The same without one look, to measure what it is worth. */
    public QrReader without(String look) {
        return new QrReader(wanted, others(fast, look), others(deeper, look));
    }

    private static List<Look> others(List<Look> looks, String name) {
        return looks.stream().filter(look -> !look.name().equals(name)).toList();
    }

    /** The cheap looks alone, for every frame of a camera: some 6 ms at 1280×720 where nothing is found. */
    public Reading readFrame(Luminance frame) {
        Search search = new Search(frame, Deadline.never());
        search.run(fast);
        return search.reading();
    }

    /**
     * All looks, until something is found or the deadline has passed; the look under way ends soon after. A large picture
     * is looked at in smaller sizes first, as most codes in photos of phones are large; the cheap looks see all sizes before
     * the deeper ones begin. Where nothing was found the cheap looks see the picture with black and white exchanged, as
     * screens in dark mode show codes.
     */
    public Reading read(Luminance picture, Deadline deadline) {
        List<Luminance> sizes = new ArrayList<>(List.of(picture));
        while ((long) sizes.getFirst().width() * sizes.getFirst().height() > LARGE) {
            sizes.addFirst(sizes.getFirst().half());
        }
        List<Search> searches =
                sizes.stream().map(size -> new Search(size, deadline)).toList();
        for (List<Look> looks : List.of(fast, deeper)) {
            for (Search search : searches) {
                if (search.run(looks)) {
                    return search.reading().scaled(picture.width() / (double) search.width);
                }
            }
        }
        Reading plain = searches.getLast().reading();
        if (deadline.passed() || !searches.getLast().isEmpty()) {
            return plain;
        }
        for (Luminance size : sizes) {
            Search dark = new Search(size.inverted(), deadline);
            if (dark.run(fast)) {
                return dark.reading().scaled(picture.width() / (double) dark.width);
            }
        }
        return plain;
    }

    /** One picture on its way through the looks. */
    private final class Search {
        private final Deadline deadline;
        private final List<QrText> found = new ArrayList<>();
        private final List<QrText> others = new ArrayList<>();
        private final int width;
        private Luminance picture;

        Search(Luminance picture, Deadline deadline) {
            this.width = picture.width();
            this.picture = picture;
            this.deadline = deadline;
        }

        /** True when something wanted was found. */
        boolean run(List<Look> looks) {
            for (Look look : looks) {
                if (deadline.passed()) {
                    break;
                }
                if (useUp(look)) {
                    return true;
                }
            }
            return false;
        }

        /** Lets one look see the picture until it sees nothing new in it. */
        private boolean useUp(Look look) {
            for (int round = 0; round < (look.seesAll() ? 1 : MAX_CODES); round++) {
                List<QrText> seen = look.look(picture, deadline);
                if (seen.isEmpty()) {
                    break;
                }
                seen.forEach(this::take);
            }
            return !found.isEmpty();
        }

        private void take(QrText code) {
            List<QrText> kind = wanted.test(code.text()) ? found : others;
            if (kind.stream().noneMatch(known -> known.text().equals(code.text()))) {
                kind.add(code);
            }
            picture = Cover.over(picture, code.outline());
        }

        boolean isEmpty() {
            return found.isEmpty() && others.isEmpty();
        }

        Reading reading() {
            return Reading.of(found, others);
        }
    }
}

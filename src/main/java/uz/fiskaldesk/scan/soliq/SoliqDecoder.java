package uz.fiskaldesk.scan.soliq;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.Look;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.Luminance;

/** Looks for codes of Soliq receipts, knowing what it reads; other codes that it meets are read as well as may be. */
public final class SoliqLook implements Look {
    private static final int MARKS = 24;
    /**
     * Side of a module, pixels. Most codes have modules larger than the second; smaller ones are looked for when there is
     * none, for they take as long as all larger ones together.
     */
    private static final double SMALLEST = 1.7;

    private static final double COMMON = SMALLEST * FinderSearch.STEP * FinderSearch.STEP;
    private static final double LARGEST = 14;

    /** Pixels: 37 modules of the smallest size that is looked for, and the interpolation's neighbours. */
    private static final int SMALLEST_SIDE = 48;

    private final FinderSearch finders = new FinderSearch();
    private final SoliqDecoder decoder;

    /** @param clock limits the years that receipts can be of */
    public SoliqLook(Clock clock) {
        decoder = new SoliqDecoder(new Templates(clock));
    }

    @Override
    public String name() {
        return "soliq";
    }

    @Override
    public List<QrText> look(Luminance picture) {
        return look(picture, Deadline.never());
    }

    @Override
    public List<QrText> look(Luminance picture, Deadline deadline) {
        if (Math.min(picture.width(), picture.height()) < SMALLEST_SIDE) {
            return List.of();
        }
        GreyPyramid pyramid = new GreyPyramid(picture);
        List<FinderMark> common = finders.search(pyramid, COMMON, LARGEST, deadline);
        List<ReadCode> codes = decoder.decode(pyramid, FinderSearch.apart(common, MARKS), Double.MAX_VALUE, deadline);
        if (codes.stream().noneMatch(ReadCode::isReceipt)) {
            List<FinderMark> all = new ArrayList<>(common);
            all.addAll(finders.search(pyramid, SMALLEST, COMMON - 1e-6, deadline));
            all.removeIf(mark -> codes.stream().anyMatch(code -> code.covers(mark)));
            codes.addAll(decoder.decode(pyramid, FinderSearch.apart(all, MARKS), COMMON - 1e-6, deadline));
        }
        return codes.stream()
                .map(code -> new QrText(code.text(), code.outline(), code.look()))
                .toList();
    }

    @Override
    public boolean seesAll() {
        return true;
    }
}

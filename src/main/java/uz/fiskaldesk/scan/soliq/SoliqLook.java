package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.Look;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.Luminance;

/** Looks for codes of Soliq receipts, knowing what it reads. */
public final class SoliqLook implements Look {
    private static final int MARKS = 24;
    /** Pixels: 37 modules of the smallest size that is looked for, and the interpolation's neighbours. */
    private static final int SMALLEST_SIDE = 48;

    private final FinderSearch finders = new FinderSearch();
    private final SoliqDecoder decoder = new SoliqDecoder(new Templates());

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
        List<FinderMark> marks = finders.search(pyramid, MARKS, deadline);
        return decoder.decode(pyramid, marks, deadline).stream()
                .map(code -> new QrText(code.text(), code.outline(), name()))
                .toList();
    }

    @Override
    public boolean seesAll() {
        return true;
    }
}

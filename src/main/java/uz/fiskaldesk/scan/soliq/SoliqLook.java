package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Deadline;
import uz.fiskaldesk.scan.look.Look;
import uz.fiskaldesk.scan.look.QrText;
import uz.fiskaldesk.scan.picture.Luminance;

/** Looks for the code of a Soliq receipt, knowing what it reads; sees at most one. */
public final class SoliqLook implements Look {
    private static final int MARKS = 24;

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
        GreyPyramid pyramid = new GreyPyramid(picture);
        List<FinderMark> marks = finders.search(pyramid, MARKS, deadline);
        return decoder
                .decode(pyramid, marks, deadline)
                .map(code -> new QrText(code.text(), code.outline(), name()))
                .stream()
                .toList();
    }
}

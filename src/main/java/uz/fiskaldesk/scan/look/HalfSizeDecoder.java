package uz.fiskaldesk.scan.look;

import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** Another look at the picture at half its size, where noise, speckle and dead lines are averaged out. */
public final class HalfSize implements Look {
    private final Look look;

    public HalfSize(Look look) {
        this.look = look;
    }

    @Override
    public String name() {
        return look.name() + " ½";
    }

    @Override
    public List<QrText> look(Luminance picture) {
        return look.look(picture.half()).stream()
                .map(code -> code.scaled(2).by(name()))
                .toList();
    }
}

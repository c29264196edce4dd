package uz.fiskaldesk.scan.decoder;

import com.google.zxing.LuminanceSource;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.picture.Luminance;

/** Adapts a picture to ZXing without copying it. */
final class PictureSource extends LuminanceSource {
    private final Luminance picture;

    PictureSource(Luminance picture) {
        super(picture.width(), picture.height());
        this.picture = picture;
    }

    @Override
    public byte[] getRow(int y, byte @Nullable [] row) {
        byte[] target = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
        System.arraycopy(picture.grey(), y * getWidth(), target, 0, getWidth());
        return target;
    }

    @Override
    public byte[] getMatrix() {
        return picture.grey();
    }
}

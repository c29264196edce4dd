package uz.fiskaldesk.scan.bench;

import boofcv.abst.fiducial.QrCodeDetector;
import boofcv.alg.fiducial.qrcode.QrCode;
import boofcv.factory.fiducial.ConfigQrCode;
import boofcv.factory.fiducial.FactoryFiducial;
import boofcv.struct.image.GrayU8;
import java.util.List;
import uz.fiskaldesk.scan.picture.Luminance;

/** BoofCV with its defaults. */
final class BoofContender implements Contender {
    private final QrCodeDetector<GrayU8> detector = FactoryFiducial.qrcode(new ConfigQrCode(), GrayU8.class);
    private final GrayU8 image = new GrayU8(1, 1);

    @Override
    public String name() {
        return "BoofCV";
    }

    @Override
    public Answer read(Luminance picture) {
        image.reshape(picture.width(), picture.height());
        System.arraycopy(picture.grey(), 0, image.data, 0, picture.grey().length);
        detector.process(image);
        List<String> texts = detector.getDetections().stream()
                .map((QrCode code) -> code.message)
                .toList();
        return new Answer(texts, "");
    }
}

package uz.fiskaldesk.scan;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.PictureFiles;

/** Fuzzes the picture loader with arbitrary files: each must be loaded or refused. */
public final class PictureFuzz {
    private static final PictureFiles FILES = new PictureFiles();
    /** An animated GIF has up to 48 million pixels in all its frames. */
    private static final Bounded BOUNDED = new Bounded(Duration.ofSeconds(2), 500);

    private PictureFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        BOUNDED.run(() -> {
            if (FILES.load(input) instanceof LoadedPicture.Ready ready
                    && ready.pages().stream().anyMatch(page -> page.width() * page.height() == 0)) {
                throw new AssertionError("a picture without pixels");
            }
        });
    }

    public static List<byte[]> seeds() throws IOException {
        Luminance code = PrintedCode.of("https://ofd.soliq.uz/check?t=UZ1&r=1&c=20261124115000&s=1", 1);
        BufferedImage picture = new BufferedImage(code.width(), code.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < code.height(); y++) {
            for (int x = 0; x < code.width(); x++) {
                picture.setRGB(x, y, code.at(x, y) * 0x10101);
            }
        }
        List<byte[]> seeds = new ArrayList<>();
        for (String kind : List.of("png", "jpg", "gif", "bmp")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(picture, kind, bytes);
            seeds.add(bytes.toByteArray());
        }
        return seeds;
    }
}

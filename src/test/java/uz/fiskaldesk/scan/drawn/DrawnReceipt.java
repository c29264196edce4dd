package uz.fiskaldesk.scan.drawn;

import java.util.SplittableRandom;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.PictureFiles;

/** A drawn picture of a receipt after JPEG compression, with its text. */
public record DrawnReceipt(Scene scene, Luminance picture) {

    /** Draws a scene; takes 0.2 to 2 s, most of it for the lens. */
    public static DrawnReceipt of(Scene scene) {
        return new DrawnReceipt(scene, decoded(jpeg(scene)));
    }

    public static DrawnReceipt of(Level level, long seed) {
        return of(Scene.of(level, seed));
    }

    /** The JPEG file of a scene. */
    public static byte[] jpeg(Scene scene) {
        ThermalPrint print = new ThermalPrint(scene);
        SplittableRandom random = new SplittableRandom(scene.seed() ^ 0x5ee0);
        View view = new View(scene, print, random);
        return new Webcam(scene, view, random).jpeg();
    }

    static Luminance decoded(byte[] jpeg) {
        return switch (new PictureFiles().load(jpeg)) {
            case LoadedPicture.Ready ready -> ready.pages().getFirst();
            case LoadedPicture.Refused refused -> throw new IllegalStateException(refused.detail());
        };
    }
}

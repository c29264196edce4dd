package uz.fiskaldesk.scan.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.scan.picture.LoadedPicture.Reason;

class PictureFilesTest {
    private final PictureFiles files = new PictureFiles();

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif"})
    void loadsTheSupportedFormats(String kind) {
        LoadedPicture loaded = files.load(picture(kind));

        assertThat(loaded).isInstanceOfSatisfying(LoadedPicture.Ready.class, ready -> {
            assertThat(ready.pages().getFirst().width()).isEqualTo(40);
            assertThat(ready.pages().getFirst().at(5, 5)).isBetween(195, 205);
        });
    }

    @Test
    void refusesOtherFiles() {
        assertThat(reason(files.load("a receipt, in words".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Reason.NOT_A_PICTURE);
        assertThat(reason(files.load(new byte[0]))).isEqualTo(Reason.NOT_A_PICTURE);
    }

    @Test
    void refusesADamagedPicture() {
        byte[] png = picture("png");

        assertThat(reason(files.load(Arrays.copyOf(png, png.length / 2)))).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void refusesALargePictureByItsHeader() {
        byte[] png = picture("png");
        ByteBuffer.wrap(png).putInt(16, 10_000).putInt(20, 10_000);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());

        assertThat(reason(files.load(png))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void refusesALargeFileWithoutReadingIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.png");
        try (var out = Files.newByteChannel(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            out.position(PictureFiles.MAX_BYTES).write(ByteBuffer.wrap(new byte[1]));
        }

        assertThat(reason(files.load(file))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void reportsAMissingFileAsUnreadable(@TempDir Path folder) {
        assertThat(reason(files.load(folder.resolve("none.png")))).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void loadsAnImageOfTheClipboard() {
        BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_ARGB);

        assertThat(files.load(image.getScaledInstance(8, 6, java.awt.Image.SCALE_FAST)))
                .isInstanceOf(LoadedPicture.class);
        assertThat(files.load(image))
                .isInstanceOfSatisfying(
                        LoadedPicture.Ready.class,
                        ready -> assertThat(ready.pages().getFirst().at(0, 0)).isEqualTo(255));
    }

    private static Reason reason(LoadedPicture loaded) {
        assertThat(loaded).isInstanceOf(LoadedPicture.Refused.class);
        return ((LoadedPicture.Refused) loaded).reason();
    }

    private static byte[] picture(String kind) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, 0xc8c8c8);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, kind, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

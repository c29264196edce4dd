package uz.fiskaldesk.scan.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuminanceTest {
    @Test
    void weighsColoursByRec601() {
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR}) {
            BufferedImage image = new BufferedImage(3, 1, type);
            image.setRGB(0, 0, 0xff0000);
            image.setRGB(1, 0, 0x00ff00);
            image.setRGB(2, 0, 0x0000ff);

            assertThat(Luminance.of(image).grey()).containsExactly(76, 150, 29);
        }
    }

    @Test
    void usesAWhiteBackgroundForTransparentPixels() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00000000);
        image.setRGB(1, 0, 0x80000000);

        Luminance grey = Luminance.of(image);

        assertThat(grey.at(0, 0)).isEqualTo(255);
        assertThat(grey.at(1, 0)).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_USHORT_565_RGB,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void convertsEachPixelAsTheColourModelDoes(int type) {
        BufferedImage image = new BufferedImage(13, 150, type);
        Random random = new Random(type);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt() | (random.nextBoolean() ? 0xff000000 : 0));
            }
        }
        Luminance grey = Luminance.of(image);

        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color colour = new Color(image.getRGB(x, y), true);
                double luma = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
                double overWhite = (luma * colour.getAlpha() + 255 * (255 - colour.getAlpha())) / 255;
                assertThat((double) grey.at(x, y)).as("%d, %d", x, y).isCloseTo(overWhite, within(2.0));
            }
        }
    }

    @Test
    void keepsGreySamples() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(1, 0, 0, 100);
        BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(0, 0, 0, 0x64ff);

        assertThat(Luminance.of(image).at(1, 0)).isEqualTo(100);
        assertThat(Luminance.of(deep).at(0, 0)).isEqualTo(100);
    }

    @Test
    void cropsToThePicture() {
        Luminance picture = new Luminance(3, 2, new byte[] {1, 2, 3, 4, 5, 6});

        assertThat(picture.crop(1, -4, 9, 9)).isEqualTo(new Luminance(2, 2, new byte[] {2, 3, 5, 6}));
    }

    @Test
    void halvesByTheMeanOfFourPixels() {
        Luminance picture = new Luminance(5, 2, new byte[] {0, 2, 100, 100, 9, 4, 6, 100, 104, 9});

        assertThat(picture.half()).isEqualTo(new Luminance(2, 1, new byte[] {3, 101}));
    }

    @Test
    void rejectsASizeThatDoesNotMatchTheArray() {
        assertThatThrownBy(() -> new Luminance(2, 2, new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }
}

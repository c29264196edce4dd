package uz.fiskaldesk.scan.bench;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import uz.fiskaldesk.scan.picture.Luminance;

/** Saves samples to a folder, with a list for {@link FolderSamples}. */
record SavedSamples(Samples samples, Path folder) implements Samples {
    @Override
    public void forEach(Consumer<Sample> taker) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of("file\tlevel\ttext\tdegradations"));
        samples.forEach(sample -> {
            String file = sample.name() + ".png";
            write(sample.picture(), folder.resolve(file));
            lines.add(String.join(
                    "\t", file, sample.group(), sample.expected(), String.join(",", sample.degradations())));
            taker.accept(sample);
        });
        Files.write(folder.resolve("list.tsv"), lines);
    }

    private static void write(Luminance picture, Path file) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(picture.grey(), 0, bytes, 0, bytes.length);
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

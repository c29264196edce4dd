package uz.fiskaldesk.scan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.PictureFiles;

/**
 * Pictures of a tab-separated list with a header line. Columns: {@code file}, relative to the list; {@code text} or
 * {@code text_base64}; optionally {@code level} and {@code degradations}, separated by commas. Other columns are ignored.
 */
record FolderSamples(Path list) implements Samples {
    @Override
    public void forEach(Consumer<Sample> taker) throws IOException {
        List<String> lines = Files.readAllLines(list);
        String[] columns = lines.getFirst().split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < Math.min(columns.length, values.length); i++) {
                row.put(columns[i], values[i]);
            }
            taker.accept(sample(row));
        }
    }

    private Sample sample(Map<String, String> row) throws IOException {
        String file = row.getOrDefault("file", "");
        String text = row.containsKey("text")
                ? row.getOrDefault("text", "")
                : new String(Base64.getDecoder().decode(row.getOrDefault("text_base64", "")), StandardCharsets.UTF_8);
        List<String> degradations = Stream.of(
                        row.getOrDefault("degradations", "").split(","))
                .filter(kind -> !kind.isEmpty())
                .toList();
        return switch (new PictureFiles().load(list.resolveSibling(file))) {
            case LoadedPicture.Ready ready ->
                new Sample(
                        file,
                        row.getOrDefault("level", "pictures"),
                        text,
                        degradations,
                        ready.pages().getFirst());
            case LoadedPicture.Refused refused -> throw new IOException(file + ": " + refused.detail());
        };
    }
}

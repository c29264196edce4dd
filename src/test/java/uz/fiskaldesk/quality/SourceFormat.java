package uz.fiskaldesk.quality;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Formats the Java sources with palantir-java-format. It runs inside the tests' JVM because the formatter needs the
 * compiler of the JDK that the sources are written for, while Maven itself may run under an older one.
 */
final class SourceFormat {
    /** The folders with the project's Java files. */
    static final List<Path> FOLDERS = List.of(Path.of("src"), Path.of("packaging"));

    private final List<Path> folders;

    SourceFormat(List<Path> folders) {
        this.folders = folders;
    }

    /** Formats all files: {@code mvn -Pformat test-compile exec:exec}. */
    public static void main(String[] args) throws IOException {
        for (Path changed : new SourceFormat(FOLDERS).unformatted(true)) {
            System.out.println("formatted " + changed);
        }
    }

    /** Returns the unformatted files in path order; formats them if {@code fix} is set. */
    List<Path> unformatted(boolean fix) throws IOException {
        Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
                .style(JavaFormatterOptions.Style.PALANTIR)
                .build());
        List<Path> found = new ArrayList<>();
        for (Path file : javaFiles()) {
            String text = Files.readString(file);
            String formatted = format(formatter, text, file);
            if (!formatted.equals(text)) {
                found.add(file);
                if (fix) {
                    Files.writeString(file, formatted);
                }
            }
        }
        return found;
    }

    private List<Path> javaFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found.stream().sorted().toList();
    }

    private static String format(Formatter formatter, String text, Path file) {
        try {
            String ordered = ImportOrderer.reorderImports(
                    RemoveUnusedImports.removeUnusedImports(text), JavaFormatterOptions.Style.PALANTIR);
            return formatter.formatSource(ordered);
        } catch (FormatterException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }
}

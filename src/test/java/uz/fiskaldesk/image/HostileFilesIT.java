package uz.fiskaldesk.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import uz.fiskaldesk.intake.RawWorkbook;
import uz.fiskaldesk.scan.picture.RawPdf;

/** Tests small files that require excessive resources: each is refused with a sentence, and nothing is lost. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class HostileFilesIT {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";
    private static final String HEADER = "<row><c t='str'><v>transaction_id</v></c><c t='str'><v>note</v></c></row>";
    private static final String FORM =
            "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /A ";
    private static final int MEGABYTE = 1 << 20;

    /** The time limit for one image file, plus the start on a busy machine. */
    private static final Duration LONGEST = Duration.ofSeconds(20 + 10);

    @TempDir
    private Path folder;

    private Image.Run run(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--lang", "en", "--data-dir", folder.resolve("data").toString()));
        return Image.run(folder, Map.of(), all.toArray(String[]::new));
    }

    private static RawPdf page() {
        return new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
                                + " /Resources << /XObject << /A 5 0 R >> >> >>")
                        .stream("", "/A Do");
    }

    private Path write(String name, RawPdf pdf) throws IOException {
        return Files.write(folder.resolve(name), pdf.bytes());
    }

    @Test
    void aRecursivePdfIsRefused() throws Exception {
        Path itself = write("itself.pdf", page().stream(FORM + "5 0 R >> >>", "/A Do /A Do"));
        RawPdf levels = page();
        for (int level = 0; level < 12; level++) {
            levels.stream(FORM + (levels.next() + 1) + " 0 R >> >>", "/A Do ".repeat(20));
        }
        Path deep = write("levels.pdf", levels.stream(FORM + "5 0 R >> >>", "0 0 1 1 re f"));
        run("add", ID).done();
        for (Path bomb : List.of(itself, deep)) {
            long start = System.nanoTime();
            Image.Run read = run("confirm", ID, "--image", bomb.toString(), "--api", "http://127.0.0.1:9");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
            assertThat(read.exitCode()).as("%s", read).isEqualTo(2);
            assertThat(read.err())
                    .isEqualToIgnoringNewLines("The file " + bomb
                            + " is too large or takes too long to read. Take a picture of the receipt alone.");
        }
        assertThat(run("show", ID, "--json").done().out()).contains("\"PENDING\"");
    }

    @Test
    void anEndlessTableIsRefused() throws Exception {
        Path wide = Path.of("src/test/resources/uz/fiskaldesk/intake/far-column.xlsx")
                .toAbsolutePath();
        Path longCell = folder.resolve("long-cell.xlsx");
        try (RawWorkbook workbook = RawWorkbook.xlsx(longCell)) {
            workbook.sheet(HEADER + "<row><c t='str'><v>", "x".repeat(MEGABYTE), 60, "</v></c></row>");
        }
        Path longLine = folder.resolve("line.csv");
        try (BufferedWriter out = Files.newBufferedWriter(longLine)) {
            out.write("transaction_id\n" + ID + "\n");
            for (int i = 0; i < 60; i++) {
                out.write("x".repeat(MEGABYTE));
            }
        }
        for (Path bomb : List.of(wide, longCell, longLine)) {
            Image.Run run = run("import", bomb.toString());
            assertThat(run.exitCode()).as("%s", run).isEqualTo(2);
            assertThat(run.err().lines().toList()).as("%s", run).isNotEmpty();
            assertThat(run.out() + run.err()).doesNotContain("nexpected", "OutOfMemory", "Exception");
        }
        assertThat(run("list", "--json").done().out()).isEmpty();
    }
}

package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code shift}: the report, the closing, and the files. */
class ShiftCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path reports;

    private Terminal terminal;
    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void setUp() throws Exception {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().with(Payments.SECOND, Behaviour.reject(7, "no")));
        terminal = new Terminal(folder).with(fiscalBox.address());
        Files.writeString(
                folder.resolve("three.csv"),
                "transaction_id,amount,receipt\n" + Payments.FIRST + ",125000.50," + Payments.RECEIPT + "\n"
                        + Payments.SECOND + ",," + Payments.ANOTHER + "\n" + Payments.THIRD + ",3000,\n");
        terminal.run("import", folder.resolve("three.csv").toString()).done();
        terminal.clock.tick(Duration.ofMinutes(1));
    }

    @AfterEach
    void tearDown() {
        fiscalBox.close();
    }

    @Test
    void reportsWithoutSendingOrRecordingAnything() {
        Terminal.Run run = terminal.run("shift").done();
        assertThat(run.out()).contains("Payments taken  3 for 128", "Still open  3 for 128", Payments.THIRD);
        assertThat(fiscalBox.requests()).isEmpty();
        assertThat(terminal.run("show").out()).doesNotContain("shift");
    }

    @Test
    void closingSendsWhatIsReadyAndHandsOverTheRest() {
        Terminal.Run run = terminal.run("shift", "--close", "--note", "Ask Aziza about 3 000");
        assertThat(run.code()).isEqualTo(1);
        assertThat(fiscalBox.requests()).hasSize(2);
        assertThat(run.out())
                .contains("Still open  2 for 3", Payments.SECOND, Payments.THIRD)
                .doesNotContain("24.11.2026 12:00:00  125");
        assertThat(run.err()).contains("The shift is closed. Payments handed over: 2");

        terminal.clock.tick(Duration.ofHours(10));
        String next = terminal.run("shift").done().out();
        assertThat(next)
                .contains("Payments taken  0 for 0")
                .contains("Still open  2 for 3")
                .contains("Handed over by Dilnoza", "Ask Aziza about 3 000");
        assertThat(terminal.run("show").out()).contains("The shift was closed: Ask Aziza");
        assertThat(terminal.run("check").out()).contains("in order");
        assertThat(terminal.run("shift", "--last").done().out()).contains("Payments taken  3 for 128");
    }

    @Test
    void confirmationsOfASimulatorAreNotCountedAsFiscalised() {
        terminal.run("retry", "--all");
        terminal.clock.tick(Duration.ofMinutes(1));
        assertThat(terminal.run("shift").done().out())
                .contains("Answered by the simulator, not fiscalized  1 for 125", "Still open  2 for 3")
                .contains("Fiscalized by FiscalBox  0");
    }

    @Test
    void whatHappensAtTheMomentOfTheClosingBelongsToOneShift() {
        // The clock stands still while the payments are sent and the shift is closed.
        String closed = terminal.run("shift", "--close").out();
        terminal.clock.tick(Duration.ofMinutes(1));
        String next = terminal.run("shift").done().out();
        assertThat(closed).doesNotContain("not fiscalized");
        assertThat(next).contains("not fiscalized  1 for 125");
    }

    @Test
    void theReportNamesTheHeadOfTheHistory() {
        String head = head();
        assertThat(head).hasSize(64);
        assertThat(terminal.run("shift").out()).contains("History checksum: " + head);
        terminal.run("shift", "--close");
        assertThat(head()).isNotEqualTo(head);
    }

    private String head() {
        return terminal.run("shift", "--json").done().out().replaceAll("(?s).*\"historyHead\":\"(\\w*)\".*", "$1");
    }

    @Test
    void aClosingInTheFutureIsIgnored() {
        terminal.clock.tick(Duration.ofDays(400));
        terminal.run("shift", "--close", "--note", "from the future");
        terminal.clock.tick(Duration.ofDays(-400));
        assertThat(terminal.run("shift").done().out())
                .contains("Payments taken  3")
                .doesNotContain("from the future");
    }

    @Test
    void jsonHasTheTotalsInTiyin() {
        assertThat(terminal.run("shift", "--json").done().out())
                .contains("\"previous\":null")
                .contains("\"arrived\":{\"count\":3,\"tiyin\":12800050,\"withoutAmount\":1}")
                .contains("\"open\":{\"count\":3");
    }

    @Test
    void closingWithJsonPrintsOneDocument() {
        Terminal.Run run = terminal.run("shift", "--close", "--json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines())
                .singleElement()
                .asString()
                .startsWith("{\"from\"")
                .endsWith("}");
        assertThat(run.err()).contains(Payments.FIRST + "  Done.", Payments.SECOND + "  FiscalBox rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uz", "uz-Cyrl", "ru", "en"})
    void savesAPdfInEveryLanguage(String language) throws IOException {
        Path file = reports.resolve("shift.pdf");
        terminal.run("shift", "--save", file.toString(), "--lang", language);
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text.replace("\r", "").replace("\n", "")).contains(Payments.THIRD);
            assertThat(text).doesNotContain("?");
        }
    }

    @Test
    void aLongListContinuesOnFurtherPages() throws IOException {
        StringBuilder many = new StringBuilder("transaction_id,note\n");
        for (int i = 0; i < 120; i++) {
            many.append("a12fc00f-5af5-45b8-adf8-%012d,\n".formatted(i));
        }
        Files.writeString(folder.resolve("many.csv"), many);
        terminal.run("import", folder.resolve("many.csv").toString()).done();
        Path file = reports.resolve("shift.pdf");
        terminal.run("shift", "--save", file.toString());
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(document.getNumberOfPages()).isGreaterThan(2);
            assertThat(new PDFTextStripper().getText(document).replaceAll("\\s", ""))
                    .contains("000000000000", "000000000119");
        }
    }

    @Test
    void savesTablesWithoutFormulas() throws IOException {
        terminal.run("shift", "--close", "--note", "=HYPERLINK(\"http://example.org\")");
        Path csv = reports.resolve("shift.csv");
        terminal.run("shift", "--save", csv.toString());
        assertThat(Files.readString(csv))
                .startsWith("\ufeff")
                .contains(Payments.THIRD)
                .doesNotContain(",=", "\n=");
        Path xlsx = reports.resolve("shift.xlsx");
        terminal.run("shift", "--save", xlsx.toString());
        assertThat(xlsx).isNotEmptyFile();
    }

    @Test
    void refusesWhatItCannotWriteBeforeAnythingIsSent() throws IOException {
        Path there = Files.createFile(reports.resolve("there.pdf"));
        terminal.run("shift", "--close", "--save", there.toString()).refused(2, "--force");
        terminal.run("shift", "--close", "--save", folder.resolve("in.pdf").toString())
                .refused(2, "FiskalDesk's own files");
        terminal.run("shift", "--close", "--save", reports.resolve("a.doc").toString())
                .refused(2, ".xlsx");
        terminal.run("shift", "--last").refused(2, "No shift");
        terminal.run("shift", "--note", "x").refused(2, "--close");
        terminal.run("shift", "--close", "--note", "x".repeat(501)).refused(2, "500");
        assertThat(fiscalBox.requests()).isEmpty();
        assertThat(there).isEmptyFile();
    }
}

package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code add} and the output of {@code list} and {@code show} for added payments. */
class AddCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal;

    @BeforeEach
    void setUp() {
        terminal = new Terminal(folder);
    }

    @Test
    void aMessageIsShownAndAddedAfterConsentOnly() throws Exception {
        Path message = folder.resolve("message.txt");
        Files.writeString(message, "Оплата 125 000 сум, ID " + Payments.FIRST + ", тел. +998 94 653 21 40");
        Terminal.Run shown = terminal.run("add", "--text", message.toString());
        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.lines())
                .containsExactly("Transaction ID: " + Payments.FIRST, "Amount: 125000", "Customer phone: 998946532140");
        assertThat(shown.err()).contains("Nothing was added. Compare");
        assertThat(terminal.run("list", "--json").done().out()).isEmpty();

        terminal.run("add", "--text", message.toString(), "--yes").done();
        assertThat(terminal.run("list", "--json").done().out())
                .contains("\"amountTiyin\":12500000", "\"phone\":\"998946532140\"");
    }

    @Test
    void whatIsNotCertainInAMessageHasToBeGivenByAnOption() throws Exception {
        InputStream before = System.in;
        String message = "50 000 сум, потом 75 000 сум: " + Payments.SECOND;
        try {
            System.setIn(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
            Terminal.Run open = terminal.run("add", "--text", "-", "--yes");
            assertThat(open.code()).isEqualTo(2);
            assertThat(open.lines()).contains("Amount: several or not certain: 50000, 75000");
            assertThat(open.err()).contains("Give the value that is right");

            System.setIn(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
            terminal.run("add", "--text", "-", "--yes", "--amount", "75000").done();
        } finally {
            System.setIn(before);
        }
        assertThat(terminal.run("list", "--json").done().out()).contains("\"amountTiyin\":7500000");
        assertThat(terminal.run("add", "--text", folder.resolve("nowhere").toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void everyFieldIsStored() {
        assertThat(terminal.run(
                                "add",
                                Payments.FIRST,
                                "--amount",
                                "125 000,50",
                                "--payment-id",
                                "123456",
                                "--phone",
                                "+998 94 653-21-40",
                                "--card",
                                "8600141234563145",
                                "--paid-at",
                                "2026-11-24T11:45:00+05:00",
                                "--note",
                                "Ikki dona non")
                        .done()
                        .out())
                .isEqualTo("Added: " + Payments.FIRST + ".\n");
        assertThat(terminal.run("list", "--json").done().out())
                .isEqualTo("{\"transactionId\":\"" + Payments.FIRST + "\",\"provider\":\"anor\","
                        + "\"paymentId\":\"123456\",\"amountTiyin\":12500050,\"phone\":\"998946532140\","
                        + "\"card\":\"860014******3145\",\"paidAt\":\"2026-11-24T06:45:00Z\",\"state\":\"PENDING\","
                        + "\"receipt\":null,\"attempts\":0,\"lastOutcome\":null,\"nextTryAt\":null,\"posExpectedUntil\":null,\"conflict\":false,"
                        + "\"awaitsWord\":false,\"warnings\":[],\"sentTo\":null,\"practice\":false}\n");
    }

    @Test
    void theIdIsSufficient() {
        terminal.run("add", Payments.FIRST).done();
        assertThat(terminal.run("list", "--json").done().out())
                .isEqualTo("{\"transactionId\":\"" + Payments.FIRST + "\",\"provider\":\"anor\",\"paymentId\":null,"
                        + "\"amountTiyin\":null,\"phone\":null,\"card\":null,\"paidAt\":null,\"state\":\"PENDING\","
                        + "\"receipt\":null,\"attempts\":0,\"lastOutcome\":null,\"nextTryAt\":null,\"posExpectedUntil\":null,\"conflict\":false,"
                        + "\"awaitsWord\":false,\"warnings\":[],\"sentTo\":null,\"practice\":false}\n");
    }

    @Test
    void addingTwiceChangesNothing() {
        terminal.run("add", Payments.FIRST, "--amount", "5000").done();
        assertThat(terminal.run("add", Payments.FIRST, "--amount", "5000")
                        .done()
                        .out())
                .contains("already");
        // IDs are not case-sensitive.
        terminal.run("add", Payments.FIRST.toUpperCase(Locale.ROOT)).done();
        terminal.run("add", Payments.FIRST.replace("-", "")).done();
        assertThat(terminal.run("list", "--json").lines()).hasSize(1);
    }

    @Test
    void anotherAmountForAKnownPaymentIsRefused() {
        terminal.run("add", Payments.FIRST, "--amount", "5000").done();
        terminal.run("add", Payments.FIRST, "--amount", "6000").refused(2, "nothing was changed");
        assertThat(terminal.run("list", "--json").out()).contains("\"amountTiyin\":500000,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "12345", "a12f0000-0000-4000-8000-00000000000", "a12f0000-0000-4000-8000-00000000000g"})
    void anInvalidIdIsRefused(String id) {
        terminal.run("add", id).refused(2, "ransaction ID");
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --amount     | 125,000          | mount
            --amount     | 0                | mount
            --amount     | -5               | mount
            --amount     | 1.25E5           | mount
            --amount     | twelve           | mount
            --amount     | 1000000000000000 | mount
            --phone      | 12               | hone
            --card       | 86               | ard
            --paid-at    | yesterday        | time
            --paid-at    | 2026-11-24       | time
            --paid-at    | 2026-02-30T10:00 | time
            """)
    void anInvalidFieldIsNamed(String option, String value, String words) {
        terminal.run("add", Payments.FIRST, option + "=" + value).refused(2, words);
        assertThat(folder.resolve("ledger.db")).doesNotExist();
    }

    @Test
    void allProblemsAreReportedTogether() {
        terminal.run("add", "1", "--amount", "x", "--paid-at", "y").refused(2, "; ");
    }

    @Test
    void aLongNoteIsRefused() {
        terminal.run("add", Payments.FIRST, "--note", "x".repeat(100_000)).refused(2, "too long");
    }

    @Test
    void showNamesTheOperator() {
        terminal.run("add", Payments.FIRST).done();
        assertThat(terminal.run("show", Payments.FIRST, "--json").done().out())
                .contains("\"history\":[{\"kind\":\"ADDED\",\"who\":\"Dilnoza\","
                        + "\"at\":\"2026-11-24T07:00:00Z\",\"why\":null}]}");
        assertThat(terminal.run("show", Payments.FIRST).done().out())
                .contains(Payments.FIRST, "Pending", "24.11.2026 12:00", "Dilnoza");
    }
}

package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.RecordedRequest;
import uz.fiskaldesk.simulator.Scenario;

/** Tests {@code confirm} against a simulated FiscalBox. */
class ConfirmCommandTest {
    @TempDir
    private Path folder;

    private Terminal terminal;
    private FiscalBoxSimulator fiscalBox;

    @BeforeEach
    void setUp() throws Exception {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming());
        terminal = new Terminal(folder).with(fiscalBox.address());
        terminal.run("add", Payments.FIRST, "--amount", "125000").done();
    }

    @AfterEach
    void tearDown() {
        fiscalBox.close();
    }

    private Terminal.Run confirm(String... more) {
        List<String> words = new ArrayList<>(List.of("confirm", Payments.FIRST));
        words.addAll(List.of(more));
        return terminal.run(words.toArray(String[]::new));
    }

    private String state() {
        return terminal.run("list", "--json").out().replaceAll("(?s).*\"state\":\"(\\w+)\".*", "$1");
    }

    @Test
    void sendsOnePostWithTheTwoDocumentedFields() {
        assertThat(confirm("--receipt", Payments.RECEIPT).done().out())
                .isEqualTo(
                        Payments.FIRST + "  Done. The payment is fiscalized (Fiscalization completed successfully)\n");
        assertThat(fiscalBox.confirmations()).hasSize(1);
        RecordedRequest request = fiscalBox.confirmations().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/payment/anor_confirm");
        assertThat(request.rawBody())
                .isEqualTo("{\"transaction_id\":\"" + Payments.FIRST + "\",\"qr_code\":\"" + Payments.RECEIPT + "\"}");
    }

    @Test
    void theOutputForAConfirmedPaymentIsExact() {
        confirm("--receipt", Payments.RECEIPT).done();
        assertThat(terminal.run("list", "--json").done().out())
                .isEqualTo("{\"transactionId\":\"" + Payments.FIRST + "\",\"provider\":\"anor\",\"paymentId\":null,"
                        + "\"amountTiyin\":12500000,\"phone\":null,\"card\":null,\"paidAt\":null,"
                        + "\"state\":\"CONFIRMED\",\"receipt\":" + Payments.RECEIPT_JSON + ",\"attempts\":1,"
                        + "\"lastOutcome\":{\"kind\":\"Confirmed\",\"code\":null,"
                        + "\"message\":\"Fiscalization completed successfully\"},\"nextTryAt\":null,\"posExpectedUntil\":null,\"conflict\":false,"
                        + "\"awaitsWord\":false,\"warnings\":[],\"sentTo\":\"" + fiscalBox.address()
                        + "\",\"practice\":true}\n");
        assertThat(terminal.run("show", Payments.FIRST, "--json").done().out())
                .endsWith("\"history\":["
                        + "{\"kind\":\"ADDED\",\"who\":\"Dilnoza\",\"at\":\"2026-11-24T07:00:00Z\",\"why\":null},"
                        + "{\"kind\":\"RECEIPT_ATTACHED\",\"who\":\"Dilnoza\",\"at\":\"2026-11-24T07:00:00Z\","
                        + "\"why\":\"" + Payments.RECEIPT + "\"},"
                        + "{\"startedAt\":\"2026-11-24T07:00:00Z\",\"finishedAt\":\"2026-11-24T07:00:00Z\","
                        + "\"receiptUrl\":\"" + Payments.RECEIPT + "\",\"outcome\":\"Confirmed\",\"httpStatus\":200,"
                        + "\"code\":null,\"message\":\"Fiscalization completed successfully\",\"millis\":0,"
                        + "\"till\":\"till-3\",\"address\":\"" + fiscalBox.address() + "\",\"practice\":true}]}\n");
    }

    @Test
    void theReceiptMayBeInAnImage() throws Exception {
        Path picture = Payments.picture(folder.resolve("chek №1.png"), Payments.RECEIPT);
        confirm("--image", picture.toString()).done();
        assertThat(fiscalBox.booked()).containsValue(Payments.RECEIPT);
    }

    @Test
    void anImageWithoutAReceiptIsNotSent() throws Exception {
        Path white = Payments.picture(folder.resolve("white.png"));
        confirm("--image", white.toString()).refused(5, "No QR code was found");
        Path menu = Payments.picture(folder.resolve("menu.png"), "https://example.uz/menu");
        confirm("--image", menu.toString()).refused(5, "");
        Path two = Payments.picture(folder.resolve("two.png"), Payments.RECEIPT, Payments.ANOTHER);
        confirm("--image", two.toString()).refused(2, Payments.RECEIPT).refused(2, Payments.ANOTHER);
        nothingHappened();
    }

    @Test
    void aFileThatIsNoImageIsRefused() throws Exception {
        Path binary = Files.write(folder.resolve("binary.png"), new byte[] {1, 2, 3, 0, -1, -2});
        confirm("--image", binary.toString()).refused(2, "not a picture");
        confirm("--image", folder.resolve("missing.png").toString()).refused(2, "missing.png");
        confirm("--image", folder.toString()).refused(2, "");
        confirm("--image", "").refused(2, "");
        nothingHappened();
    }

    @Test
    void textAndImageExcludeEachOther() {
        confirm().refused(2, "Give either --receipt TEXT or --image FILE");
        confirm("--receipt", Payments.RECEIPT, "--image", "x.png").refused(2, "Give either");
        nothingHappened();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "https://example.uz/check?t=UZ170703100597&r=2421&c=20261124115000&s=514343190161",
                "https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20261324115000&s=514343190161",
                Payments.RECEIPT + " " + Payments.ANOTHER
            })
    void aReceiptThatIsRefusedChangesNothing(String text) {
        confirm("--receipt=" + text, "--yes").refused(5, "");
        nothingHappened();
    }

    @Test
    void aLongReceiptIsRefused() {
        confirm("--receipt", "https://ofd.soliq.uz/check?".repeat(20_000)).refused(5, "");
        nothingHappened();
    }

    private void nothingHappened() {
        assertThat(fiscalBox.confirmations()).isEmpty();
        assertThat(state()).isEqualTo("PENDING");
        assertThat(terminal.run("show", Payments.FIRST, "--json").out())
                .contains("\"history\":[{\"kind\":\"ADDED\"")
                .doesNotContain("RECEIPT_ATTACHED");
    }

    @Test
    void aDoubtfulReceiptNeedsConsent() {
        Terminal.Run asked = confirm("--receipt", Payments.DOUBTFUL).refused(2, "--yes");
        assertThat(asked.err()).contains("Test receipt").contains("Nothing was sent");
        nothingHappened();
        Terminal.Run sent = confirm("--receipt", Payments.DOUBTFUL, "--yes");
        assertThat(sent.code()).isZero();
        assertThat(sent.err()).contains("Test receipt");
        assertThat(terminal.run("show", Payments.FIRST, "--json").out())
                .contains("{\"kind\":\"WARNINGS_ACCEPTED\",\"who\":\"Dilnoza\",\"at\":\"2026-11-24T07:00:00Z\","
                        + "\"why\":\"test-receipt, other-till\"}");
    }

    @Test
    void aReceiptOfAnotherTillNeedsConsent() {
        fiscalBox.play(Scenario.confirming().withTerminal("UZ170703100189"));
        assertThat(confirm("--receipt", Payments.RECEIPT).refused(2, "--yes").err())
                .contains("The receipt is from another till. This till: UZ170703100189.", "Nothing was sent");
        nothingHappened();

        assertThat(confirm("--receipt", Payments.RECEIPT, "--yes").code()).isZero();
        assertThat(terminal.run("show", Payments.FIRST, "--json").out())
                .contains("{\"kind\":\"WARNINGS_ACCEPTED\",\"who\":\"Dilnoza\",\"at\":\"2026-11-24T07:00:00Z\","
                        + "\"why\":\"other-till\"}");
    }

    @ParameterizedTest
    @EnumSource(names = "UP", mode = EnumSource.Mode.EXCLUDE)
    void aTillThatIsNotKnownIsReported(Scenario.InfoAnswer info) {
        fiscalBox.play(Scenario.confirming().withInfo(info));
        Terminal.Run run = confirm("--receipt", Payments.RECEIPT);
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("did not report the number of this till");
    }

    @Test
    void aRefundedReceiptNeedsConsent() {
        try (SqliteLedger ledger =
                SqliteLedger.open(SqliteLedger.urlOf(terminal.folder.ledger()), terminal.clock.instant())) {
            ledger.recordRefund(ReceiptLink.parse(Payments.RECEIPT).orElseThrow(), "POS", terminal.clock.instant());
        }
        assertThat(confirm("--receipt", Payments.RECEIPT).refused(2, "--yes").err())
                .contains("refunded");
        assertThat(fiscalBox.confirmations()).isEmpty();
        assertThat(confirm("--receipt", Payments.RECEIPT, "--yes").code()).isZero();
    }

    @Test
    void theKeyboardLayoutIsRepairedAndReported() {
        String russian = "реезыЖ..щавюыщдшйюгя.срусл,е=ГЯ170703100597?к=2421?с=20261124115000?ы=514343190161";
        Terminal.Run run = confirm("--receipt", russian);
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("keyboard layout");
        assertThat(fiscalBox.booked()).containsValue(Payments.RECEIPT);
    }

    @Test
    void anUnknownPaymentIsNotCreated() {
        terminal.run("confirm", Payments.SECOND, "--receipt", Payments.RECEIPT).refused(2, "not on the list");
        terminal.run("confirm", "123", "--receipt", Payments.RECEIPT).refused(2, "not a UUID");
        assertThat(fiscalBox.confirmations()).isEmpty();
    }

    @Test
    void aReceiptBelongsToOnePayment() {
        confirm("--receipt", Payments.RECEIPT).done();
        terminal.run("add", Payments.SECOND).done();
        terminal.run("confirm", Payments.SECOND, "--receipt", Payments.RECEIPT, "--yes")
                .refused(2, Payments.FIRST);
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void aConfirmedPaymentIsNotSentAgain() {
        confirm("--receipt", Payments.RECEIPT).done();
        confirm("--receipt", Payments.RECEIPT, "--yes").refused(2, "Practice");
        confirm("--receipt", Payments.ANOTHER, "--yes").refused(2, "Practice");
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void aRejectionShowsCodeMessageAndAdvice() {
        fiscalBox.play(Scenario.of(Behaviour.reject(106, "Insufficient funds")));
        Terminal.Run run = confirm("--receipt", Payments.RECEIPT);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains(Payments.FIRST).contains("106").contains("Insufficient funds");
        assertThat(run.err()).contains("Call the bank");
        assertThat(terminal.run("list", "--json").out())
                .contains("\"state\":\"REJECTED\"")
                .contains("\"lastOutcome\":{\"kind\":\"Rejected\",\"code\":106,\"message\":\"Insufficient funds\"}");
    }

    @Test
    void aMissingResponseIsUnknown() {
        fiscalBox.play(Scenario.of(Behaviour.hang()));
        Terminal.Run run = confirm("--receipt", Payments.RECEIPT, "--timeout", "0.3");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("no answer came in time");
        assertThat(run.err()).contains("same receipt").contains("fiskaldesk retry " + Payments.FIRST);
        assertThat(state()).isEqualTo("UNKNOWN");
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void anotherReceiptAfterAnUnknownOutcomeNeedsConsent() {
        fiscalBox.play(Scenario.of(Behaviour.resetAfterBooking(), Behaviour.confirm()));
        assertThat(confirm("--receipt", Payments.RECEIPT).code()).isEqualTo(3);
        confirm("--receipt", Payments.ANOTHER).refused(2, "may have gone through");
        confirm("--receipt", Payments.ANOTHER, "--yes").refused(2, "--replace");
        assertThat(fiscalBox.confirmations()).hasSize(1);
        assertThat(confirm("--receipt", Payments.ANOTHER, "--replace").code()).isZero();
        assertThat(terminal.run("show", Payments.FIRST, "--json").out()).contains("\"kind\":\"ANOTHER_RECEIPT\"");
    }

    @Test
    void aQueuedReceiptIsReplacedOnlyOnRequest() {
        fiscalBox.play(Scenario.of(Behaviour.reject(106, "no"), Behaviour.confirm()));
        assertThat(confirm("--receipt", Payments.RECEIPT).code()).isEqualTo(1);
        Terminal.Run asked = confirm("--receipt", Payments.ANOTHER, "--yes").refused(2, "2421");
        assertThat(asked.err()).contains("2422").contains("--replace");
        assertThat(fiscalBox.confirmations()).hasSize(1);
        assertThat(terminal.run("show", Payments.FIRST, "--json").out()).doesNotContain(Payments.ANOTHER);

        assertThat(confirm("--receipt", Payments.ANOTHER, "--replace").code()).isZero();
        assertThat(terminal.run("show", Payments.FIRST, "--json").out()).contains("\"kind\":\"RECEIPT_REPLACED\"");
    }

    @Test
    void anUnsentPaymentIsKeptAndAdviceIsShown() {
        URI nobody = fiscalBox.address();
        fiscalBox.close();
        Terminal.Run run = confirm("--receipt", Payments.RECEIPT, "--api", nobody.toString());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).isEqualTo(Payments.FIRST + "  Not sent: FiscalBox is not running\n");
        assertThat(run.err()).contains("fiskaldesk retry " + Payments.FIRST, "did not report the number of this till");
        assertThat(terminal.run("list", "--json").out())
                .contains("\"state\":\"READY\"", "\"kind\":\"NotSent\"", "\"nextTryAt\":\"2026-11-24T07:0");
    }

    @Test
    void theTimeoutIsInSeconds() {
        fiscalBox.play(Scenario.of(Behaviour.slow(Duration.ofMillis(700))));
        assertThat(confirm("--receipt", Payments.RECEIPT, "--timeout", "30").code())
                .isZero();
    }
}

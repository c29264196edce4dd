package uz.fiskaldesk.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.training.SampleReceipts.Lesson;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.Reading;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.Luminance;

/** Tests training mode with a real ledger and the real simulator. */
class TrainingTest {
    private static final Instant MORNING = Instant.parse("2026-11-25T05:00:00Z");

    @TempDir
    Path folder;

    private Training training;
    private Ledger ledger;
    private TrainingReceipts receipts;

    @BeforeEach
    void begin() {
        begin(MORNING);
    }

    @AfterEach
    void close() {
        ledger.close();
        training.close();
    }

    @Test
    void startsWithThirtyPendingPayments() {
        assertThat(ledger.counts(LedgerQuery.ALL)).isEqualTo(java.util.Map.of(PaymentState.PENDING, 30L));
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(entry.payment().amount()).isNotNull();
            assertThat(entry.payment().paidAt()).isBefore(MORNING);
        });
    }

    @Test
    void everyPaymentHasAReadableReceiptWithoutWarnings() {
        for (LedgerEntry entry : entries()) {
            ReceiptReading reading = read(
                    receipts.receiptOf(entry.transactionId()).map(Luminance::of).orElseThrow());
            assertThat(reading).isInstanceOfSatisfying(ReceiptReading.Accepted.class, accepted -> {
                assertThat(accepted.warnings()).isEmpty();
                assertThat(against(accepted, entry)).isEmpty();
            });
        }
        assertThat(entries()).extracting(this::link).doesNotHaveDuplicates();
    }

    @Test
    void lessonsShowWhatTheyDescribe() {
        assertThat(lesson("other-till").flatMap(this::warnings)).contains(List.of(ReceiptWarning.OTHER_TILL));
        assertThat(lesson("old").flatMap(this::warnings))
                .hasValueSatisfying(warnings -> assertThat(warnings).contains(ReceiptWarning.BEFORE_PAYMENT));
        assertThat(lesson("torn").map(this::codes)).contains(List.of());
        assertThat(lesson("no-receipt").map(this::codes)).contains(List.of("https://t.me/oquv_dokoni"));
    }

    @Test
    void someConfirmationsFailInEachWay() throws Exception {
        FiscalBoxClient fiscalBox = new FiscalBoxClient(
                FiscalBoxAddress.parse(training.address()).orElseThrow(),
                new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(400)),
                clock(MORNING));
        ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                ledger, fiscalBox, new RetryBackoff(RandomGenerator.of("L64X128MixRandom")), operator(MORNING));
        List<Outcome> outcomes = entries().stream()
                .map(entry -> confirmation.send(attached(confirmation, entry)))
                .map(sent -> ((ConfirmationWorkflow.Sent.Done) sent).outcome())
                .toList();
        assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Confirmed.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Rejected.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.NotSent.class);
        assertThat(outcomes).hasAtLeastOneElementOfType(Outcome.Unknown.class);
        assertThat(outcomes.stream().filter(Outcome.Confirmed.class::isInstance))
                .hasSizeBetween(14, 18);
    }

    @Test
    void aDayIsKeptWhilePaymentsAreOpen() {
        LedgerEntry first = entries().getFirst();
        setAside(first);
        String link = link(first);
        again(MORNING.plus(Duration.ofHours(5)));
        assertThat(entries()).hasSize(30);
        assertThat(ledger.find(first.transactionId()))
                .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(PaymentState.SET_ASIDE));
        assertThat(link(first)).isEqualTo(link);
    }

    @Test
    void anotherDayStartsOver() {
        LedgerEntry first = entries().getFirst();
        again(MORNING.plus(Duration.ofDays(1)));
        assertThat(entries()).hasSize(30).extracting(LedgerEntry::transactionId).doesNotContain(first.transactionId());
    }

    @Test
    void startsOverWhenAllPaymentsAreDone() {
        entries().forEach(this::setAside);
        again(MORNING.plus(Duration.ofHours(1)));
        assertThat(ledger.counts(LedgerQuery.ALL)).isEqualTo(java.util.Map.of(PaymentState.PENDING, 30L));
    }

    @Test
    void writesAllReceiptsAndPagesForPrinting() throws IOException {
        Path written = receipts.writeAll();
        try (Stream<Path> files = Files.list(written)) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSize(34);
        }
        try (PDDocument pages = Loader.loadPDF(written.resolve("receipts.pdf").toFile())) {
            assertThat(pages.getNumberOfPages()).isEqualTo(6);
        }
    }

    private void begin(Instant now) {
        training = new Training(folder, clock(now));
        Path file = folder.resolve("ledger.db");
        training.address();
        ledger = training.open(() -> SqliteLedger.open(SqliteLedger.urlOf(file), now), file);
        receipts = training.start(ledger, operator(now));
    }

    private void again(Instant now) {
        close();
        begin(now);
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static Operator operator(Instant now) {
        return new Operator("till 3", "Dilnoza", clock(now));
    }

    private List<LedgerEntry> entries() {
        return ledger.page(LedgerQuery.ALL, null, 100);
    }

    private void setAside(LedgerEntry entry) {
        assertThat(ledger.setAside(entry, operator(MORNING).act(Act.Kind.SET_ASIDE, "not ours")))
                .isPresent();
    }

    private LedgerEntry attached(ConfirmationWorkflow confirmation, LedgerEntry entry) {
        ReceiptReading.Accepted read = (ReceiptReading.Accepted) new ReceiptReader(clock(MORNING)).read(link(entry));
        return ((ConfirmationWorkflow.Attached.Done)
                        confirmation.attach(entry, read.receipt(), ConfirmationWorkflow.Consent.NONE))
                .entry();
    }

    private String link(LedgerEntry entry) {
        return codes(receipts.receiptOf(entry.transactionId()).orElseThrow()).getFirst();
    }

    private Optional<java.awt.image.BufferedImage> lesson(String name) {
        return receipts.lessons().stream()
                .filter(lesson -> lesson.key().equals("training.lesson." + name))
                .map(Lesson::picture)
                .findFirst();
    }

    private Optional<List<ReceiptWarning>> warnings(java.awt.image.BufferedImage picture) {
        return read(Luminance.of(picture)) instanceof ReceiptReading.Accepted accepted
                ? Optional.of(Stream.concat(
                                accepted.warnings().stream(),
                                against(accepted, entries().getFirst()).stream())
                        .toList())
                : Optional.empty();
    }

    private static List<ReceiptWarning> against(ReceiptReading.Accepted accepted, LedgerEntry entry) {
        return new ReceiptChecks(clock(MORNING))
                .warnings(accepted.receipt(), entry.payment().paidAt(), TrainingDay.TERMINAL);
    }

    private List<String> codes(java.awt.image.BufferedImage picture) {
        return QrReader.forReceipts(text -> true, Clock.systemUTC())
                .read(Luminance.of(picture), Deadline.never())
                .wanted()
                .stream()
                .map(DecodedCode::text)
                .toList();
    }

    private ReceiptReading read(Luminance picture) {
        ReceiptReader reader = new ReceiptReader(clock(MORNING));
        Reading reading = QrReader.forReceipts(
                        text -> reader.read(text) instanceof ReceiptReading.Accepted, clock(MORNING))
                .read(picture, Deadline.never());
        return reader.read(reading.wanted().getFirst().text());
    }
}

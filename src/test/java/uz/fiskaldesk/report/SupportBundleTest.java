package uz.fiskaldesk.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** Tests that nothing of a customer and no password gets into what is sent to the support. */
class SupportBundleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final String ID = "a12fc00f-5af5-45b8-adf8-00000000000";

    @TempDir
    private Path folder;

    private String bundle() {
        try (SqliteLedger ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW)) {
            return new SupportBundle(folder.resolve("settings.json"), folder, "1.0.0", CLOCK)
                    .collect(ledger, null, new Messages(Translations.in(Language.ENGLISH), CLOCK)).stream()
                            .map(SupportBundle.Part::text)
                            .collect(Collectors.joining("\n"));
        }
    }

    @Test
    void masksPhonesHoweverTheyAreWritten() {
        try (SqliteLedger ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), NOW)) {
            add(ledger, 1, "998946532140", "тел. 94 653 21 40, (94) 653-21-40");
            add(ledger, 2, "79166532140", null);
            add(ledger, 3, "6532140", null);
        }
        assertThat(bundle()).contains("94*****40").doesNotContain("653");
    }

    @Test
    void aPaymentThatCannotBeReadHidesNoOther() {
        String url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        try (SqliteLedger ledger = SqliteLedger.open(url, NOW)) {
            for (int n = 1; n <= 3; n++) {
                add(ledger, n, "998946532140", null);
            }
        }
        PostgresServer.run(
                url,
                "UPDATE attempt SET kind = 'zzz' WHERE payment = 1",
                "UPDATE payment SET provider = 'zzz' WHERE id = 2");

        assertThat(bundle())
                .contains(ID + 1, "The history cannot be read: ", "Cannot be read: " + ID + 2, ID + 3, "REJECTED");
    }

    @Test
    void masksPasswordsInSettingsOfEveryEncodingThatIsRead() throws Exception {
        String settings = "{\"till\": \"Kassa\", \"password\": \"geheim\"}";
        for (var charset : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_8, StandardCharsets.UTF_16, StandardCharsets.UTF_16LE
        }) {
            byte[] mark =
                    charset.equals(StandardCharsets.UTF_16LE) ? new byte[] {(byte) 0xff, (byte) 0xfe} : new byte[0];
            byte[] text = settings.getBytes(charset);
            byte[] whole = java.util.Arrays.copyOf(mark, mark.length + text.length);
            System.arraycopy(text, 0, whole, mark.length, text.length);
            Files.write(folder.resolve("settings.json"), whole);
            assertThat(bundle().replace("\0", ""))
                    .as("%s", charset)
                    .contains("Kassa")
                    .doesNotContain("geheim");
        }
    }

    private static void add(SqliteLedger ledger, int n, String phone, @Nullable String note) {
        TransactionId id = TransactionId.of(ID + n);
        ledger.add(
                new Payment(id, null, new Amount(100), phone, null, NOW, note),
                null,
                new Act(Act.Kind.ADDED, "Dilnoza", NOW, null));
        FiscalReceipt receipt = ReceiptLink.parse(
                        "https://ofd.soliq.uz/check?t=UZ170703100597&r=" + n + "&c=20261124113000&s=51434319016" + n)
                .orElseThrow();
        ledger.attach(ledger.find(id).orElseThrow(), receipt, null, List.of());
        Ledger.StartedAttempt begun =
                ledger.claim(ledger.find(id).orElseThrow(), "till 3", NOW, null).orElseThrow();
        ledger.recordOutcome(begun.attemptId(), new Outcome.Rejected(new Answer(200, "106", "no")), NOW, null);
    }
}

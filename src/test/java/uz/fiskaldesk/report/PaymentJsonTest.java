package uz.fiskaldesk.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

class PaymentJsonTest {
    private static final TransactionId ID = TransactionId.of("a12f0000-0000-4000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    private static final FiscalReceipt RECEIPT = new FiscalReceipt(
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20261124110000&s=025561534771",
            "UZ170703100597",
            "6013",
            Instant.parse("2026-11-24T06:00:00Z"),
            "025561534771");

    @Test
    void writesEveryFieldEvenIfUnknown() {
        assertThat(PaymentJson.line(entry(Payment.of(ID), PaymentState.PENDING, null, 0, null, null)))
                .isEqualTo("{\"transactionId\":\"a12f0000-0000-4000-8000-000000000001\",\"provider\":\"anor\","
                        + "\"paymentId\":null,\"amountTiyin\":null,\"phone\":null,\"card\":null,\"paidAt\":null,"
                        + "\"state\":\"PENDING\",\"receipt\":null,\"attempts\":0,\"lastOutcome\":null,"
                        + "\"nextTryAt\":null,\"posExpectedUntil\":null,\"conflict\":false,\"awaitsWord\":false,\"warnings\":[],"
                        + "\"sentTo\":null,\"practice\":false}");
    }

    @Test
    void writesEveryKnownValue() {
        Payment payment = new Payment(
                ID,
                "123456",
                new Amount(12_500_050),
                "998946532140",
                "860014******3145",
                Instant.parse("2026-11-24T05:59:00Z"),
                "note");
        Outcome outcome = new Outcome.NotSent(
                Outcome.NotSentReason.CONNECTION_REFUSED, Answer.ofMessage("ConnectException: \"refused\""), null);
        assertThat(PaymentJson.line(entry(
                        payment, PaymentState.READY, RECEIPT, 2, outcome, Instant.parse("2026-11-24T07:00:05.25Z"))))
                .isEqualTo("{\"transactionId\":\"a12f0000-0000-4000-8000-000000000001\",\"provider\":\"anor\","
                        + "\"paymentId\":\"123456\",\"amountTiyin\":12500050,\"phone\":\"998946532140\","
                        + "\"card\":\"860014******3145\",\"paidAt\":\"2026-11-24T05:59:00Z\",\"state\":\"READY\","
                        + "\"receipt\":{\"url\":\"" + RECEIPT.url() + "\",\"terminalId\":\"UZ170703100597\","
                        + "\"receiptNumber\":\"6013\",\"issuedAt\":\"2026-11-24T06:00:00Z\","
                        + "\"fiscalSign\":\"025561534771\"},\"attempts\":2,"
                        + "\"lastOutcome\":{\"kind\":\"NotSent\",\"code\":null,"
                        + "\"message\":\"ConnectException: \\\"refused\\\"\"},"
                        + "\"nextTryAt\":\"2026-11-24T07:00:05.250Z\",\"posExpectedUntil\":null,\"conflict\":false,\"awaitsWord\":false,"
                        + "\"warnings\":[],\"sentTo\":null,\"practice\":false}");
    }

    @Test
    void writesIntegerCodesAsNumbersAndOthersAsStrings() {
        assertThat(rejected("106")).contains("\"code\":106,");
        assertThat(rejected("-5017")).contains("\"code\":-5017,");
        assertThat(rejected("0")).contains("\"code\":0,");
        assertThat(rejected("007")).contains("\"code\":\"007\",");
        assertThat(rejected("E1")).contains("\"code\":\"E1\",");
        assertThat(rejected("9".repeat(30))).contains("\"code\":\"" + "9".repeat(30) + "\",");
    }

    @Test
    void writesHistoryInChronologicalOrder() {
        Attempt done = new Attempt(
                1,
                NOON,
                NOON.plusMillis(1_250),
                RECEIPT.url(),
                "Till 1",
                "http://10.0.0.5",
                new Outcome.Rejected(new Answer(200, "106", "no money")));
        Attempt underWay = new Attempt(2, NOON.plusSeconds(60), null, RECEIPT.url(), "Till 1", null, null);
        Act attached = new Act(Act.Kind.RECEIPT_ATTACHED, "Aziza", NOON, RECEIPT.url());
        Act retried = new Act(Act.Kind.RETRIED, "Aziza", NOON.plusSeconds(60), null);
        String json = PaymentJson.withHistory(
                entry(Payment.of(ID), PaymentState.SENDING, RECEIPT, 2, null, null),
                List.of(done, underWay),
                List.of(attached, retried));
        assertThat(json)
                .endsWith(",\"history\":["
                        + "{\"kind\":\"RECEIPT_ATTACHED\",\"who\":\"Aziza\",\"at\":\"2026-11-24T07:00:00Z\",\"why\":\""
                        + RECEIPT.url() + "\"},"
                        + "{\"startedAt\":\"2026-11-24T07:00:00Z\",\"finishedAt\":\"2026-11-24T07:00:01.250Z\","
                        + "\"receiptUrl\":\"" + RECEIPT.url() + "\",\"outcome\":\"Rejected\",\"httpStatus\":200,"
                        + "\"code\":106,\"message\":\"no money\",\"millis\":1250,\"till\":\"Till 1\","
                        + "\"address\":\"http://10.0.0.5\",\"practice\":false},"
                        + "{\"kind\":\"RETRIED\",\"who\":\"Aziza\",\"at\":\"2026-11-24T07:01:00Z\",\"why\":null},"
                        + "{\"startedAt\":\"2026-11-24T07:01:00Z\",\"finishedAt\":null,\"receiptUrl\":\""
                        + RECEIPT.url()
                        + "\",\"outcome\":null,\"httpStatus\":null,\"code\":null,\"message\":null,\"millis\":null,"
                        + "\"till\":\"Till 1\",\"address\":null,\"practice\":false}]}");
    }

    @Test
    void tellsWhatWaitsForAPersonAndWhatIsPracticeOnly() {
        LedgerEntry waiting = new LedgerEntry(
                1,
                1,
                Payment.of(ID),
                NOON,
                PaymentState.CONFIRMED,
                null,
                false,
                RECEIPT,
                1,
                false,
                false,
                0,
                new Outcome.Confirmed(Answer.NONE, true),
                NOON,
                null,
                null,
                List.of(ReceiptWarning.TEST_RECEIPT, ReceiptWarning.OTHER_TILL),
                true,
                null,
                "http://127.0.0.1:8080");
        assertThat(PaymentJson.line(waiting))
                .endsWith("\"awaitsWord\":true,\"warnings\":[\"test-receipt\",\"other-till\"],"
                        + "\"sentTo\":\"http://127.0.0.1:8080\",\"practice\":true}");
        Outcome notBelieved = new Outcome.Unknown(Outcome.UnknownReason.PRACTICE_FISCALBOX, Answer.NONE);
        assertThat(PaymentJson.withHistory(
                        waiting,
                        List.of(new Attempt(1, NOON, NOON, RECEIPT.url(), "Till 1", "http://10.0.0.5", notBelieved)),
                        List.of()))
                .endsWith("\"address\":\"http://10.0.0.5\",\"practice\":true}]}");
        assertThat(ExportColumn.ALL.stream()
                        .filter(column ->
                                List.of("awaits_word", "warnings", "practice").contains(column.title()))
                        .map(column -> column.of(waiting)))
                .containsExactly("yes", "yes", "test-receipt, other-till");
    }

    private static String rejected(String code) {
        return PaymentJson.line(entry(
                Payment.of(ID),
                PaymentState.REJECTED,
                RECEIPT,
                1,
                new Outcome.Rejected(new Answer(200, code, null)),
                null));
    }

    private static LedgerEntry entry(
            Payment payment,
            PaymentState state,
            @Nullable FiscalReceipt receipt,
            int attempts,
            @Nullable Outcome outcome,
            @Nullable Instant nextTryAt) {
        return new LedgerEntry(
                1,
                1,
                payment,
                NOON,
                state,
                null,
                false,
                receipt,
                attempts,
                false,
                false,
                0,
                outcome,
                outcome == null ? null : NOON,
                nextTryAt,
                null,
                java.util.List.of(),
                false,
                null,
                null);
    }
}

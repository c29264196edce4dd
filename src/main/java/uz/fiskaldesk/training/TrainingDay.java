package uz.fiskaldesk.training;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/**
 * The sample payments of a day and FiscalBox's responses to them: thirty payments, the same for the same day. Phone and
 * card numbers are fictitious.
 */
final class TrainingDay {
    static final int PAYMENTS = 30;
    static final String TERMINAL = "UZ170703100597";

    /** Typical grocery prices, in sums. */
    private static final int[] PRICES = {
        12_000, 38_500, 64_000, 86_900, 125_000, 240_000, 9_900, 47_300, 18_750, 1_250_000
    };

    private static final Duration BETWEEN_PAYMENTS = Duration.ofMinutes(9);
    private static final int FIRST_RECEIPT = 2391;

    /** Simulated failures by the number of the payment; later attempts succeed unless listed otherwise. */
    private static final Map<Integer, List<Behaviour>> FAILURES = Map.ofEntries(
            Map.entry(1, List.of(Behaviour.reject(106, "Tolov topilmadi yoki bekor qilingan"), Behaviour.confirm())),
            Map.entry(2, List.of(Behaviour.resetAfterBooking(), Behaviour.confirm())),
            Map.entry(4, List.of(Behaviour.slow(Duration.ofSeconds(6)))),
            Map.entry(5, List.of(Behaviour.httpError(401), Behaviour.httpError(401), Behaviour.confirm())),
            Map.entry(
                    7,
                    List.of(
                            Behaviour.reject(7, "{\"qr_code\":[\"This field may not be blank.\"]}"),
                            Behaviour.confirm())),
            Map.entry(9, List.of(Behaviour.timedOut(), Behaviour.confirm())),
            Map.entry(11, List.of(Behaviour.html(), Behaviour.confirm())),
            Map.entry(13, List.of(Behaviour.reject(105, "Ошибка биллинга"), Behaviour.confirm())),
            Map.entry(15, List.of(Behaviour.tooManyRequests(10), Behaviour.confirm())),
            Map.entry(17, List.of(Behaviour.hang(), Behaviour.confirm())),
            Map.entry(19, List.of(Behaviour.declined())),
            Map.entry(21, List.of(Behaviour.httpError(502), Behaviour.confirm())),
            Map.entry(24, List.of(Behaviour.reject(333, "Срок обслуживания ЦТО истёк"))),
            Map.entry(27, List.of(Behaviour.otherTransaction("05a40000-0000-4000-8000-000000006534"))));

    private final LocalDate date;
    private final Instant lastPaidAt;

    /** @param opened when training started on that day; the last payment was made shortly before */
    TrainingDay(LocalDate date, Instant opened) {
        this.date = date;
        this.lastPaidAt = opened.minus(Duration.ofMinutes(2));
    }

    /** Returns the ID of the transaction that identifies a ledger of this day. */
    static TransactionId firstOf(LocalDate date) {
        return id(date, 0);
    }

    /** Returns all samples, the latest first. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int number = 0; number < PAYMENTS; number++) {
            samples.add(sample(number));
        }
        return samples;
    }

    private Sample sample(int number) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(date.toEpochDay() * PAYMENTS + number);
        Instant paidAt = lastPaidAt.minus(BETWEEN_PAYMENTS.multipliedBy(number)).minusSeconds(random.nextInt(240));
        Payment payment = new Payment(
                id(number),
                Integer.toString(1_204_000 + PAYMENTS - number),
                new Amount(PRICES[random.nextInt(PRICES.length)] * 100L),
                "99890000" + fourDigits(random),
                "860000******" + fourDigits(random),
                paidAt,
                null);
        return new Sample(payment, receipt(number, paidAt.plusSeconds(20 + random.nextInt(60)), random));
    }

    private static FiscalReceipt receipt(int number, Instant issuedAt, RandomGenerator random) {
        String sign = String.format(Locale.ROOT, "%012d", random.nextLong(1_000_000_000_000L));
        return receipt(TERMINAL, Integer.toString(FIRST_RECEIPT + PAYMENTS - number), issuedAt, sign);
    }

    static FiscalReceipt receipt(String terminal, String number, Instant issuedAt, String sign) {
        LocalDateTime wallClock = LocalDateTime.ofInstant(issuedAt, FiscalReceipt.TASHKENT);
        return new FiscalReceipt(
                FiscalReceipt.linkOf(terminal, number, wallClock, sign), terminal, number, issuedAt, sign);
    }

    private TransactionId id(int number) {
        return id(date, number);
    }

    private static TransactionId id(LocalDate date, int number) {
        String name = "training " + date + " " + number;
        return TransactionId.of(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    private static String fourDigits(RandomGenerator random) {
        return String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
    }

    /** Returns the simulator's scenario for this day. */
    Scenario scenario() {
        Scenario scenario = Scenario.confirming().withTerminal(TERMINAL);
        for (Map.Entry<Integer, List<Behaviour>> failure : FAILURES.entrySet()) {
            scenario = scenario.with(
                    id(failure.getKey()).text(), failure.getValue().toArray(Behaviour[]::new));
        }
        return scenario;
    }
}

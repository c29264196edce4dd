package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.intake.PaymentFields.Checked;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.payment.TransactionId;

class PaymentFieldsTest {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";

    @Test
    void createsAPaymentFromTexts() {
        Checked checked = PaymentFields.of(Map.of(
                        PaymentField.TRANSACTION_ID, " " + ID + "\t",
                        PaymentField.AMOUNT, "125 000,50",
                        PaymentField.PAYMENT_ID, "123456",
                        PaymentField.PHONE, "+998 94 653 21 40",
                        PaymentField.CARD, "8600 1412 3456 3145",
                        PaymentField.PAID_AT, "2026-11-24T14:02:11+05:00",
                        PaymentField.NOTE, "second\ttill"))
                .check(Providers.DEFAULT);
        assertThat(checked)
                .isEqualTo(new Checked.Good(new Payment(
                        TransactionId.of(ID),
                        "123456",
                        new Amount(12_500_050),
                        "998946532140",
                        "860014******3145",
                        Instant.parse("2026-11-24T09:02:11Z"),
                        "second till")));
    }

    @Test
    void needsOnlyTheTransactionId() {
        assertThat(PaymentFields.of(Map.of(PaymentField.TRANSACTION_ID, ID)).check(Providers.DEFAULT))
                .isEqualTo(new Checked.Good(Payment.of(TransactionId.of(ID))));
        assertThat(problems(Map.of(PaymentField.NOTE, "x")))
                .containsExactly(new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.MISSING));
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThat(problems(Map.of(
                        PaymentField.TRANSACTION_ID, "12",
                        PaymentField.AMOUNT, "0",
                        PaymentField.PAYMENT_ID, "x".repeat(65),
                        PaymentField.PHONE, "call me",
                        PaymentField.CARD, "12",
                        PaymentField.PAID_AT, "yesterday",
                        PaymentField.NOTE, "x".repeat(501),
                        PaymentField.PROVIDER, "nobank")))
                .containsExactlyInAnyOrder(
                        new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.INVALID),
                        new FieldProblem(PaymentField.AMOUNT, FieldProblem.INVALID),
                        new FieldProblem(PaymentField.PAYMENT_ID, FieldProblem.TOO_LONG),
                        new FieldProblem(PaymentField.PHONE, FieldProblem.INVALID),
                        new FieldProblem(PaymentField.CARD, FieldProblem.INVALID),
                        new FieldProblem(PaymentField.PAID_AT, FieldProblem.INVALID),
                        new FieldProblem(PaymentField.NOTE, FieldProblem.TOO_LONG),
                        new FieldProblem(PaymentField.PROVIDER, FieldProblem.INVALID));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-24T14:02:11+05:00     | 2026-11-24T09:02:11Z
            2026-11-24T14:02:11.250+0500  | 2026-11-24T09:02:11.250Z
            2026-11-24T14:02:11.250999+05 | 2026-11-24T09:02:11.250Z
            2026-11-24T09:02:11Z          | 2026-11-24T09:02:11Z
            2026-11-24T14:02:11           | 2026-11-24T09:02:11Z
            2026-11-24 14:02              | 2026-11-24T09:02:00Z
            2026-11-24 9:05               | 2026-11-24T04:05:00Z
            2026-11-24t14:02:11           | 2026-11-24T09:02:11Z
            24.11.2026 14:02              | 2026-11-24T09:02:00Z
            24.11.2026 14:02:11           | 2026-11-24T09:02:11Z
            24.11.2026 9:05               | 2026-11-24T04:05:00Z
            24.11.2026 9:05:07            | 2026-11-24T04:05:07Z
            24.11.2026, 9:05              | 2026-11-24T04:05:00Z
            24.11.2026,09:05              | 2026-11-24T04:05:00Z
            24.11.2026 , 9:05:07          | 2026-11-24T04:05:07Z
            '24.11.2026\u00a0 9:05'       | 2026-11-24T04:05:00Z
            4.1.2026 0:00                 | 2026-01-03T19:00:00Z
            04.01.2026 00:00              | 2026-01-03T19:00:00Z
            """)
    void readsTimes(String text, Instant instant) {
        assertThat(PaidAtParser.read(text)).isEqualTo(new PaidAtParser.Reading.Good(instant));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-24                 | no-time
            24.11.2026                 | no-time
            4.1.2026                   | no-time
            9:05                       | no-date
            14:02:11                   | no-date
            24.11.26 14:02             | short-year
            24-11-26 14:02             | short-year
            24.11.26                   | short-year
            11/24/2026 2:02 PM         | slashes
            24/11/2026 14:02           | slashes
            2026/11/24 14:02           | slashes
            1999-11-24T14:02:11        | wrong-year
            24.11.2206 14:02           | wrong-year
            2026-02-29T10:00:00        | invalid
            29.02.2026 10:00           | invalid
            24.13.2026 10:00           | invalid
            2026-11-24T24:00:00        | invalid
            2026-11-24T14:60           | invalid
            24.11.2026 9:5             | invalid
            24.11.2026 14              | invalid
            24.11.202614:02            | invalid
            24.11.2026;14:02           | invalid
            24.11.2026 2:02 PM         | invalid
            +999999999-11-24T14:02:11  | invalid
            2026-11-24T14:02:11 tomorrow | invalid
            2026-11-24T14:02+99:00     | invalid
            1732430531                 | invalid
            46350.58483                | invalid
            """)
    void refusesInvalidTimes(String text, String why) {
        assertThat(PaidAtParser.read(text)).isEqualTo(new PaidAtParser.Reading.Bad(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.25E+31", "1,25E+31", "1.25e31", "1E+10"})
    void reportsRoundedIds(String id) {
        assertThat(problems(Map.of(PaymentField.TRANSACTION_ID, id)))
                .containsExactly(new FieldProblem(PaymentField.TRANSACTION_ID, FieldProblem.ROUNDED));
    }

    @Test
    void removesInvisibleCharacters() {
        assertThat(PaymentFields.of(Map.of(PaymentField.NOTE, "\u202eevil\u0007\u200b"))
                        .text(PaymentField.NOTE))
                .isEqualTo("evil");
        assertThat(PaymentFields.of(Map.of(PaymentField.NOTE, " \u200b\n")).isBlank())
                .isTrue();
    }

    @Property
    void acceptsAnyText(@ForAll PaymentField field, @ForAll String text) {
        Map<PaymentField, String> texts = new EnumMap<>(Map.of(PaymentField.TRANSACTION_ID, ID));
        texts.put(field, text);
        Checked checked = PaymentFields.of(texts).check(Providers.DEFAULT);
        if (checked instanceof Checked.Bad bad) {
            assertThat(bad.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.field()).isEqualTo(field));
        }
    }

    private static List<FieldProblem> problems(Map<PaymentField, String> texts) {
        return PaymentFields.of(texts).check(Providers.DEFAULT) instanceof Checked.Bad bad ? bad.problems() : List.of();
    }
}

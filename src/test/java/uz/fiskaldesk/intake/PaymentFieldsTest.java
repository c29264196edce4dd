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
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;

class PaymentFieldsTest {
    private static final String ID = "a12f0000-0000-4000-8000-000000000001";

    @Test
    void makesAPaymentOfWhatWasWritten() {
        Checked checked = PaymentFields.of(Map.of(
                        PaymentField.TRANSACTION_ID, " " + ID + "\t",
                        PaymentField.AMOUNT, "125 000,50",
                        PaymentField.PAYMENT_ID, "123456",
                        PaymentField.PHONE, "+998 94 653 21 40",
                        PaymentField.CARD, "8600 1412 3456 3145",
                        PaymentField.PAID_AT, "2026-11-24T14:02:11+05:00",
                        PaymentField.NOTE, "second\ttill"))
                .check();
        assertThat(checked)
                .isEqualTo(new Checked.Good(new Payment(
                        TransactionId.of(ID),
                        Provider.ANOR,
                        "123456",
                        new Amount(12_500_050),
                        "998946532140",
                        "860014******3145",
                        Instant.parse("2026-11-24T09:02:11Z"),
                        "second till")));
    }

    @Test
    void needsTheTransactionIdAlone() {
        assertThat(PaymentFields.of(Map.of(PaymentField.TRANSACTION_ID, ID)).check())
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
                        PaymentField.PROVIDER, "click")))
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
    @CsvSource({
        "2026-11-24T14:02:11+05:00, 2026-11-24T09:02:11Z",
        "2026-11-24T14:02:11.250+0500, 2026-11-24T09:02:11.250Z",
        "2026-11-24T14:02:11.250999+05, 2026-11-24T09:02:11.250Z",
        "2026-11-24T09:02:11Z, 2026-11-24T09:02:11Z",
        "2026-11-24T14:02:11, 2026-11-24T09:02:11Z",
        "2026-11-24 14:02, 2026-11-24T09:02:00Z",
        "24.11.2026 14:02, 2026-11-24T09:02:00Z",
        "24.11.2026 14:02:11, 2026-11-24T09:02:11Z",
        "2026-11-24t14:02:11, 2026-11-24T09:02:11Z",
    })
    void readsTimes(String text, String instant) {
        assertThat(PaidAt.parse(text)).contains(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24",
                "24.11.2026",
                "2026-02-29T10:00:00",
                "2026-11-24T24:00:00",
                "2026-11-24T14:60",
                "1999-11-24T14:02:11",
                "+999999999-11-24T14:02:11",
                "2026-11-24T14:02:11 tomorrow",
                "1732430531"
            })
    void refusesTimesThatAreNone(String text) {
        assertThat(PaidAt.parse(text)).isEmpty();
    }

    @Test
    void takesInvisibleCharactersOut() {
        assertThat(PaymentFields.of(Map.of(PaymentField.NOTE, "\u202eevil\u0007\u200b"))
                        .text(PaymentField.NOTE))
                .isEqualTo("evil");
        assertThat(PaymentFields.of(Map.of(PaymentField.NOTE, " \u200b\n")).isBlank())
                .isTrue();
    }

    @Property
    void answersToAnyTexts(@ForAll PaymentField field, @ForAll String text) {
        Map<PaymentField, String> texts = new EnumMap<>(Map.of(PaymentField.TRANSACTION_ID, ID));
        texts.put(field, text);
        Checked checked = PaymentFields.of(texts).check();
        if (checked instanceof Checked.Bad bad) {
            assertThat(bad.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.field()).isEqualTo(field));
        }
    }

    private static List<FieldProblem> problems(Map<PaymentField, String> texts) {
        return PaymentFields.of(texts).check() instanceof Checked.Bad bad ? bad.problems() : List.of();
    }
}

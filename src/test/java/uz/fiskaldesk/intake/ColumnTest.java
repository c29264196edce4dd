package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.intake.ImportFileException.Reason;

class ColumnTest {
    private static final String SIGNS = "₽$×²ⅯΩ中%";
    private static final Column SUMS = new Column(PaymentField.AMOUNT, false);
    private static final Column TIYIN = new Column(PaymentField.AMOUNT, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount",
                "Amount (UZS)",
                "AMOUNT, SUM",
                "amount in sums",
                "Click amount",
                "сумма платежа Uzum",
                "payment amount (soums)",
                "amount_soʻm",
                "amount (so'm)",
                "amount (so‘mda)",
                "amount, сум",
                "Сумма",
                "Сумма, сум.",
                "СУММА (В СУМАХ)",
                "Сумма платежа, UZS",
                "Summa",
                "Toʻlov summasi (soʻm)",
                "To`lov summasi, som",
                "Сумма (сўм)",
                "Тўлов суммаси (сўмда)",
                "Тўлов миқдори",
                "amount*",
                "\u200bamount\u00a0",
                "ａｍｏｕｎｔ"
            })
    void recognisesAmountsInSums(String name) {
        assertThat(Column.named(name)).contains(SUMS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amountTiyin",
                "amount_tiyin",
                "AMOUNT TIYIN",
                "tiyin amount",
                "amount (тийин)",
                "amount (Тийин)",
                "amount, тий.",
                "amount (tiy)",
                "amount in tiyins",
                "amount (UZS, tiyin)",
                "Сумма, тийин",
                "Сумма платежа (в тийинах)",
                "Сумма (тиин)",
                "Сумма, тыйын",
                "Сумма в тиинах",
                "Summa (tiyinda)",
                "Toʻlov summasi, tiyin",
                "Тўлов суммаси (тийинда)"
            })
    void recognisesAmountsInTiyin(String name) {
        assertThat(Column.named(name)).contains(TIYIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount (USD)",
                "amount, $",
                "amount (₽)",
                "amount (x100)",
                "amount ×100",
                "amount % ",
                "amount (thousands)",
                "amount (тыс. сум)",
                "amount (минг сўм)",
                "amount (копейки)",
                "amount (սում)",
                "amount (タイイン)",
                "amount sum tiyin",
                "Сумма НДС",
                "Сумма возврата, сум",
                "Summa (ming soʻm)",
                "amount²",
                "discount_amount"
            })
    void refusesAmountsWithAnUnclearName(String name) {
        assertThat(Column.named(name)).isEmpty();
        assertThatThrownBy(() -> ColumnMapping.NONE.header(List.of("transaction_id", name), new Ignored()))
                .isInstanceOfSatisfying(ImportFileException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.UNCLEAR_AMOUNT);
                    assertThat(e.detail()).isEqualTo(name.strip());
                });
        Ignored ignored = new Ignored();
        assertThatCode(() -> ColumnMapping.NONE.header(List.of("transaction_id", "amount", name), ignored))
                .doesNotThrowAnyException();
        assertThat(ignored.names).containsExactly(name.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "transactionId, TRANSACTION_ID",
        "Transaction-ID, TRANSACTION_ID",
        "ID транзакции, TRANSACTION_ID",
        "Tranzaksiya ID raqami, TRANSACTION_ID",
        "Транзакция ID рақами, TRANSACTION_ID",
        "payment_id, PAYMENT_ID",
        "ID платежа, PAYMENT_ID",
        "Toʻlov ID raqami, PAYMENT_ID",
        "Телефон клиента, PHONE",
        "Номер карты, CARD",
        "Karta raqami, CARD",
        "Время платежа, PAID_AT",
        "Toʻlov vaqti, PAID_AT",
        "Тўлов вақти, PAID_AT",
        "Примечание, NOTE",
        "Izoh, NOTE",
        "Изоҳ, NOTE",
        "Платёжная система, PROVIDER",
        "Чек, RECEIPT",
        "Chek, RECEIPT"
    })
    void recognisesNamesInAllLanguages(String name, PaymentField field) {
        assertThat(Column.named(name)).contains(new Column(field, false));
    }

    /** An additional word in any alphabet, such as another time zone or another kind of ID, changes the meaning. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "paid_at (МСК)",
                "paid_at (UTC)",
                "paid_at №2",
                "transaction_id возврата",
                "phone (доп.)",
                "аmount",
                "id",
                "сум",
                ""
            })
    void ignoresNamesWithAnUnknownPart(String name) {
        assertThat(Column.named(name)).isEmpty();
    }

    @Test
    void refusesTwoAmountColumns() {
        assertThatThrownBy(() ->
                        ColumnMapping.NONE.header(List.of("transaction_id", "amount", "Сумма, тийин"), new Ignored()))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.COLUMN_TWICE));
    }

    @Property
    void neverIgnoresDigitsOrSigns(@ForAll("rests") String rest) {
        if (rest.codePoints().anyMatch(c -> Character.isDigit(c) || SIGNS.indexOf(c) >= 0)) {
            assertThat(Column.named("amount " + rest)).isEmpty();
            assertThat(Column.named("amount (тийин)" + rest)).isEmpty();
        }
    }

    @Provide
    Arbitrary<String> rests() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withCharRange('а', 'я')
                .withChars("ўқғҳ ()" + SIGNS)
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Test
    void longNamesAreMatchedFast() {
        assertThat(Column.named("in".repeat(100_000) + "amount")).isEmpty();
    }

    private static final class Ignored implements RowSink {
        private final List<String> names = new ArrayList<>();

        @Override
        public void row(long line, PaymentFields fields) {}

        @Override
        public void broken(long line, @Nullable FieldProblem why) {}

        @Override
        public void ignored(String column) {
            names.add(column);
        }
    }
}

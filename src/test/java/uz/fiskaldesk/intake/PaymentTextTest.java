package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.payment.Providers;

/** Tests what is found in messages about payments. */
class PaymentTextTest {
    private static final Pattern START = Pattern.compile("(?m)^--- ");

    /** A message of the table, with the lines that are expected. */
    record Message(String name, String text, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Message> messages() throws IOException {
        try (InputStream file = PaymentTextTest.class.getResourceAsStream("messages.txt")) {
            String table = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return START.splitAsStream(table).skip(1).map(PaymentTextTest::message);
        }
    }

    private static Message message(String block) {
        int end = block.indexOf('\n');
        int expected = block.indexOf("==>\n");
        return new Message(
                block.substring(0, end),
                block.substring(end + 1, expected),
                block.substring(expected + 4)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void findsTheFieldsAndGuessesNone(Message message) {
        assertThat(lines(PaymentText.read(message.text(), Providers.DEFAULT))).isEqualTo(message.expected());
    }

    private static List<String> lines(PaymentText found) {
        List<String> lines = new ArrayList<>();
        for (PaymentField field : PaymentField.values()) {
            if (!found.value(field).isEmpty()) {
                lines.add(field.column() + " = " + found.value(field));
            } else if (!found.choices(field).isEmpty()) {
                lines.add(field.column() + " ? " + String.join(" | ", found.choices(field)));
            }
        }
        return lines.stream()
                .sorted(java.util.Comparator.comparingInt(PaymentTextTest::order))
                .toList();
    }

    /** The order of the table. */
    private static int order(String line) {
        return List.of("transaction_id", "payment_id", "amount", "phone", "card", "paid_at")
                .indexOf(line.substring(0, line.indexOf(' ')));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyValueIsAcceptedByTheForm(Message message) {
        PaymentText found = PaymentText.read(message.text(), Providers.DEFAULT);
        java.util.Map<PaymentField, String> texts = new java.util.EnumMap<>(PaymentField.class);
        for (PaymentField field : PaymentField.values()) {
            texts.put(field, found.value(field));
        }
        texts.put(PaymentField.TRANSACTION_ID, "a12fc00f-5af5-65b8-adf8-74bff44680ee");
        assertThat(PaymentFields.of(texts).check(Providers.DEFAULT)).isInstanceOf(PaymentFields.Checked.Good.class);
    }

    @Test
    void aMessageIsAboutAPaymentIfItHasATransactionOrTwoOtherFields() {
        assertThat(PaymentText.read("a12fc00f-5af5-65b8-adf8-74bff44680ee", Providers.DEFAULT)
                        .isAboutPayment())
                .isTrue();
        assertThat(PaymentText.read("+998 94 653 21 40, 125 000 сум", Providers.DEFAULT)
                        .isAboutPayment())
                .isTrue();
        assertThat(PaymentText.read("125 000 сум", Providers.DEFAULT).isAboutPayment())
                .isFalse();
        assertThat(PaymentText.read("", Providers.DEFAULT).isAboutPayment()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Only one provider can have issued it.
            anor click       | Click: to'lov ID 2354512461, 125 000 so'm                 | click:2354512461
            anor payme       | Оплата Payme 125 000 сум, чек 63b5282a6f47f572807fd53e    | payme:63b5282a6f47f572807fd53e
            anor payme       | 63b5282a6f47f572807fd53e                                  | payme:63b5282a6f47f572807fd53e
            anor payme       | https://payme.uz/checks/63b5282a6f47f572807fd53e          | payme:63b5282a6f47f572807fd53e
            anor uzqr        | To'lov PAY12345678901234567 bajarildi                     | uzqr:PAY12345678901234567
            anor uzqr        | {"pay_id":"AB_77-1","payer_phone":"+998901234567"}        | uzqr:AB_77-1
            uzum             | 7e577908-6851-4a8d-ac1d-bdd17002f96b                      | uzum:7e577908-6851-4a8d-ac1d-bdd17002f96b
            click            | Payment ID: 24                                            | click:24
            anor click       | CLICK:12345678                                            | click:12345678
            anor click       | клик ID 644113a290a5eba4298f05d5                          | click:644113a290a5eba4298f05d5
            # The name of the provider decides between two.
            anor uzum        | Uzum 7e577908-6851-4a8d-ac1d-bdd17002f96b                 | uzum:7e577908-6851-4a8d-ac1d-bdd17002f96b
            anor uzum        | Anorbank 7e577908-6851-4a8d-ac1d-bdd17002f96b             | 7e577908-6851-4a8d-ac1d-bdd17002f96b
            click payme      | Пейми 63b5282a6f47f572807fd53e                            | payme:63b5282a6f47f572807fd53e
            # A person decides.
            anor uzum        | 7e577908-6851-4a8d-ac1d-bdd17002f96b | ? 7e577908-6851-4a8d-ac1d-bdd17002f96b uzum:7e577908-6851-4a8d-ac1d-bdd17002f96b
            click payme      | 63b5282a6f47f572807fd53e             | ? click:63b5282a6f47f572807fd53e payme:63b5282a6f47f572807fd53e
            anor click       | {"payment_id":"2388672086","transaction_id":"ba0d49c8-a2fa-4f80-8f0b-9cfa079f9684"} | ? ba0d49c8-a2fa-4f80-8f0b-9cfa079f9684 click:2388672086
            anor click       | 2354512461                           | ? click:2354512461
            anor             | Uzum 7e577908-6851-4a8d-ac1d-bdd17002f96b | ? 7e577908-6851-4a8d-ac1d-bdd17002f96b
            # An ID of a provider that is off, an amount and an invoice are no IDs.
            anor             | Click: to'lov ID 2354512461          |
            click            | ba0d49c8-a2fa-4f80-8f0b-9cfa079f9684 |
            anor click       | Click: 12500000 сум                  |
            anor click       | Click 125 000                        |
            uzqr             | invoice id: INVC134B7FEFED34BC3B470B8 |
            anor click       | PAY12345678901234567                 |
            """)
    void findsTheIdsOfTheProvidersThatAreOn(String codes, String text, String expected) {
        PaymentText found = PaymentText.read(text, Providers.ofCodes(List.of(codes.split(" ", -1))));
        String id = found.value(PaymentField.TRANSACTION_ID);
        List<String> choices = found.choices(PaymentField.TRANSACTION_ID);
        String result = choices.isEmpty() ? id : "? " + String.join(" ", choices);
        assertThat(result).isEqualTo(expected == null ? "" : expected);
        if (!id.isEmpty() && id.contains(":")) {
            assertThat(found.value(PaymentField.PAYMENT_ID)).isEmpty();
        }
    }

    @Test
    void aTextThatIsTooLongIsNotSearched() {
        String id = "a12fc00f-5af5-65b8-adf8-74bff44680ee";
        assertThat(PaymentText.read(id + " ".repeat(PaymentText.MAX_LENGTH - id.length()), Providers.DEFAULT)
                        .isAboutPayment())
                .isTrue();
        assertThat(PaymentText.read(id + " ".repeat(PaymentText.MAX_LENGTH), Providers.DEFAULT)
                        .isAboutPayment())
                .isFalse();
    }

    /** Any text, and texts that consist of parts that mean something. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(300);
        Arbitrary<String> parts = Arbitraries.of(
                        "a12fc00f-5af5-65b8-adf8-74bff44680ee",
                        "A12FC00F5AF565B8ADF874BFF44680EE",
                        "125 000",
                        "сум",
                        "so'm",
                        "UZS",
                        "+998",
                        "998946532140",
                        "94 653 21 40",
                        "8600 14** **** 3145",
                        "*3145",
                        "25.11.2026",
                        "14:02",
                        "14:02:11",
                        "99.99.9999",
                        "payment id",
                        "№",
                        "ID",
                        ":",
                        "=",
                        "\"",
                        " ",
                        "\n",
                        "\u00a0",
                        "\u202e",
                        "\u200b",
                        "\u0001",
                        "\ud83d",
                        "\udca9",
                        "İ",
                        "ß",
                        "ﬁ",
                        "٣",
                        "𝟙",
                        "a\u0301",
                        "-",
                        ".",
                        ",",
                        "$1",
                        "\\",
                        "(",
                        "[",
                        "баланс",
                        "комиссия",
                        "чек",
                        "1",
                        "9",
                        "0",
                        "х",
                        "x",
                        "*")
                .list()
                .ofMaxSize(60)
                .map(list -> String.join("", list));
        return Arbitraries.oneOf(any, parts);
    }

    @Property(tries = 3_000)
    void neverThrowsAndInventsNoId(@ForAll("texts") String text) {
        PaymentText found = PaymentText.read(text, Providers.DEFAULT);
        String visible = text.replaceAll("\\p{Cf}", "");
        for (PaymentField field : List.of(PaymentField.TRANSACTION_ID, PaymentField.PAYMENT_ID)) {
            assertThat(values(found, field))
                    .allSatisfy(id -> assertThat(visible).contains(id));
        }
        String digits = text.replaceAll("[^0-9]", "");
        for (PaymentField field : List.of(PaymentField.PHONE, PaymentField.CARD)) {
            assertThat(values(found, field))
                    .allSatisfy(value -> assertThat(digits)
                            .contains(value.substring(Math.max(0, value.length() - 2))
                                    .replace("*", "")));
        }
        for (PaymentField field : PaymentField.values()) {
            assertThat(found.value(field).isEmpty() || found.choices(field).isEmpty())
                    .isTrue();
        }
        assertThat(values(found, PaymentField.AMOUNT))
                .allSatisfy(amount -> assertThat(uz.fiskaldesk.payment.Amount.parseSums(amount))
                        .isPresent());
    }

    private static List<String> values(PaymentText found, PaymentField field) {
        return found.value(field).isEmpty() ? found.choices(field) : List.of(found.value(field));
    }

    @Test
    void hostileTextsAreReadQuickly() {
        for (String part : List.of(
                "1",
                "1 111",
                "1.111",
                "*",
                "8600 ",
                "баланс ",
                "payment id",
                "\"",
                "0-",
                "a",
                " ",
                "25.11.2026 ",
                "+998",
                "x*")) {
            String text = part.repeat(PaymentText.MAX_LENGTH / part.length());
            long start = System.nanoTime();
            PaymentText.read(text, Providers.DEFAULT);
            assertThat(System.nanoTime() - start)
                    .as(String.format(Locale.ROOT, "%s, %d times", part, PaymentText.MAX_LENGTH / part.length()))
                    .isLessThan(5_000_000_000L);
        }
    }
}

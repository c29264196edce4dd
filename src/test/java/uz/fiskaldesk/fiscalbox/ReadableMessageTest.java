package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableMessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"payment_id":["This field may not be blank."]}      | payment_id: This field may not be blank.
                    {"qr_code":["Enter a valid URL.","Too long."]}       | qr_code: Enter a valid URL. qr_code: Too long.
                    {"a":["x"],"b":"y","c":null,"d":""}                  | a: x; b: y
                    {"order":{"lines":[{"price":["Negative"]}]}}         | order.lines.price: Negative
                    {"non_field_errors":["Xato"]} Qaytadan urinib koring | non_field_errors: Xato; Qaytadan urinib koring
                    {"a":"x"}: read timed out                            | a: x: read timed out
                    ["Оплата не найдена"]                                | Оплата не найдена
                    {"a":1,"b":true}                                     | a: 1; b: true
                    {}                                                   | {}
                    {not json}                                           | {not json}
                    {'payment_id': ['x']}                                | {'payment_id': ['x']}
                    {"a":"x"                                             | {"a":"x"
                    Chek topilmadi                                       | Chek topilmadi
                    <b>Ошибка</b> &amp;                                  | <b>Ошибка</b> &amp;
                    """)
    void convertsToASentence(String sent, String shown) {
        assertThat(ReadableMessage.of(sent)).isEqualTo(shown);
    }

    @Test
    void removesControlAndDirectionCharacters() {
        assertThat(ReadableMessage.of("  a\r\n\tb\u0000c\u202ed\u200be\ufefff\u2028g\u00a0\u00a0h\ue000 "))
                .isEqualTo("a b cdef g h");
        assertThat(ReadableMessage.of("{\"a\":[\"x\\u202e\\ny\"]}")).isEqualTo("a: x y");
        assertThat(ReadableMessage.of("\u200b\u202e")).isNull();
        assertThat(ReadableMessage.of(" ")).isNull();
        assertThat(ReadableMessage.of(null)).isNull();
    }

    @Test
    void truncatesLongMessages() {
        assertThat(ReadableMessage.of("x".repeat(1_000))).isEqualTo("x".repeat(1_000));
        assertThat(ReadableMessage.of("x".repeat(1_001))).isEqualTo("x".repeat(999) + "…");
        String emoji = "\ud83e\uddfe";
        assertThat(ReadableMessage.of("x".repeat(998) + emoji.repeat(2))).isEqualTo("x".repeat(998) + "…");
    }

    @Test
    void acceptsDeepNesting() {
        assertThat(ReadableMessage.of("[".repeat(100_000))).hasSize(1_000);
        assertThat(ReadableMessage.of("[".repeat(400) + "\"x\"" + "]".repeat(400)))
                .isEqualTo("x");
    }

    @Property
    void readsAnyTextWithoutAnException(@ForAll String text) {
        String shown = ReadableMessage.of("x" + text);
        assertThat(shown).isNotNull().hasSizeLessThanOrEqualTo(1_000).doesNotContain("\n", "\u202e");
        assertThat(ReadableMessage.of(shown)).isEqualTo(shown);
        assertThat(ReadableMessage.of("{" + text)).isNotNull();
    }

    /** A long name before each of many values would need gigabytes. */
    @Test
    void shortensLongNamesBeforeTheyAreRepeated() {
        String name = "n".repeat(40_000);
        String json = "{\"" + name + "\":{\"" + name + "\":[" + "1,".repeat(200_000) + "1]}}";
        assertThat(ReadableMessage.of(json)).hasSize(1_000).startsWith("nnn");
    }
}

package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    860014******3145    | 860014******3145
                    8600 14** **** 3145 | 860014******3145
                    8600-14XX-xxxx-3145 | 860014******3145
                    860014••••••3145    | 860014******3145
                    8600140000003145    | 860014******3145
                    8600 1400 0000 3145 | 860014******3145
                    9860000000000000000 | 986000*********0000
                    860000003145        | 860000**3145
                    3145                | 3145
                    *3145               | *3145
                    ****3145            | ****3145
                    """)
    void keepsAtMostTheFirstSixAndTheLastFour(String given, String kept) {
        assertThat(CardNumber.masked(given)).contains(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "860014123456*145, 860014******\\*145",
        "86001412*4563145, 860014******3145",
        "8600141234563145*, 860014*******145*"
    })
    void masksMoreThanTheProvider(String given, String kept) {
        assertThat(CardNumber.masked(given)).contains(kept.replace("\\", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "314",
                "31450",
                "86001400003145A",
                "86001400000",
                "86001400000000003145",
                "UZCARD",
                "****",
                "****************"
            })
    void refusesInvalidCards(String text) {
        assertThat(CardNumber.masked(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "860014******3145, 8600 14** **** 3145",
        "986000*********0000, 9860 00** **** ***0 000",
        "****3145, ****3145",
        "3145, 3145"
    })
    void formatsGroupsOfFour(String card, String shown) {
        assertThat(CardNumber.grouped(card)).isEqualTo(shown);
    }

    @Property
    void neverKeepsTheMiddle(@ForAll @Chars({'0', '5', '9', '*', ' '}) @StringLength(min = 4, max = 22) String text) {
        String kept = CardNumber.masked(text).orElse("");
        assertThat(kept.chars().filter(Character::isDigit).count()).isLessThanOrEqualTo(10);
        assertThat(CardNumber.masked(kept).orElse("")).as("masked again").isEqualTo(kept);
    }
}

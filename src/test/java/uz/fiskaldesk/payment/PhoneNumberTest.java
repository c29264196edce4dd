package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    998946532140          | 998946532140
                    +998946532140         | 998946532140
                    +998 94 653 21 40     | 998946532140
                    +998 (94) 653-21-40   | 998946532140
                    ' 94 653 21 40 '      | 998946532140
                    94\u00a0653\u00a021\u00a040       | 998946532140
                    99894*****40          | 99894*****40
                    +79161234567          | 79161234567
                    2140                  | 2140
                    """)
    void keepsTheDigits(String given, String digits) {
        assertThat(PhoneNumber.digits(given)).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123",
                "abc",
                "tel 998946532140",
                "8600140000003145",
                "94+6532140",
                "----",
                "****",
                "()()",
                "998946532140x"
            })
    void refusesInvalidPhones(String text) {
        assertThat(PhoneNumber.digits(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "998946532140, +998 94 653 21 40",
        "99894*****40, +998 94 *** ** 40",
        "79161234567, +79161234567",
        "946532140, 946532140",
        "2140, 2140"
    })
    void formatsNumbers(String digits, String shown) {
        assertThat(PhoneNumber.formatted(digits)).isEqualTo(shown);
    }

    @Property
    void parsesItsOwnFormat(@ForAll @Chars({'0', '1', '5', '9'}) @StringLength(9) String subscriber) {
        String digits = "998" + subscriber;
        assertThat(PhoneNumber.digits(PhoneNumber.formatted(digits))).contains(digits);
        assertThat(PhoneNumber.digits(subscriber)).contains(digits);
    }
}

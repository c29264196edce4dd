package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    125000          | 12500000
                    125 000         | 12500000
                    ' 125000 '      | 12500000
                    125 000,50      | 12500050
                    125000.5        | 12500050
                    125\u00a0000,05 | 12500005
                    125\u202f000    | 12500000
                    1 250 000       | 125000000
                    0,01            | 1
                    0007            | 700
                    999999999999    | 99999999999900
                    """)
    void parsesSums(String text, long tiyin) {
        assertThat(Amount.parseSums(text)).contains(new Amount(tiyin));
    }

    @Test
    void acceptsApostrophesAndNoBreakSpaces() {
        assertThat(Amount.parseSums("1'250'000")).contains(new Amount(125_000_000));
        assertThat(Amount.parseSums("\u00a0125\u00a0000\u00a0")).contains(new Amount(12_500_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0,00",
                "-5",
                "+5",
                "12,5,0",
                "125,000",
                "125.000",
                "1,250,000",
                "12 50",
                "1 25000",
                "1  250",
                "5,",
                ",5",
                "1e5",
                "0x10",
                "125000 soʻm",
                "1000000000000",
                "99999999999999999999999",
                "١٢٥",
                "NaN"
            })
    void refusesAmbiguousText(String text) {
        assertThat(Amount.parseSums(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void mustBePositive(long tiyin) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Amount(tiyin));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1         | 0,01
                    10        | 0,10
                    100       | 1
                    12500     | 125
                    12500000  | 125\u00a0000
                    12500050  | 125\u00a0000,50
                    125000005 | 1\u00a0250\u00a0000,05
                    """)
    void formatsSums(long tiyin, String text) {
        assertThat(new Amount(tiyin).inSums()).isEqualTo(text);
    }

    @Property
    void parsesItsOwnFormat(@ForAll @LongRange(min = 1, max = 99_999_999_999_999L) long tiyin) {
        Amount amount = new Amount(tiyin);
        assertThat(Amount.parseSums(amount.inSums())).contains(amount);
    }

    @Property
    void parsesAnyTextWithoutAnException(@ForAll String text) {
        assertThat(Amount.parseSums(text).map(Amount::tiyin).orElse(1L)).isPositive();
    }
}

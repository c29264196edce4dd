package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1",
                "+1+1",
                "-5017+1",
                "-a",
                "@SUM(A1)",
                "\ta",
                "\ra",
                "\na",
                "＝1+1",
                "＋1",
                "－1+1",
                "＠SUM(A1)",
                "﹦1",
                "﹢1",
                "﹣1+1",
                "﹫a",
                "⁼1",
                " =1",
                "\u00a0=1",
                "\u202f=1",
                "\u3000＝1",
                "\u200b=1",
                "\ufeff=1",
                "\u2060\u200d@a",
                "\u202e=1",
                "\u0000=1",
                "\u2028=1",
                "\u3164=1",
                "\u115f\uffa0=1",
                "\u0301=1",
                "\udb40\udc20=1",
                "'=1"
            })
    void escapesFormulas(String text) {
        assertThat(CellText.escaped(text)).isEqualTo("'" + text);
    }

    /** Excel separates the cells of a CSV file with the list separator of the system, which is a semicolon here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a;=1+1|a;'=1+1", "a; ＝1;b|a;' ＝1;b", "=1;=2|'=1;'=2", "a;b;-5;c|a;b;-5;c", "a;'=1|a;''=1"})
    void escapesFormulasBehindASeparator(String text, String escaped) {
        assertThat(CellText.escaped(text)).isEqualTo(escaped);
        assertThat(CellText.unescaped(escaped)).isEqualTo(text);
    }

    @Test
    void escapesFormulasBehindATabOrALineEnd() {
        assertThat(CellText.escaped("a\t=1\r\n@b")).isEqualTo("a\t'=1\r\n'@b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-5017", "+998946532140", "a=1", "1+1", "Смена", "'quoted'", " text", "O'zbekiston", "—1"})
    void doesNotChangeOtherTexts(String text) {
        assertThat(CellText.escaped(text)).isEqualTo(text);
        assertThat(CellText.unescaped(text)).isEqualTo(text);
    }

    @Property
    void escapingIsReversible(@ForAll String text) {
        assertThat(CellText.unescaped(CellText.escaped(text))).isEqualTo(text);
    }
}

package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionIdTest {
    private static final String TEXT = "a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee";

    @ParameterizedTest
    @ValueSource(
            strings = {
                TEXT,
                "A12F4C6E-0B1D-4E5F-8A9B-0C1D2E3F80EE",
                "a12f4c6e0b1d4e5f8a9b0c1d2e3f80ee",
                "A12F4C6E0B1D4E5F8A9B0C1D2E3F80EE"
            })
    void allSpellingsAreEqualAndKept(String spelling) {
        TransactionId id = TransactionId.of(spelling);
        assertThat(id).isEqualTo(TransactionId.of(TEXT)).hasSameHashCodeAs(TransactionId.of(TEXT));
        assertThat(id.text()).isEqualTo(spelling);
        assertThat(id).hasToString(spelling);
        assertThat(id.key()).isEqualTo("a12f4c6e0b1d4e5f8a9b0c1d2e3f80ee");
        assertThat(id.isNamedBy(TEXT.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Test
    void ignoresSurroundingWhiteSpace() {
        assertThat(TransactionId.of(" \t" + TEXT + "\r\n").text()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123456",
                "a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80e",
                "a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80eee",
                "a12f4c6e0b1d-4e5f-8a9b-0c1d2e3f80ee",
                "a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80eg",
                "{a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee}",
                "a12f4c6e 0b1d 4e5f 8a9b 0c1d2e3f80ee",
                "а12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee"
            })
    void refusesInvalidUuids(String text) {
        assertThat(TransactionId.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransactionId.of(text))
                .withMessageEndingWith(text);
    }

    @Test
    void differsIfADigitDiffers() {
        TransactionId other = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ef");
        assertThat(TransactionId.of(TEXT)).isNotEqualTo(other).isNotEqualTo(TEXT);
        assertThat(other.isNamedBy(TEXT)).isFalse();
        assertThat(other.isNamedBy("")).isFalse();
    }

    @Property
    void parsesEverySpellingOfEveryUuid(@ForAll long high, @ForAll long low) {
        String text = new UUID(high, low).toString();
        TransactionId id = TransactionId.of(text);
        assertThat(id.text()).isEqualTo(text);
        assertThat(id).isEqualTo(TransactionId.of(text.replace("-", "").toUpperCase(Locale.ROOT)));
        assertThat(id).isNotEqualTo(TransactionId.of(new UUID(high, low ^ 1).toString()));
    }

    @Property
    void parsesAnyTextWithoutAnException(@ForAll String text) {
        assertThat(TransactionId.parse(text).map(TransactionId::key).orElse(TEXT.replace("-", "")))
                .matches("[0-9a-f]{32}");
        assertThat(TransactionId.of(TEXT).isNamedBy(text)).isFalse();
    }
}

package uz.fiskaldesk.scan.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialLinesTest {
    private final SerialLines lines = new SerialLines();

    private List<String> add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return lines.add(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\u0003", "\r\r"})
    void recognisesAllTerminators(String end) {
        assertThat(add("https://ofd" + end)).containsExactly("https://ofd");
        assertThat(lines.pause()).isEmpty();
    }

    @Test
    void endsATextAfterAPause() {
        assertThat(add("https://")).isEmpty();
        assertThat(add("ofd")).isEmpty();
        assertThat(lines.pause()).contains("https://ofd");
        assertThat(lines.pause()).isEmpty();
    }

    @Test
    void splitsSeveralTexts() {
        assertThat(add("one\r\ntwo\r\nthr")).containsExactly("one", "two");
        assertThat(add("ee\r\n")).containsExactly("three");
    }

    @Test
    void removesControlCharacters() {
        assertThat(add("\u0002https://ofd\u0003")).containsExactly("https://ofd");
    }

    @Test
    void limitsTheLengthOfAText() {
        for (int i = 0; i < 100; i++) {
            add("x".repeat(1000));
        }
        assertThat(lines.pause().orElseThrow()).hasSize(8_000);
    }
}

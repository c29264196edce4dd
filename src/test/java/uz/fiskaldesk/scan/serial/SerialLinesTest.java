package uz.fiskaldesk.scan.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialLinesTest {
    private final SerialLines lines = new SerialLines();

    private List<String> take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return lines.take(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n", "\u0003", "\r\r"})
    void everyEndThatScannersSendEndsOneText(String end) {
        assertThat(take("https://ofd" + end)).containsExactly("https://ofd");
        assertThat(lines.silence()).isEmpty();
    }

    @Test
    void silenceEndsATextWithoutEnd() {
        assertThat(take("https://")).isEmpty();
        assertThat(take("ofd")).isEmpty();
        assertThat(lines.silence()).contains("https://ofd");
        assertThat(lines.silence()).isEmpty();
    }

    @Test
    void severalTextsMayComeAtOnce() {
        assertThat(take("one\r\ntwo\r\nthr")).containsExactly("one", "two");
        assertThat(take("ee\r\n")).containsExactly("three");
    }

    @Test
    void whatFramesTheTextIsNoText() {
        assertThat(take("\u0002https://ofd\u0003")).containsExactly("https://ofd");
    }

    @Test
    void aDeviceThatNeverEndsFillsNoMemory() {
        for (int i = 0; i < 100; i++) {
            take("x".repeat(1000));
        }
        assertThat(lines.silence().orElseThrow()).hasSize(8_000);
    }
}

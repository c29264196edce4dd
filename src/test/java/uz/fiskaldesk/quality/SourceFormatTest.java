package uz.fiskaldesk.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SourceFormatTest {
    @Test
    void everySourceFileIsFormatted() throws IOException {
        assertThat(new SourceFormat(SourceFormat.FOLDERS).unformatted(false))
                .as("format them with: mvn -Pformat test-compile exec:exec")
                .isEmpty();
    }
}

package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Links of public receipts, documents and fixtures, each with its expected verdict. */
class KnownReceiptsTest {
    private final ReceiptReader reader =
            new ReceiptReader(Clock.fixed(Instant.parse("2026-11-24T09:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvFileSource(resources = "receipt-urls.tsv", delimiter = '\t', useHeadersInDisplayName = true)
    void getsTheExpectedVerdict(String url, String kind, String verdict) {
        String[] words = verdict.split(" ", -1);
        String[] reasons = Arrays.copyOfRange(words, 1, words.length);
        switch (reader.read(url)) {
            case ReceiptReading.Accepted accepted -> {
                assertThat(words[0]).isEqualTo(reasons.length == 0 ? "accept" : "warn");
                assertThat(accepted.warnings()).extracting(ReceiptWarning::code).containsExactly(reasons);
                assertThat(accepted.receipt().url()).isEqualTo(url);
                assertThat(accepted.layoutRepaired()).isFalse();
            }
            case ReceiptReading.Refused refused -> {
                assertThat(words[0]).isEqualTo("refuse");
                assertThat(new String[] {refused.reason().code()}).isEqualTo(reasons);
            }
        }
    }
}

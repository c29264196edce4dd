package uz.fiskaldesk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.drawn.DrawnCode;
import uz.fiskaldesk.scan.drawn.Situation;

class SituationsTest {
    private final QrReader reader = QrReader.forReceipts(text -> true, Clock.systemUTC());

    @ParameterizedTest
    @EnumSource
    void readsACodeInEverySituation(Situation situation) {
        int seed = situation == Situation.CURVED ? 5 : 2;
        DrawnCode.Picture picture = DrawnCode.of(situation, seed, 640, 480);

        Reading reading = reader.read(picture.luminance(), Deadline.never());

        assertThat(reading.wanted()).extracting(DecodedCode::text).containsExactly(picture.text());
    }
}

package uz.fiskaldesk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;

/** Receipts whose encoding differs from the templates are read by the general decoders. */
class OtherEncodingsTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    private final QrReader reader = QrReader.forReceipts(text -> text.contains("://ofd.soliq.uz/"), Clock.systemUTC());

    record Kind(String text, Map<EncodeHintType, ?> hints) {}

    static Stream<Kind> kinds() {
        return Stream.of(
                // Alphanumeric and numeric segments, each in the most compact mode.
                new Kind(RECEIPT, Map.of(EncodeHintType.QR_COMPACT, true)),
                // The code contains an ECI designator.
                new Kind(RECEIPT, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8")),
                new Kind(RECEIPT, Map.of(EncodeHintType.QR_VERSION, 14)),
                new Kind(RECEIPT.replace("https", "http"), Map.of()),
                new Kind(RECEIPT.replace("check", "epi"), Map.of()),
                new Kind(RECEIPT + "1", Map.of()),
                new Kind(RECEIPT.replace("2023", "2031"), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areRead(Kind kind) throws WriterException {
        QRCode code = Encoder.encode(kind.text(), ErrorCorrectionLevel.M, kind.hints());

        Reading reading = reader.read(PrintedCode.of(code.getMatrix(), 4), Deadline.never());

        assertThat(reading.wanted()).extracting(DecodedCode::text).containsExactly(kind.text());
    }
}

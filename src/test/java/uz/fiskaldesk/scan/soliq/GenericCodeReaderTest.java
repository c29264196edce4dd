package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.decoder.Threshold;
import uz.fiskaldesk.scan.decoder.ZxingDecoder;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.grid.Grid;
import uz.fiskaldesk.scan.soliq.sampling.TestGrids;

/** Reads codes that are not receipts, or whose text is encoded in another way than the templates expect. */
class GenericCodeReaderTest {
    private static final double MODULE = 5;
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    private final SoliqDecoder decoder = new SoliqDecoder(Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.example/promo?code=12345", "0123456789012345678901234567890123456789", "shop"})
    void readsOtherTexts(String text) {
        ByteMatrix code = Codes.encoded(text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.QR_VERSION, 3));

        List<DecodedCode> seen = decoder.decode(Codes.picture(code, 4), Deadline.never());

        assertThat(seen).extracting(DecodedCode::text).containsExactly(text);
        assertThat(seen).extracting(DecodedCode::decoder).containsExactly("grid");
    }

    /** The encoder uses numeric and alphanumeric segments to save space. */
    @Test
    void readsAReceiptWithSegmentsOnBentPaper() {
        ByteMatrix code = Codes.encoded(RECEIPT, ErrorCorrectionLevel.M, Map.of(EncodeHintType.QR_COMPACT, true));
        Luminance picture = bent(code);

        assertThat(decoder.decode(picture, Deadline.never()))
                .extracting(DecodedCode::text)
                .containsExactly(RECEIPT);
        assertThat(new ZxingDecoder("hybrid", Threshold.hybrid(), false).decode(picture, Deadline.never()))
                .isEmpty();
    }

    private static Luminance bent(ByteMatrix code) {
        int side = code.getWidth();
        Grid bent = TestGrids.warped(
                TestGrids.flat(60, MODULE),
                new double[] {0.6, 0.2, 0.2, -0.9, 0.2, -1.6},
                new double[] {0.4, 0, 0.2, -1.5, 0, 0.2},
                side);
        return Codes.picture(code, bent, (int) (120 + side * MODULE));
    }
}

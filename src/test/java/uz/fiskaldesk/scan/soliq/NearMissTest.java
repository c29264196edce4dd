package uz.fiskaldesk.scan.soliq;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.soliq.template.TestTemplates;

/**
 * Codes that almost are receipts, or are damaged, yield their true text or none. {@code soak.nearMisses} multiplies the
 * number of random codes.
 */
class NearMissTest {
    private static final String GOOD =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    private static final List<ErrorCorrectionLevel> LEVELS = List.of(ErrorCorrectionLevel.values());

    private static final int TIMES = Integer.getInteger("soak.nearMisses", 1);

    private final SplittableRandom random = new SplittableRandom(17);
    private final SoliqDecoder decoder = new SoliqDecoder(Clock.systemUTC());

    static Stream<String> notReceipts() {
        return Stream.of(
                GOOD + "1",
                GOOD.substring(0, GOOD.length() - 1),
                GOOD.replace("c=20231201", "c=20231301"),
                GOOD.replace("c=20231201", "c=20230230"),
                GOOD.replace("c=20231201", "c=20331201"),
                GOOD.replace("160732", "240732"),
                GOOD.replace("160732", "166032"),
                GOOD.replace("&r=6013&c=20231201160732", "&c=20231201160732&r=6013"),
                GOOD.replace("t=UZ170703100597", "t=UZ17070310O597"),
                GOOD.replace("t=UZ", "t=uz"),
                GOOD.replace("t=UZ", "t=U1"),
                GOOD.replace("https://", "http://"),
                GOOD.replace("s=025561534771", "s=02556153477A"),
                GOOD.replace("r=6013", "r="),
                GOOD.replace("r=6013", "r=60:3"),
                GOOD.replace("ofd.soliq.uz", "ofd.soliq.us"),
                GOOD.replace("check", "chekc"),
                "https://ofd.example.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534",
                "https://example.org/a-link-that-is-as-long-as-that-of-a-receipt-but-another-one/0000");
    }

    @ParameterizedTest
    @MethodSource("notReceipts")
    void neverCorrectsAnotherTextIntoAReceipt(String text) {
        for (ErrorCorrectionLevel level : ErrorCorrectionLevel.values()) {
            assertThat(texts(Codes.picture(Codes.encoded(text, level, Map.of()), 3)))
                    .isSubsetOf(text);
        }
    }

    @Test
    void readsNothingFromPicturesWithoutACode() {
        for (int i = 0; i < 6 * TIMES; i++) {
            byte[] grey = new byte[320 * 240];
            int block = 1 + i % 12;
            long seed = random.nextLong();
            for (int p = 0; p < grey.length; p++) {
                int cell = p % 320 / block * 1000 + Math.floorDiv(p, 320) / block;
                grey[p] = (byte) new SplittableRandom(seed + cell).nextInt(256);
            }
            assertThat(texts(new Luminance(320, 240, grey))).isEmpty();
        }
    }

    /** Valid function patterns and format information with random data are the hardest case for the acceptance test. */
    @Test
    void readsNoReceiptFromRandomCodewords() {
        for (int i = 0; i < 12 * TIMES; i++) {
            int version = 5 + random.nextInt(3);
            ErrorCorrectionLevel level = LEVELS.get(random.nextInt(4));
            int[] data =
                    random.ints(TestTemplates.dataBytes(version, level), 0, 256).toArray();
            assertThat(texts(Codes.picture(TestTemplates.codeOf(data, version, level, random.nextInt(8)), 3)))
                    .noneMatch(text -> text.contains("soliq"));
        }
    }

    /** One part of the code is of one receipt, the rest of another. */
    @Test
    void neverMixesTwoReceipts() {
        for (int i = 0; i < 8 * TIMES; i++) {
            ErrorCorrectionLevel level = LEVELS.get(i % 4);
            String first = Receipts.url("check", 5, random);
            // As similar as two receipts of one cash register can be.
            String second =
                    first.substring(0, 51) + Receipts.url("check", 5, random).substring(51);
            int version = level == ErrorCorrectionLevel.L || level == ErrorCorrectionLevel.M ? 6 : 8;
            ByteMatrix a = Codes.encoded(first, version, level, 2);
            ByteMatrix b = Codes.encoded(second, version, level, 2);
            double part = 0.3 + 0.4 * random.nextDouble();
            for (int kind = 0; kind < 3; kind++) {
                assertThat(texts(Codes.picture(mixed(a, b, kind, part), 3)))
                        .as("%s and %s, kind %d, %.2f", first, second, kind, part)
                        .isSubsetOf(first, second);
            }
        }
    }

    @Test
    void readsTheTrueTextOrNoneUnderStructuredDamage() {
        for (int i = 0; i < 20 * TIMES; i++) {
            ErrorCorrectionLevel level = LEVELS.get(random.nextInt(4));
            String text = Receipts.url("check", 1 + random.nextInt(8), random);
            ByteMatrix code = Codes.encoded(text, level, Map.of());
            damage(code, i % 5, 0.15 + 0.6 * random.nextDouble());

            assertThat(texts(Codes.picture(code, 3)))
                    .as("damage %d of %s", i, text)
                    .isSubsetOf(text);
        }
    }

    private static ByteMatrix mixed(ByteMatrix a, ByteMatrix b, int kind, double part) {
        int side = a.getWidth();
        ByteMatrix mixed = new ByteMatrix(side, side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean first = switch (kind) {
                    case 0 -> x < part * side;
                    case 1 -> y < part * side;
                    default -> x * 7 % 11 + y * 5 % 13 < part * 22;
                };
                mixed.set(x, y, first ? a.get(x, y) : b.get(x, y));
            }
        }
        return mixed;
    }

    /** Makes modules white, black or inverts them, in stripes, in a disc or singly; the finders stay intact. */
    private void damage(ByteMatrix code, int kind, double strength) {
        int side = code.getWidth();
        int left = random.nextInt(side);
        int period = 2 + random.nextInt(5);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean finder = ((x < 8 || x >= side - 8) && y < 8) || (x < 8 && y >= side - 8);
                boolean hit = switch (kind) {
                    case 0 -> x % period == 0;
                    case 1 -> y % period == 0;
                    case 2 -> Math.hypot(x - left, y - side / 2.0) < strength * side / 2;
                    case 3 -> (x + y) % period == 0 && x > left * strength;
                    default -> random.nextDouble() < strength / 2;
                };
                if (hit && !finder) {
                    code.set(x, y, kind == 0 ? 0 : kind == 1 ? 1 : 1 - code.get(x, y));
                }
            }
        }
    }

    private List<String> texts(Luminance picture) {
        return decoder.decode(picture, Deadline.never()).stream()
                .map(DecodedCode::text)
                .toList();
    }
}

package uz.fiskaldesk.scan;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.picture.Luminance;

/** Fuzzes the QR reader with small greyscale pictures: damaged and truncated codes, and random data. */
public final class CodeFuzz {
    private static final int MIN_SIDE = 8;
    private static final int MAX_PIXELS = 110 * 110;

    private static final ReceiptReader RECEIPTS = new ReceiptReader(Clock.systemUTC());
    private static final QrReader READER =
            QrReader.forReceipts(text -> RECEIPTS.read(text) instanceof ReceiptReading.Accepted, Clock.systemUTC());
    private static final Bounded BOUNDED = new Bounded();

    private CodeFuzz() {}

    /** The first byte is the width, the others are pixels; an incomplete last row is filled with white. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < MIN_SIDE * MIN_SIDE || input.length > MAX_PIXELS) {
            return;
        }
        int width = Math.max(MIN_SIDE, input[0] & 0xff);
        int height = Math.max(MIN_SIDE, (input.length - 2) / width + 1);
        byte[] grey = new byte[width * height];
        Arrays.fill(grey, (byte) 235);
        System.arraycopy(input, 1, grey, 0, input.length - 1);
        BOUNDED.run(() -> {
            if (READER.readFrame(new Luminance(width, height, grey)) instanceof Reading.Found found
                    && !(RECEIPTS.read(found.code().text()) instanceof ReceiptReading.Accepted)) {
                throw new AssertionError("not a receipt: " + found);
            }
        });
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text :
                List.of("https://ofd.soliq.uz/check?t=UZ210317214371&r=2421&c=20261124115000&s=000000000001", "1")) {
            Luminance code = PrintedCode.of(text, 2);
            byte[] seed = new byte[code.width() * code.height() + 1];
            seed[0] = (byte) code.width();
            System.arraycopy(code.grey(), 0, seed, 1, seed.length - 1);
            seeds.add(seed);
        }
        return seeds;
    }
}

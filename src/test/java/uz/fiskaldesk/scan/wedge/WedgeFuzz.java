package uz.fiskaldesk.scan.wedge;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/**
 * Fuzzes the detection of keyboard scans with arbitrary keys and intervals, in text fields and outside: no more characters
 * are taken back than were delivered, and a scan that follows is always read completely.
 */
public final class WedgeFuzz {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ210317214371&r=2421&c=20261124115000&s=000000000001";
    private static final ReceiptReader RECEIPTS = new ReceiptReader(Clock.systemUTC());
    private static final Bounded BOUNDED = new Bounded();

    private static final long MILLI = 1_000_000;
    private static final int OF_SCANNER = 15;

    /** Together longer than any pause that ends a scan. */
    private static final int PAUSE_STEPS = 40;

    private static final int ENTER = 0;
    private static final int STEP = 1;
    private static final int BY_HAND = 2;
    private static final int IN_FIELD = 0x80;

    private final KeyboardScanDetector recogniser =
            new KeyboardScanDetector(text -> RECEIPTS.read(text) instanceof ReceiptReading.Accepted);
    private long now;
    private int delivered;

    private WedgeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        BOUNDED.run(() -> {
            WedgeFuzz keys = new WedgeFuzz();
            for (int i = 0; i + 1 < input.length; i += 2) {
                keys.press(input[i] & 0xff, input[i + 1] & 0xff);
            }
            keys.pause();
            keys.scan();
        });
    }

    /** @param pause in milliseconds; above 200 it is tenths of seconds */
    private void press(int pause, int key) {
        now += pause <= 200 ? pause * MILLI : (pause - 200) * 100L * MILLI;
        switch (key) {
            case ENTER -> ended(recogniser.enter(now));
            case STEP -> ended(recogniser.step(now));
            case BY_HAND -> recogniser.reset();
            default -> typed((char) (key & ~IN_FIELD), (key & IN_FIELD) != 0);
        }
    }

    private void typed(char character, boolean inField) {
        boolean before = recogniser.isScanning();
        switch (recogniser.typed(character, inField, now)) {
            case KeyboardScanDetector.Verdict.Typed _ -> {
                if (before) {
                    throw new AssertionError("a character within a scan was delivered");
                }
                delivered++;
            }
            case KeyboardScanDetector.Verdict.Scanned scan -> {
                if (scan.takeBack() < 0 || scan.takeBack() > delivered) {
                    throw new AssertionError(scan.takeBack() + " to be taken back of " + delivered);
                }
                delivered -= scan.takeBack();
            }
        }
    }

    private void ended(Optional<String> scan) {
        if (scan.isPresent() && recogniser.isScanning()) {
            throw new AssertionError("ended but still scanning: " + scan);
        }
    }

    private void pause() {
        for (int step = 0; step < PAUSE_STEPS; step++) {
            now += 50 * MILLI;
            ended(recogniser.step(now));
        }
        if (recogniser.isScanning()) {
            throw new AssertionError("a scan that never ends");
        }
    }

    private void scan() {
        delivered = 0;
        for (int i = 0; i < RECEIPT.length(); i++) {
            now += OF_SCANNER * MILLI;
            typed(RECEIPT.charAt(i), false);
        }
        now += OF_SCANNER * MILLI;
        Optional<String> read = recogniser.enter(now);
        if (!read.equals(Optional.of(RECEIPT)) || delivered > 0) {
            throw new AssertionError("read as " + read + ", " + delivered + " characters not taken back");
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                keys(RECEIPT, OF_SCANNER),
                keys("реезыЖ..щавюыщдшй.гя", OF_SCANNER),
                keys("4780001234567", 8),
                keys("Nodira", 120),
                keys("\0http://example.uz/\1\1\1\1\2", 40));
    }

    private static byte[] keys(String typed, int pause) {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        for (int i = 0; i < typed.length(); i++) {
            keys.write(pause);
            keys.write(typed.charAt(i));
        }
        return keys.toByteArray();
    }
}

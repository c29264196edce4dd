package uz.fiskaldesk.scan.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.receipt.Scanner;
import uz.fiskaldesk.scan.wedge.KeyboardScanDetector.Verdict;

class KeyboardScanDetectorTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String LONGEST =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=1006013&c=20231201160732&s=025561534771";
    private static final long MILLI = 1_000_000;

    private final ReceiptReader receipts = new ReceiptReader(Clock.systemUTC());
    private final KeyboardScanDetector recogniser =
            new KeyboardScanDetector(text -> receipts.read(text) instanceof ReceiptReading.Accepted);
    private final List<String> scans = new ArrayList<>();
    /** The content of the focused text field. */
    private final StringBuilder field = new StringBuilder();

    private boolean inField = true;
    private long now = 77_000 * MILLI;

    private void type(String text, long millisEach) {
        text.chars().forEach(c -> {
            waitFor(millisEach);
            type((char) c);
        });
    }

    private void type(char character) {
        switch (recogniser.typed(character, inField, now)) {
            case Verdict.Typed _ -> field.append(character);
            case Verdict.Scanned(int takeBack) -> field.setLength(field.length() - takeBack);
        }
    }

    /** The window reports the time in small steps during a scan. */
    private void waitFor(long millis) {
        long end = now + millis * MILLI;
        while (now < end) {
            now = Math.min(end, now + 20 * MILLI);
            if (recogniser.isScanning()) {
                recogniser.step(now).ifPresent(scans::add);
            }
        }
    }

    private void enter() {
        Optional<String> scan = recogniser.enter(now);
        if (scan.isPresent()) {
            scans.add(scan.get());
        } else if (!recogniser.isTrailingTerminator(now)) {
            field.append('⏎');
        }
    }

    static Stream<Arguments> scanners() {
        List<Arguments> all = new ArrayList<>();
        for (Scanner scanner : Scanner.values()) {
            for (boolean caps : new boolean[] {false, true}) {
                for (int millis : new int[] {2, 7, 15, 30, 60}) {
                    all.add(Arguments.of(scanner, caps, millis));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("scanners")
    void detectsScansInAllLayoutsAtAllSpeeds(Scanner scanner, boolean caps, int millis) {
        field.append("typed before");
        waitFor(400);

        type(scanner.types(LONGEST, caps), millis);
        enter();

        assertThat(field).hasToString("typed before");
        assertThat(scans).hasSize(1);
        ReceiptReading reading = new ReceiptReader(Clock.systemUTC()).read(scans.getFirst());
        assertThat(reading.text()).isEqualTo(LONGEST);
    }

    @ParameterizedTest
    @MethodSource("scanners")
    void endsAScanAfterAPause(Scanner scanner, boolean caps, int millis) {
        type(scanner.types(RECEIPT, caps), millis);
        waitFor(250);

        assertThat(field).isEmpty();
        assertThat(scans).containsExactly(scanner.types(RECEIPT, caps));
    }

    @Test
    void doesNotEndAScanTooEarly() {
        type(RECEIPT, 60);
        waitFor(100);

        assertThat(scans).isEmpty();
    }

    @Test
    void doesNotEndAnIncompleteReceiptAfterAShortPause() {
        type(RECEIPT.substring(0, 40), 7);
        waitFor(900);
        type(RECEIPT.substring(40), 7);
        enter();

        assertThat(scans).containsExactly(RECEIPT);
        assertThat(field).isEmpty();
    }

    @Test
    void endsAnIncompleteReceiptAfterALongPause() {
        type(RECEIPT.substring(0, 40), 7);
        waitFor(1_600);

        assertThat(scans).containsExactly(RECEIPT.substring(0, 40));
    }

    @Test
    void doesNotCountABusyWindowAsAPause() {
        type(RECEIPT.substring(0, 40), 7);
        now += 3_000 * MILLI;
        recogniser.step(now).ifPresent(scans::add);
        type(RECEIPT.substring(40), 0);
        enter();

        assertThat(scans).containsExactly(RECEIPT);
        assertThat(field).isEmpty();
    }

    @Test
    void detectsAScanDespiteADelayWithinTheFirstCharacters() {
        type("htt", 7);
        now += 600 * MILLI;
        type(RECEIPT.substring(3), 0);
        enter();

        assertThat(scans).containsExactly(RECEIPT);
        assertThat(field).isEmpty();
    }

    @Test
    void suppressesARepeatedTerminator() {
        type(RECEIPT, 7);
        enter();
        waitFor(7);
        enter();

        assertThat(field).isEmpty();
        assertThat(scans).containsExactly(RECEIPT);
    }

    @Test
    void deliversALaterEnter() {
        type(RECEIPT, 7);
        enter();
        waitFor(400);
        enter();

        assertThat(field).hasToString("⏎");
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "]Q1", "S/N:"})
    void removesThePrefixOfAScan(String prefix) {
        field.append("typed");
        waitFor(500);

        type(prefix + RECEIPT, 20);
        enter();

        assertThat(field).hasToString("typed");
        assertThat(scans).containsExactly(RECEIPT);
    }

    @Test
    void keepsTextTypedJustBefore() {
        type("125000", 180);
        waitFor(160);
        type(RECEIPT, 10);
        enter();

        assertThat(field).hasToString("125000");
        assertThat(scans).containsExactly(RECEIPT);
    }

    @Test
    void separatesConsecutiveScans() {
        type(RECEIPT, 5);
        enter();
        waitFor(30);
        type(LONGEST, 5);
        enter();

        assertThat(scans).containsExactly(RECEIPT, LONGEST);
        assertThat(field).isEmpty();
    }

    @Test
    void detectsAProductBarcodeOutsideOfFields() {
        inField = false;

        type("4780012345678", 8);
        enter();

        assertThat(field).isEmpty();
        assertThat(scans).containsExactly("4780012345678");
    }

    @Test
    void doesNotInterceptAFormFiller() {
        type("a12fc00f-5af5-65b8-adf8-74bff44680ee", 12);
        enter();

        assertThat(field).hasToString("a12fc00f-5af5-65b8-adf8-74bff44680ee⏎");
        assertThat(scans).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 30, 60})
    void detectsAScanUnderAnUnknownLayoutInAField(int millis) {
        field.append("typed");
        waitFor(500);
        String typed = rotated(RECEIPT, 17);
        type(typed, millis);
        enter();

        assertThat(field).hasToString("typed");
        assertThat(scans).containsExactly(typed);
    }

    /** As from an input method that combines letters. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 30, 60})
    void detectsALongBurstWithAnyTextInAField(int millis) {
        field.append("typed");
        waitFor(500);
        String typed = "んっちさゃpsこｆｄ・そりｑ・うｚ・せck・かUZ170703100597・り6013・か20231201160732・さ0255";
        type(typed, millis);
        enter();

        assertThat(field).hasToString("typed");
        assertThat(scans).containsExactly(typed);
    }

    @Test
    void keepsTextInAFieldThatWasQueuedWhileTheWindowWasBusy() {
        now += 8_000 * MILLI;
        type("Покупатель просил прислать чек на его почту", 0);
        enter();

        assertThat(scans).isEmpty();
        assertThat(field).endsWith("почту⏎");
    }

    /** An unknown layout: each printable character is replaced by another one. */
    private static String rotated(String text, int by) {
        StringBuilder rotated = new StringBuilder();
        text.chars().forEach(c -> rotated.append((char) ('!' + (c - '!' + by) % ('~' - '!' + 1))));
        return rotated.toString();
    }

    @Test
    void ignoresKeyRepeat() {
        inField = false;
        type("0".repeat(60), 33);
        type("=".repeat(60), 8);
        enter();

        assertThat(scans).isEmpty();
        assertThat(field).hasSize(121);
    }

    @Test
    void ignoresTextThatWasQueuedWhileTheWindowWasBusy() {
        inField = false;
        now += 2_000 * MILLI;
        type("998901234567", 0);
        enter();

        assertThat(scans).isEmpty();
        assertThat(field).hasToString("998901234567⏎");
    }

    @Test
    void ignoresAUrlTypedManually() {
        type(RECEIPT, 95);
        enter();

        assertThat(scans).isEmpty();
        assertThat(field).hasToString(RECEIPT + "⏎");
    }

    /** Fast typists press a key every 80 ms, and some pairs within 45 ms. */
    @Property(tries = 300)
    void ignoresManualTyping(
            @ForAll @StringLength(min = 1, max = 60) String text, @ForAll @IntRange(min = 0) int seed) {
        KeyboardScanDetectorTest typist = new KeyboardScanDetectorTest();
        typist.inField = seed % 2 == 0;
        Random random = new Random(seed);
        for (int i = 0; i < text.length(); i++) {
            boolean rolled = random.nextInt(3) == 0;
            typist.waitFor(rolled ? 41 + random.nextInt(40) : 80 + random.nextInt(200));
            typist.type(text.charAt(i));
        }

        assertThat(typist.scans).isEmpty();
        assertThat(typist.field).hasToString(text);
    }

    /** All layouts, at varying speed, after manual typing. */
    @Property(tries = 300)
    void detectsScansAtVaryingSpeed(
            @ForAll Scanner scanner,
            @ForAll boolean caps,
            @ForAll @IntRange(min = 2, max = 60) int millis,
            @ForAll @IntRange(min = 0) int seed) {
        KeyboardScanDetectorTest till = new KeyboardScanDetectorTest();
        Random random = new Random(seed);
        till.type("ab", 150);
        till.waitFor(200);
        String typed = scanner.types(RECEIPT, caps);
        for (int i = 0; i < typed.length(); i++) {
            till.waitFor(Math.max(1, millis / 2 + random.nextInt(millis + 1)));
            till.type(typed.charAt(i));
        }
        till.enter();

        assertThat(till.scans).containsExactly(typed);
        assertThat(till.field).hasToString("ab");
    }
}

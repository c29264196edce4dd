package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Invariants for arbitrary texts, and for receipts that were typed with another layout or damaged. */
class ReceiptReaderPropertyTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    private final ReceiptReader reader = new ReceiptReader(Clock.fixed(NOW, ZoneOffset.UTC));

    @Property
    void readsAnyTextWithoutAnException(@ForAll String text) {
        assertReadAgainTheSame(text);
    }

    @Property(tries = 2000)
    void readsFragmentsOfLinksWithoutAnException(@ForAll("fragmentsOfLinks") String text) {
        assertReadAgainTheSame(text);
    }

    private void assertReadAgainTheSame(String text) {
        switch (reader.read(text)) {
            case ReceiptReading.Accepted accepted -> {
                assertThat(accepted.text()).matches("(?i)https?://ofd\\.soliq\\.uz[\\x21-\\x7e]*");
                assertThat(reader.read(accepted.text()))
                        .isEqualTo(new ReceiptReading.Accepted(accepted.receipt(), accepted.warnings(), false));
            }
            // Beside other text, a link is what was written; alone, another keyboard layout may have produced it.
            case ReceiptReading.Refused refused ->
                assertThat(reader.read(refused.text()))
                        .isIn(refused, new ReceiptReading.Refused(ReceiptRefusal.KEYBOARD_LAYOUT, refused.text()));
        }
    }

    @Property
    void keepsTheScannedText(
            @ForAll("links") String link, @ForAll("ends") String before, @ForAll("ends") String after) {
        ReceiptReading reading = reader.read(before + link + after);
        assertThat(reading).isInstanceOf(ReceiptReading.Accepted.class);
        assertThat(reading.text()).isEqualTo(link);
    }

    @Property
    void readsEveryReceiptInEveryLayout(
            @ForAll("links") String link,
            @ForAll Scanner scanner,
            @ForAll boolean capsLock,
            @ForAll("ends") String end) {
        String typed = scanner.types(link, capsLock) + end;
        assertThat(reader.read(typed)).isInstanceOfSatisfying(ReceiptReading.Accepted.class, accepted -> {
            assertThat(accepted.text()).isEqualTo(link);
            assertThat(accepted.layoutRepaired()).isEqualTo(scanner != Scanner.US || capsLock);
        });
    }

    @Property
    void readsTheLinkOfKeyedInFields(@ForAll("receipts") FiscalReceipt receipt) {
        assertThat(reader.read(receipt.url()))
                .isInstanceOfSatisfying(
                        ReceiptReading.Accepted.class,
                        accepted -> assertThat(accepted.receipt()).isEqualTo(receipt));
    }

    /**
     * One character is lost, doubled, added or swapped. A receipt number has neither checksum nor fixed length, so damage
     * to {@code r} cannot be detected; all other damage must be.
     */
    @Property(tries = 5000)
    void damageNeverYieldsAnotherReceipt(
            @ForAll("receipts") FiscalReceipt receipt,
            @ForAll Damage damage,
            @ForAll @IntRange(max = 90) int at,
            @ForAll("inserted") char inserted,
            @ForAll Scanner scanner) {
        String link = receipt.url();
        Assume.that(at < link.length());
        int number = link.indexOf("&r=") + 2;
        Assume.that(at < number || at > number + receipt.receiptNumber().length() + 1);
        String damaged = damage.of(link, at, inserted);
        switch (reader.read(scanner.types(damaged, false))) {
            case ReceiptReading.Refused refused -> assertThat(refused.reason()).isNotNull();
            case ReceiptReading.Accepted accepted ->
                assertThat(accepted.warnings().isEmpty()
                                && !accepted.receipt().identity().equals(receipt.identity()))
                        .as("%s read as %s", damaged, accepted)
                        .isFalse();
        }
    }

    @Property(tries = 60)
    void readsLongTextsFast(@ForAll("patterns") String pattern) {
        String text = pattern.repeat(8_192 / pattern.length());
        long start = System.nanoTime();
        reader.read(text);
        reader.read(text + pattern.repeat(100_000));
        // Usually takes milliseconds; catastrophic backtracking would take minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    /** The kinds of damage to a character. */
    enum Damage {
        LOST,
        DOUBLED,
        ADDED;

        String of(String link, int at, char inserted) {
            return switch (this) {
                case LOST -> link.substring(0, at) + link.substring(at + 1);
                case DOUBLED -> link.substring(0, at) + link.charAt(at) + link.substring(at);
                case ADDED -> link.substring(0, at) + inserted + link.substring(at);
            };
        }
    }

    @Provide
    Arbitrary<FiscalReceipt> receipts() {
        Arbitrary<String> terminals = Combinators.combine(Arbitraries.of("UZ", "VG", "LG", "NA"), digits(12, 12))
                .as((letters, number) -> letters + number);
        Arbitrary<LocalDateTime> times = Arbitraries.longs()
                .between(0, 200_000_000)
                .map(seconds -> LocalDateTime.of(2020, 1, 1, 0, 0).plusSeconds(seconds));
        return Combinators.combine(terminals, digits(1, 10), times, digits(12, 12))
                .as((terminal, number, time, sign) -> new FiscalReceipt(
                        FiscalReceipt.linkOf(terminal, number, time, sign),
                        terminal,
                        number,
                        time.toInstant(FiscalReceipt.TASHKENT),
                        sign));
    }

    /** Links in every form that the rules allow. */
    @Provide
    Arbitrary<String> links() {
        Arbitrary<List<Integer>> orders = Arbitraries.shuffle(0, 1, 2, 3);
        Arbitrary<String> starts = Arbitraries.of(
                "https://ofd.soliq.uz/check?",
                "http://ofd.soliq.uz/check?",
                "https://ofd.soliq.uz/?",
                "https://ofd.soliq.uz/check/?",
                "https://ofd.soliq.uz/epi/avans?");
        return Combinators.combine(receipts(), orders, starts).as((receipt, order, start) -> {
            List<String> fields = List.of(
                    "t=" + receipt.terminalId(),
                    "r=" + receipt.receiptNumber(),
                    "c=" + receipt.issuedWallClock(),
                    "s=" + receipt.fiscalSign());
            return start + String.join("&", order.stream().map(fields::get).toList());
        });
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of("", "\r", "\n", "\r\n", "\t", " ", "\n\n", "\t\r\n");
    }

    @Provide
    Arbitrary<Character> inserted() {
        return Arbitraries.chars().range(' ', '~').with('\r', '\n', '\t', '\u00a0', '\ufeff', 'ж', '\0');
    }

    @Provide
    Arbitrary<String> fragmentsOfLinks() {
        Arbitrary<String> remains = Arbitraries.of(
                "https://",
                "http://",
                "HTTPS://",
                "реезыЖ..",
                "ofd.soliq.uz",
                "OFD.SOLIQ.UZ",
                "/check?",
                "/epi?",
                "?",
                "t=UZ170703100597",
                "&r=6013",
                "&c=20231201160732",
                "&s=025561534771",
                "T=uz170703100597",
                "&",
                "=",
                "#",
                "\n",
                " ",
                ">",
                "ſ",
                "\u212a",
                "\ud83d",
                "İ",
                "ß",
                "\u202e",
                "@",
                ":",
                ".",
                "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771");
        return remains.list().ofMaxSize(12).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> pieces = Arbitraries.of(
                "https://",
                "a",
                "://",
                "a\n",
                "\r\n",
                "<",
                " ",
                "&",
                "t=",
                "https://ofd.soliq.uz/check?",
                "Ж",
                ".",
                "&r=1",
                "A://",
                "\t!",
                "+");
        return pieces.list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> digits(int shortest, int longest) {
        return Arbitraries.strings().numeric().ofMinLength(shortest).ofMaxLength(longest);
    }
}

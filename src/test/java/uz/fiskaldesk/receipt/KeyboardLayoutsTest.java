package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Receipts typed with other keyboard layouts. The typed texts were generated with libxkbcommon from the layouts of
 * xkb-data 2.35.1, so they are independent of the table under test.
 */
class KeyboardLayoutsTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    private final ReceiptReader reader =
            new ReceiptReader(Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC));

    /** One scan with one layout. */
    public record Typed(String layout, String locks, String receipt, String text) {}

    static Stream<Typed> readable() throws IOException {
        ReceiptReader any = new ReceiptReader(Clock.systemUTC());
        return typed().filter(
                        scan -> scan.locks().equals("-") || any.read(scan.text()) instanceof ReceiptReading.Accepted);
    }

    static Stream<Typed> typed() throws IOException {
        try (InputStream in = KeyboardLayoutsTest.class.getResourceAsStream("typed-by-layouts.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Typed(columns[0], columns[1], columns[2], columns[3]));
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void readsAReceiptInEveryReversibleLayout(Typed typed) {
        assertThat(reader.read(typed.text())).isInstanceOfSatisfying(ReceiptReading.Accepted.class, accepted -> {
            assertThat(accepted.text()).isEqualTo(typed.receipt());
            assertThat(accepted.layoutRepaired()).isTrue();
        });
    }

    /** X11 does not treat some letters of rare alphabets as letters, so that two keys produce the same with Caps Lock. */
    @Test
    void doesNotGuessIfCapsLockIsAmbiguous() throws IOException {
        List<Typed> unread = typed().filter(scan -> scan.locks().equals("caps"))
                .filter(scan -> reader.read(scan.text()) instanceof ReceiptReading.Refused)
                .toList();

        assertThat(unread).hasSizeLessThan(20).allSatisfy(scan -> {
            assertThat(refused(scan.text())).isEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
            assertThat(scan.layout()).doesNotMatch("us|ru|uz|k[zg]|t[rjm](\\(f\\))?|ua|by|de|fr|gb|it|es");
        });
    }

    /** On Windows, Caps Lock acts as Shift Lock in many layouts: US, German with its dead key, French. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS;??OFD>SOLIQ>UZ?CHECK/T+uz!&)&)#!))%(&7R+^)!#7C+@)@#!@)!!^)&#@7S+)@%%^!%#$&&!",
                "HTTPSö__OFD:SOLIQ:UY_CHECK-Tùy!/=/=§!==%)/7R`&=!§7C`\"=\"§!\"=!!&=/§\"7S`=\"%%&!%§$//!",
                "HTTPSm§§OFD/SOLIA/UW§CHECK!T+uw170703100597èR+6013èC+20231201160732èS+025561534771"
            })
    void readsAReceiptTypedWithShiftLock(String typed) {
        assertThat(reader.read(typed).text()).isEqualTo(RECEIPT);
    }

    /** JavaFX on Linux drops dead keys in controls without an input method, such as lists and buttons. */
    @Test
    void doesNotGuessALostDeadKey() {
        assertThat(refused("httpsÖ--ofd.soliq.uy-check_tUY170703100597/r6013/c20231201160732/s025561534771"))
                .isEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
    }

    @Property(tries = 300)
    void reportsAnUnknownLayout(@ForAll Random random) {
        StringBuilder all = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            if (c != '<' && c != '>') {
                all.append(c);
            }
        }
        List<Integer> made = new ArrayList<>(all.chars().boxed().toList());
        Collections.shuffle(made, random);
        StringBuilder typed = new StringBuilder();
        RECEIPT.chars().forEach(c -> typed.append((char) (int) made.get(all.indexOf(Character.toString(c)))));

        Assume.that(typed.indexOf("://") < 0);

        assertThat(refused(typed.toString())).isEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
        assertThat(refused("]Q1" + typed + "\r\n")).isEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "реезы, https, true",
        "руддщ, hello, true",
        "РУДДЩ, hello, true",
        "руддщ, HELLO, true",
        "Руддщ, hello, false",
        "руддщ, hellp, false",
        "руддщ, hell, false",
        "рудд, hello, false",
        "рудд\ufffd, hello, false",
    })
    void knowsWhatLayoutsProduce(String typed, String pressed, boolean expected) {
        assertThat(new KeyboardLayouts().produces(typed, pressed)).isEqualTo(expected);
    }

    @Test
    void anUnknownLayoutChangesTheTextAndKeepsItsLength() {
        assertThat(KeyboardLayouts.couldProduce("abcde", "vwxyz")).isTrue();
        assertThat(KeyboardLayouts.couldProduce("abcde", "abcde")).isFalse();
        assertThat(KeyboardLayouts.couldProduce("abcd", "vwxyz")).isFalse();
        assertThat(KeyboardLayouts.couldProduce("abcda", "vwxyy"))
                .as("equal keys differ")
                .isFalse();
        assertThat(KeyboardLayouts.couldProduce("aabbc", "vwxyz"))
                .as("two merged keys")
                .isTrue();
        assertThat(KeyboardLayouts.couldProduce("aaaab", "vwxyz"))
                .as("three merged keys")
                .isFalse();
    }

    @Test
    void repairsNothingThatNoScannerTyped() {
        KeyboardLayouts layouts = new KeyboardLayouts();
        assertThat(layouts.repairs("а".repeat(1024))).contains("f".repeat(1024));
        assertThat(layouts.repairs("а".repeat(1025))).isEmpty();
        assertThat(layouts.repairs("а\ufffd")).isEmpty();
        assertThat(layouts.repairs("а а")).as("spaces stay").contains("f f");
    }

    /** Two Russian phonetic layouts differ only in V and W: the module could be VG or WG. */
    @Test
    void refusesAnAmbiguousText() {
        assertThat(new KeyboardLayouts().repairs("вж")).contains("vw", "wv");
        assertThat(refused("хттпс:..".replace('.', '/')
                        + "офд.солия.уз/чечк?т=ЖГ170703100597ър=6013ъч=20231201160732ъс=025561534771"))
                .isEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Заказ № 15 от 24.11.2026",
                "https://ofd.soliq.us/check?t=UZ170703100597",
                "aabbccddeeffgghhiijjkkll",
                "4780012345678"
            })
    void doesNotReportALayoutForOtherTexts(String text) {
        assertThat(refused(text)).isNotEqualTo(ReceiptRefusal.KEYBOARD_LAYOUT);
    }

    private ReceiptRefusal refused(String text) {
        return ((ReceiptReading.Refused) reader.read(text)).reason();
    }
}

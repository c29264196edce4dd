package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the text that a printer without the QR command prints in its place. */
class PrintedCommandTest {
    private static final String URL =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String OTHER =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6014&c=20231201160733&s=025561534772";

    /** All bytes of the command, as a program sends them to the printer. */
    private static final String RAW = "\u001d(k\4\0001A2\0\u001d(k\3\0001C\6\u001d(k\3\0001E0\u001d(k"
            + (char) (URL.length() + 3) + "\0001P0" + URL + "\u001d(k\3\0001Q0";

    private final ReceiptReader reader =
            new ReceiptReader(Clock.fixed(Instant.parse("2026-11-25T09:00:00Z"), ZoneOffset.UTC));

    private ReceiptReading.Accepted accepted(String text) {
        assertThat(reader.read(text)).as(text).isInstanceOf(ReceiptReading.Accepted.class);
        return (ReceiptReading.Accepted) reader.read(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E0P0%s",
                "1E01P0%s",
                "1A21C61E01P0%s1Q0",
                "1A2 1C6 1E0 1P0%s 1Q0",
                "(k1A2(k1C(k1E0(k1P0%s(k1Q0",
                "(k1A2(k1C(k1E1(kU1P0%s(k1Q0",
                "k  1A2 k  1C k  1E3 kU 1P0%sk  1Q0",
                "↔(k♦ 1A2 ↔(k♥ 1C♠↔(k♥ 1E0↔(kU 1P0%s↔(k♥ 1Q0",
                "1C8 1A2 1E0 1P0%s",
                "1E0 1C8 1P0%s1Q0",
                "A2C6E2P0%s",
                "1E01P0%s\n1Q0\n",
                "\n\n1E0\n1P0%s"
            })
    void yieldsTheReceipt(String printed) {
        ReceiptReading.Accepted accepted = accepted(printed.replace("%s", URL));
        assertThat(accepted.receipt().url()).isEqualTo(URL);
        assertThat(accepted.receipt().fiscalSign()).isEqualTo("025561534771");
        assertThat(accepted.warnings()).isEmpty();
        assertThat(accepted.layoutRepaired()).isFalse();
    }

    @Test
    void yieldsTheReceiptOfTheWholeCommand() {
        assertThat(accepted(RAW).receipt().url()).isEqualTo(URL);
    }

    /** Paper of 58 and 80 mm has 32 and 48 columns. */
    @Test
    void joinsTheLinesOfThePaper() {
        for (int columns : new int[] {32, 42, 48}) {
            String visible = RAW.replaceAll("\\p{Cntrl}", "");
            assertThat(accepted(visible.replaceAll("(.{" + columns + "})", "$1\r\n"))
                            .receipt()
                            .url())
                    .isEqualTo(URL);
        }
    }

    @Test
    void warnsAsOfAnyReceipt() {
        assertThat(accepted("1E01P0" + URL.replace("https", "http")).warnings())
                .containsExactly(ReceiptWarning.PLAIN_HTTP);
        assertThat(accepted("1E01P0" + URL.replace("c=2023", "c=2036")).warnings())
                .containsExactly(ReceiptWarning.IN_THE_FUTURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A sign that lacks its last digit, which the 1 of 1Q0 would complete.
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771Q0",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=02556153471Q0",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=0255615347711",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=02556153477",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771111Q0",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=0255615347711Q01",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771(k1Q",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771 Rahmat",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771&x=1",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732",
                "1E01P0https://ofd.soliq.uz/check?t=UZ17070310059&r=6013&c=20231201160732&s=025561534771",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=2023120116073&s=025561534771",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6O13&c=20231201160732&s=025561534771",
                "1E01P0https://ofd.soliq.uz/check?r=6013&t=UZ170703100597&c=20231201160732&s=025561534771",
                "1E01P0https://ofd.soliq.us/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771",
                "1E01P0https://ofd.soliq.uz.example/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771",
                "1E01P0https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771@example.com",
                "1E01P0https://",
            })
    void refusesWhatIsNotComplete(String torn) {
        assertThat(reader.read(torn)).isEqualTo(new ReceiptReading.Refused(ReceiptRefusal.TORN, torn));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P0%s",
                "1P0%s",
                "E01P1%s",
                "1E91P0%s",
                "1E01P0 x%s",
                "XE01P0%s",
                "Chek 6013 E0P0%s",
                "1E0abc1P0%s",
                "1A21C61P0%s",
                "1B01P0%s",
                "E0P0x%s",
                "1E01Q0%s",
            })
    void refusesWhatIsNotTheCommand(String other) {
        assertThat(reader.read(other.replace("%s", URL))).isInstanceOf(ReceiptReading.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E01P0%1$s1Q01E01P0%2$s1Q0",
                "1E01P0%1$s%2$s",
                "1E01P0%1$s\n%2$s",
                "%1$s1E01P0%2$s",
                "%1$s\n1E01P0%2$s"
            })
    void refusesTwoReceipts(String both) {
        assertThat(reader.read(both.formatted(URL, OTHER))).isInstanceOf(ReceiptReading.Refused.class);
    }

    /** Where the length of the command is printed, no character of the link can be missing or too many. */
    @Test
    void isNeverAnotherReceipt() {
        String printed = "(k1E0(k" + (char) (URL.length() + 3) + "1P0" + URL + "(k1Q0";
        assertThat(accepted(printed).receipt().url()).isEqualTo(URL);
        for (int at = 0; at < printed.length(); at++) {
            assertNoOther(printed.substring(0, at) + printed.substring(at + 1), at);
            assertNoOther(printed.substring(0, at), at);
            for (char more : "0189ZQ&".toCharArray()) {
                assertNoOther(printed.substring(0, at) + more + printed.substring(at), at);
            }
        }
    }

    private void assertNoOther(String changed, int at) {
        if (reader.read(changed) instanceof ReceiptReading.Accepted accepted) {
            assertThat(accepted.receipt().url())
                    .as("changed at %d: %s", at, changed)
                    .isEqualTo(URL);
        }
    }
}

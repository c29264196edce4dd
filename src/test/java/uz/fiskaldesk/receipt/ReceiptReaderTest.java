package uz.fiskaldesk.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptReaderTest {
    private static final String URL =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String OTHER_URL =
            "https://ofd.soliq.uz/check?t=UZ170703100189&r=643&c=20200518221403&s=248429044289";
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    private final ReceiptReader reader = new ReceiptReader(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void parsesTheFields() {
        FiscalReceipt receipt = accepted(URL).receipt();
        assertThat(receipt)
                .isEqualTo(new FiscalReceipt(
                        URL, "UZ170703100597", "6013", Instant.parse("2023-12-01T11:07:32Z"), "025561534771"));
        assertThat(receipt.issuedWallClock()).isEqualTo("20231201160732");
        assertThat(receipt.identity()).isEqualTo("UZ170703100597/6013/20231201160732/025561534771");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ofd.soliq.uz/epi?s=025561534771&c=20231201160732&r=6013&t=uz170703100597",
                "HTTPS://OFD.Soliq.UZ/?r=6013&x=1&t=Uz170703100597&&s=025561534771&c=20231201160732#top"
            })
    void allSpellingsAreTheSameReceipt(String spelling) {
        ReceiptReading.Accepted other = accepted(spelling);
        assertThat(other.receipt().identity()).isEqualTo(accepted(URL).receipt().identity());
        assertThat(other.text()).isEqualTo(spelling);
    }

    @Test
    void ignoresLeadingZerosOfTheNumber() {
        assertThat(accepted(URL.replace("r=6013", "r=06013")).receipt().identity())
                .isEqualTo(accepted(URL).receipt().identity());
    }

    @Test
    void refusesATextOfManyLines() {
        assertThat(new ReceiptReader(java.time.Clock.systemUTC()).read("a\n".repeat(200_000) + "a"))
                .isInstanceOf(ReceiptReading.Refused.class);
    }

    /** Each text is {@link #URL} with a part replaced. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://                  | http://                                 | plain-http
                    https://                  | HTTPS://                                | ''
                    ofd.soliq.uz              | OFD.SOLIQ.UZ                            | ''
                    /check?                   | /?                                      | unusual-path
                    /check?                   | ?                                       | unusual-path
                    /check?                   | /check/?                                | unusual-path
                    /check?                   | /epi?                                   | internet-receipt
                    /check?                   | /epi/avans?                             | internet-receipt
                    /check?                   | /epi/kredit?                            | internet-receipt
                    t=UZ170703100597          | t=uz170703100597                        | ''
                    t=UZ170703100597          | t=VG170703100597                        | ''
                    t=UZ170703100597          | t=ZZ170703100597                        | test-receipt
                    t=UZ170703100597          | t=ZZ1                                   | terminal-shape test-receipt
                    t=UZ170703100597          | t=1                                     | terminal-shape
                    t=UZ170703100597          | t=ABCDEFGHIJKLMNOPQRSTUVWXYZ012345      | terminal-shape
                    r=6013                    | r=1                                     | ''
                    r=6013                    | r=12345678901234567890                  | ''
                    c=20231201160732          | c=20240229235959                        | ''
                    c=20231201160732          | c=20261124141000                        | ''
                    c=20231201160732          | c=20261124141001                        | in-the-future
                    c=20231201160732          | c=99991231235959                        | in-the-future
                    s=025561534771            | s=000000000000                          | ''
                    s=025561534771            | s=025561534771&                         | ''
                    s=025561534771            | s=025561534771&utm=x&ts=1               | extra-parameter
                    s=025561534771            | s=025561534771&&                        | ''
                    s=025561534771            | s=025561534771&x=100%                   | extra-parameter
                    s=025561534771            | s=025561534771&x=a%26b%3Dc              | extra-parameter
                    s=025561534771            | s=025561534771&tt=1&rs&ts[]=1           | extra-parameter
                    s=025561534771            | s=025561534771#                         | ''
                    s=025561534771            | s=025561534771#top                      | fragment
                    s=025561534771            | s=025561534771&x=1#top                  | extra-parameter fragment
                    """)
    void acceptsWithWarnings(String part, String replacement, String warnings) {
        String url = URL.replace(part, replacement);
        ReceiptReading.Accepted accepted = accepted(url);
        assertThat(accepted.receipt().url()).isEqualTo(url);
        assertThat(accepted.layoutRepaired()).isFalse();
        assertThat(accepted.warnings())
                .extracting(ReceiptWarning::code)
                .containsExactly(warnings.isEmpty() ? new String[0] : warnings.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https://             | ftp://                                     | scheme
                    https://             | ttps://                                    | scheme
                    https://             | javascript://                              | scheme
                    https://             | https:/                                    | no-link
                    https://             | //                                         | no-link
                    https://             | ''                                         | no-link
                    ofd.soliq.uz         | ofd.soliq.uz.example.com                   | host
                    ofd.soliq.uz         | 0fd.soliq.uz                               | host
                    ofd.soliq.uz         | ofd.so1iq.uz                               | host
                    ofd.soliq.uz         | www.ofd.soliq.uz                           | host
                    ofd.soliq.uz         | ofd.soliq.uz.                              | host
                    ofd.soliq.uz         | ofd-soliq.uz                               | host
                    ofd.soliq.uz         | soliq.uz                                   | host
                    ofd.soliq.uz         | xn--fd-fmc.soliq.uz                        | host
                    ofd.soliq.uz         | ofd%2esoliq.uz                             | host
                    ofd.soliq.uz         | оfd.soliq.uz                               | host
                    ofd.soliq.uz         | ofd.ſoliq.uz                               | host
                    ofd.soliq.uz         | ''                                         | host
                    ofd.soliq.uz         | ofd.soliq.uz:443                           | port-or-user
                    ofd.soliq.uz         | ofd.soliq.uz:                              | port-or-user
                    ofd.soliq.uz         | ofd.soliq.uz@example.com                   | port-or-user
                    ofd.soliq.uz         | user:pass@ofd.soliq.uz                     | port-or-user
                    ofd.soliq.uz         | example.com#@ofd.soliq.uz                  | host
                    ofd.soliq.uz         | example.com\\@ofd.soliq.uz                  | host
                    /check?              | /Check?                                    | path
                    /check?              | //check?                                   | path
                    /check?              | /check//?                                  | path
                    /check?              | /./check?                                  | path
                    /check?              | /x/../check?                               | path
                    /check?              | /ch%65ck?                                  | path
                    /check?              | /check;a=1?                                | path
                    /check?              | /epi/?                                     | path
                    /check?              | /check                                     | path
                    /check?              | /check#?                                   | missing-t
                    t=UZ170703100597&    | ''                                         | missing-t
                    t=UZ170703100597     | T=UZ170703100597                           | missing-t
                    t=UZ170703100597     | %74=UZ170703100597                         | missing-t
                    &r=6013              | ''                                         | missing-r
                    &r=6013              | &amp;r=6013                                | missing-r
                    &r=6013              | ;r=6013                                    | missing-r
                    &c=20231201160732    | ''                                         | missing-c
                    &s=025561534771      | ''                                         | missing-s
                    &s=025561534771      | #&s=025561534771                           | missing-s
                    r=6013               | t=UZ170703100597&r=6013                    | repeated-t
                    r=6013               | r=6013&r=6013                              | repeated-r
                    r=6013               | r=6013&c=20231201160732                    | repeated-c
                    r=6013               | r=6013&s=025561534771                      | repeated-s
                    r=6013               | r=6013&s                                   | repeated-s
                    t=UZ170703100597     | t=                                         | bad-t
                    t=UZ170703100597     | t                                          | bad-t
                    t=UZ170703100597     | t=UZ-170703100597                          | bad-t
                    t=UZ170703100597     | t=%55Z170703100597                         | bad-t
                    t=UZ170703100597     | t=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456        | bad-t
                    r=6013               | r=                                         | bad-r
                    r=6013               | r=-6013                                    | bad-r
                    r=6013               | r=60,13                                    | bad-r
                    r=6013               | r=60%13                                    | bad-r
                    r=6013               | r=0x6013                                   | bad-r
                    r=6013               | r=123456789012345678901                    | bad-r
                    c=20231201160732     | c=20230229120000                           | bad-c
                    c=20231201160732     | c=20231301160732                           | bad-c
                    c=20231201160732     | c=20231200160732                           | bad-c
                    c=20231201160732     | c=20231201240000                           | bad-c
                    c=20231201160732     | c=20231201166032                           | bad-c
                    c=20231201160732     | c=20231201160760                           | bad-c
                    c=20231201160732     | c=00001201160732                           | bad-c
                    c=20231201160732     | c=202312011607                             | bad-c
                    c=20231201160732     | c=2023120116073200                         | bad-c
                    c=20231201160732     | c=2023-12-01T16:07:32                      | bad-c
                    c=20231201160732     | c=01122023160732                           | bad-c
                    s=025561534771       | s=150000.00                                | bad-s
                    s=025561534771       | s=ABC123DEF456                             | bad-s
                    s=025561534771       | s=25561534771                              | bad-s
                    s=025561534771       | s=0255615347711                            | bad-s
                    s=025561534771       | s=                                         | bad-s
                    """)
    void refusesWithAReason(String part, String replacement, String reason) {
        assertThat(URL).contains(part);
        assertThat(refused(URL.replace(part, replacement)).reason().code()).isEqualTo(reason);
    }

    /** Another program, which decodes or splits differently, would see another receipt in each of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&T=UZ1",
                "&%74=UZ1",
                "&%54=UZ1",
                "&%2574=UZ1",
                "&%252574=UZ1",
                "&%25%37%34=UZ1",
                "&%u0074=UZ1",
                "&t[]=UZ1",
                "&T[0]=UZ1",
                "&t%5B%5D=UZ1",
                "&x=1;t=UZ1",
                "&x=1;T=UZ1",
                "&x=1%3Bt=UZ1",
                "&x=1%26t%3DUZ1",
                "&x=1%2526t%253DUZ1",
                "&x=1%0At=UZ1",
                "&x=1,t=UZ1",
                "&+t=UZ1",
                "&%20t=UZ1",
                "&t%20=UZ1",
                "&t%00=UZ1",
                "&t%E2%80%8B=UZ1",
                "&%EF%BD%94=UZ1",
                "&%E2%93%A3=UZ1",
                "&%F0%9D%90%AD=UZ1",
                "&%C1%B4=UZ1",
                "&%FF=UZ1",
                "&R=1",
                "&%72=1",
                "&C=20231201160733",
                "&%43=20231201160733",
                "&S=025561534772",
                "&%C5%BF=025561534772",
                "&s[a]=025561534772",
                "&S",
                "#t=UZ1",
                "#&t=UZ1",
                "#x=1;T=UZ1",
                "#%74=UZ1",
                "#?t=UZ1",
                "&x=%3Ft%3DUZ1%26r%3D1",
                "&%25252525252525252525252574=UZ1"
            })
    void refusesASecondReceiptInDisguise(String more) {
        assertThat(refused(URL + more).reason()).isEqualTo(ReceiptRefusal.HIDDEN_PARAMETER);
        assertThat(ReceiptLink.parse(URL + more))
                .as("can still be parsed if an earlier version accepted it")
                .hasValueSatisfying(
                        receipt -> assertThat(receipt.receiptNumber()).isEqualTo("6013"));
        int query = URL.indexOf('?') + 1;
        if (more.startsWith("&")) {
            String before = URL.substring(0, query) + more.substring(1) + "&" + URL.substring(query);
            assertThat(refused(before).reason()).isEqualTo(ReceiptRefusal.HIDDEN_PARAMETER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t", "\ufeff", "\u00a0\u200b", "<>", "\0"})
    void reportsAnEmptyText(String nothing) {
        assertThat(refused(nothing).reason()).isEqualTo(ReceiptRefusal.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6013", "Чек № 6013", "UZ170703100597", "://", "https", "t=UZ170703100597&r=6013"})
    void reportsAMissingLink(String text) {
        assertThat(refused(text).reason()).isEqualTo(ReceiptRefusal.NO_LINK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " %s ",
                "%s\r\n",
                "%s\t",
                "\ufeff%s",
                "\u200e%s\u200f",
                "\u00a0\u2003%s\u3000",
                "<%s>",
                "\0\002%s\003",
                "Чек: %s",
                "view-source:%s",
                "Chek havolasi: %s. Rahmat!",
                "(%s)",
                "[чек](%s)",
                "\"%s\"",
                "«%s»",
                "{\"url\":\"%s\"}",
                "Fiskal belgi\n%s\n025561534771",
                "%s\n%s",
                "%s%s",
                "%s %s\r\n%s"
            })
    void findsTheLinkInAText(String around) {
        ReceiptReading.Accepted accepted = accepted(around.replace("%s", URL));
        assertThat(accepted.receipt().url()).isEqualTo(URL);
        assertThat(accepted.layoutRepaired()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s %s", "%s%s", "%s\n%s", "<%s>,<%s>", "https://soliq.uz %3$s%2$s"})
    void refusesTwoDifferentLinks(String together) {
        String text = String.format(Locale.ROOT, together, URL, OTHER_URL, "");
        assertThat(refused(text).reason()).isEqualTo(ReceiptRefusal.TWO_LINKS);
    }

    @ParameterizedTest
    @EnumSource(Scanner.class)
    void refusesTwoDifferentLinksInEveryLayout(Scanner scanner) {
        for (boolean capsLock : new boolean[] {false, true}) {
            assertThat(refused(scanner.types(URL + OTHER_URL, capsLock)).reason())
                    .isEqualTo(ReceiptRefusal.TWO_LINKS);
        }
    }

    @Test
    void joinsAWrappedLink() {
        String wrapped = URL.substring(0, 40) + "\r\n" + URL.substring(40, 70) + "\n" + URL.substring(70) + "\n";
        assertThat(accepted(wrapped).receipt().url()).isEqualTo(URL);
    }

    @Test
    void doesNotChooseBetweenAWrappedLinkAndItsFirstLine() {
        String numberLast = "https://ofd.soliq.uz/check?t=UZ170703100597&c=20231201160732&s=025561534771&r=60";
        assertThat(refused(numberLast + "\n13").reason()).isEqualTo(ReceiptRefusal.TWO_LINKS);
    }

    @Test
    void checksTheHostOfAWrappedLink() {
        String wrapped = URL.replace("ofd.soliq", "ofd.ſoliq").replace("&c", "\n&c");
        assertThat(refused(wrapped).reason()).isEqualTo(ReceiptRefusal.HOST);
        assertThat(reader.read(URL.replace("UZ17", "uſ17").replace("&c", "\n&c")))
                .isInstanceOf(ReceiptReading.Refused.class);
        assertThat(reader.read(URL.replace("&c", "&x=\u202e\n&c"))).isInstanceOf(ReceiptReading.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    реезыЖ..щавюыщдшйюгя.срусл,е=ГЯ170703100597?к=6013?с=20231201160732?ы=025561534771
                    реезқЖ..ўавюқўдшйюгя.срусл,еҳГЯ170703100597?кҳ6013?сҳ20231201160732?қҳ025561534771
                    HTTPS://OFD.SOLIQ.UZ/CHECK?T=uz170703100597&R=6013&C=20231201160732&S=025561534771
                    РЕЕЗЫж..ЩАВЮЫЩДШЙЮГЯ.СРУСЛ,Е=гя170703100597?К=6013?С=20231201160732?Ы=025561534771
                    РЕЕЗҚж..ЎАВЮҚЎДШЙЮГЯ.СРУСЛ,ЕҲгя170703100597?КҲ6013?СҲ20231201160732?ҚҲ025561534771
                    """)
    void reversesTheKeyboardLayout(String typed) {
        ReceiptReading.Accepted accepted = accepted(typed);
        assertThat(accepted.receipt().url()).isEqualTo(URL);
        assertThat(accepted.layoutRepaired()).isTrue();
        assertThat(accepted.warnings()).isEmpty();
    }

    @Test
    void reportsTheProblemOfARepairedReceipt() {
        String typed = Scanner.RUSSIAN.types(URL.replace("&s=", "&s=1"), false);
        assertThat(refused(typed).reason()).isEqualTo(ReceiptRefusal.SIGN_BAD);
        String capitals = Scanner.US.types(URL.replace("20231201", "20231301"), true);
        assertThat(refused(capitals).reason()).isEqualTo(ReceiptRefusal.TIME_BAD);
    }

    @Test
    void doesNotRepairAMixtureOfLayouts() {
        String half = URL.substring(0, 30) + Scanner.RUSSIAN.types(URL.substring(30), false);
        assertThat(reader.read(half)).isInstanceOf(ReceiptReading.Refused.class);
    }

    @Test
    void doesNotConfuseLettersWithTheSameCapital() {
        String kelvin = Scanner.US.types(URL, true).replace("CHECK", "CHEC\u212a");
        assertThat(reader.read(kelvin)).isInstanceOf(ReceiptReading.Refused.class);
    }

    @Test
    void doesNotRepairLongTexts() {
        assertThat(refused(URL + " ".repeat(8_192)).reason()).isEqualTo(ReceiptRefusal.TOO_LONG);
        assertThat(refused("x".repeat(10_000_000)).text()).hasSize(8_192);
        assertThat(accepted(URL + " ".repeat(8_192 - URL.length())).text()).isEqualTo(URL);
    }

    @Test
    void theLinkOfKeyedInFieldsEqualsThePrintedOne() {
        FiscalReceipt receipt = accepted(URL).receipt();
        assertThat(FiscalReceipt.linkOf(
                        receipt.terminalId(),
                        receipt.receiptNumber(),
                        LocalDateTime.of(2023, 12, 1, 16, 7, 32),
                        receipt.fiscalSign()))
                .isEqualTo(URL);
    }

    private ReceiptReading.Accepted accepted(String text) {
        ReceiptReading reading = reader.read(text);
        assertThat(reading).isInstanceOf(ReceiptReading.Accepted.class);
        return (ReceiptReading.Accepted) reading;
    }

    private ReceiptReading.Refused refused(String text) {
        ReceiptReading reading = reader.read(text);
        assertThat(reading).isInstanceOf(ReceiptReading.Refused.class);
        return (ReceiptReading.Refused) reading;
    }

    /** Beyond the longest prefix, the text is not recognised as a link typed with an unknown layout. */
    @ParameterizedTest
    @CsvSource({"0, KEYBOARD_LAYOUT", "8, KEYBOARD_LAYOUT", "9, NO_LINK"})
    void recognisesAnUnknownLayoutAfterAPrefix(int length, ReceiptRefusal expected) {
        String shifted = URL.chars()
                .mapToObj(c -> Character.toString(c + 0x2500))
                .collect(java.util.stream.Collectors.joining());
        assertThat(reader.read("1".repeat(length) + shifted))
                .isInstanceOfSatisfying(
                        ReceiptReading.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(expected));
    }

    @Test
    void theIssueOfAReceiptIgnoresItsNumber() {
        FiscalReceipt one = accepted(URL).receipt();
        FiscalReceipt other = accepted(URL.replaceFirst("r=\\d+", "r=77")).receipt();
        assertThat(one.identity()).isNotEqualTo(other.identity());
        assertThat(one.issue()).isEqualTo(other.issue()).contains(one.terminalId(), one.fiscalSign());
    }

    @Test
    void warningsAreParsedFromTheirNames() {
        for (ReceiptWarning warning : ReceiptWarning.values()) {
            assertThat(ReceiptWarning.ofCodes(warning.code() + ",of-a-later-version"))
                    .containsExactly(warning);
        }
        assertThat(ReceiptWarning.ofCodes("")).isEmpty();
    }
}

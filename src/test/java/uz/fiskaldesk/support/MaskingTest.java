package uz.fiskaldesk.support;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;

class MaskingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    998946532140              | 99894*****40
                    +998946532140             | +99894*****40
                    +998 94 653 21 40         | +998 94*****40
                    +998-94-653-21-40         | +998-94*****40
                    +998 (94) 653-21-40       | +998 (94*****40
                    +998 94 653 21 40         | +998 94*****40
                    тел. 94 653 21 40         | тел. 94*****40
                    (94) 653-21-40, Anvar     | (94*****40, Anvar
                    94-653-21-40              | 94*****40
                    tel. 998946532140, Anvar  | tel. 99894*****40, Anvar
                    phone=998946532140]       | phone=99894*****40]
                    {"phone":"998946532140"}  | {"phone":"99894*****40"}
                    998946532140/998901112233 | 99894*****40/99890*****33
                    8600140000003145          | 8600 **** **** 3145
                    8600 1400 0000 3145       | 8600 **** **** 3145
                    8600-1400-0000-3145       | 8600 **** **** 3145
                    860014******3145          | 8600 **** **** 3145
                    card=860014******3145,    | card=8600 **** **** 3145,
                    card: 9860000000003145.   | card: 9860 **** **** 3145.
                    """)
    void masksPhonesAndCards(String text, String shown) {
        assertThat(Masking.mask(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jdbc:postgresql://u:secret@host/db?x=1     | jdbc:postgresql://***@host/db?x=1
                    jdbc:postgresql://u:se/cr@t@host/db        | jdbc:postgresql://***@host/db
                    jdbc:postgresql://h/db?user=u&password=geh | jdbc:postgresql://h/db?user=u&password=***
                    jdbc:postgresql://h/db?pass%77ord=geh&a=1  | jdbc:postgresql://h/db?pass%77ord=***&a=1
                    jdbc:postgresql://h/db?sslpassword=geh     | jdbc:postgresql://h/db?sslpassword=***
                    The address http://u:pw@host is not one    | The address http://***@host is not one
                    https://ofd.soliq.uz/check?t=U&r=1&s=0255  | https://ofd.soliq.uz/check?t=U&r=1&s=0255
                    Gʻayrat, mail@shop.uz, password=mine       | Gʻayrat, mail@shop.uz, password=mine
                    """)
    void masksPasswordsInUrls(String text, String shown) {
        assertThat(Masking.secrets(text)).isEqualTo(shown);
        assertThat(Masking.mask(text)).isEqualTo(shown);
        assertThat(Translations.in(Language.ENGLISH).get("cli.wrong.api", text))
                .isEqualTo("The address " + shown + " is not one such as http://192.168.1.5:8347.");
    }

    @Test
    void masksToStringOfRecords() {
        Payment payment = new Payment(
                TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee"),
                "123456",
                null,
                "998946532140",
                "8600140000003145",
                null,
                null);
        assertThat(Masking.mask("took " + payment))
                .doesNotContain("653", "0000")
                .contains("paymentId=123456");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=998946532140",
                "https://ofd.soliq.uz/check?r=8600140000003145&t=UZ170703100597&c=20231201160732&s=025561534771",
                "a12f4c6e-0b1d-4e5f-8a9b-998946532140",
                "12345678-1234-1234-1234-123456789012",
                "1234567890123456abcdef0123456789",
                "abcdef01234567891234567890123456",
                "UZ998946532140",
                "2026-11-24T14:02:11.123+05:00 INFO  [main] 12500000 tiyin in 1732443731123 ms",
                "12 500 000 00 tiyin, 26-11-2026 10-20-30-40, 10 20 30 40, 1 000 000,00",
                "12:00:00 port 127.0.0.1:43210"
            })
    void doesNotMaskUrlsIdsAndTimes(String text) {
        assertThat(Masking.mask(text)).isEqualTo(text);
    }

    @Property
    void acceptsAnyText(@ForAll String text) {
        String masked = Masking.mask(text);
        assertThat(Masking.mask(masked)).isEqualTo(masked);
    }
}

package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiscalBoxAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.fiscalbox.uz, https://api.fiscalbox.uz/info/",
        "https://api.fiscalbox.uz/, https://api.fiscalbox.uz/info/",
        "HTTPS://api.fiscalbox.uz, HTTPS://api.fiscalbox.uz/info/",
        "http://localhost/api, http://localhost/api/info/",
        "http://localhost/api/, http://localhost/api/info/",
        "192.168.1.5, http://192.168.1.5/info/",
        "192.168.1.5:8347, http://192.168.1.5:8347/info/",
        "localhost:8347/x, http://localhost:8347/x/info/",
        "' kassa-1:80 ', http://kassa-1:80/info/",
        "http://[::1]:8347, http://[::1]:8347/info/",
        "http://localhost:65535, http://localhost:65535/info/"
    })
    void isThePrefixOfEveryEndpoint(String text, String info) {
        assertThat(FiscalBoxAddress.parse(text).map(a -> a.at("/info/").toString()))
                .contains(info);
        assertThat(FiscalBoxAddress.parse(text)
                        .map(a -> a.at("/payment/anor_confirm").toString()))
                .contains(info.replace("/info/", "/payment/anor_confirm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://",
                "http:///info",
                "ftp://localhost",
                "//localhost/path://",
                "file:///etc/passwd",
                "localhost:0",
                "localhost:65536",
                "localhost:-1",
                "localhost:99999999999",
                "http://user:pass@localhost",
                "http://localhost?x=1",
                "http://localhost#x",
                "http://local host",
                "http://kassa_1",
                "касса",
                "garbage",
                "garbage/",
                "http:/localhost",
                "fe80::1"
            })
    void refusesInvalidAddresses(String text) {
        assertThat(FiscalBoxAddress.parse(text)).isEmpty();
    }

    @Test
    void defaultsToTheDocumentedExample() {
        assertThat(FiscalBoxAddress.DEFAULT).hasToString("https://api.fiscalbox.uz");
    }

    @Property
    void parsesAnyTextWithoutAnException(@ForAll String text) {
        FiscalBoxAddress.parse(text)
                .ifPresent(address -> assertThat(address.at("/info/").getHost()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.fiscalbox.uz",
                "http://8.8.8.8",
                "http://172.32.0.1",
                "http://1270.example.com",
                "http://10.example.com",
                "http://localhost.example.com",
                "http://[2001:db8::1]",
                "http://mylocal.uz"
            })
    void plainHttpOutsideThePrivateNetworkCanBeRead(String text) {
        assertThat(FiscalBoxAddress.parse(text))
                .hasValueSatisfying(a -> assertThat(a.isUnencrypted()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.fiscalbox.uz",
                "HTTPS://8.8.8.8",
                "localhost:8347",
                "http://LOCALHOST",
                "127.0.0.1",
                "http://127.8.9.1",
                "10.1.2.3:80",
                "172.16.0.1",
                "172.31.255.1",
                "192.168.1.5",
                "169.254.3.4",
                "http://[::1]:8347",
                "http://[fd12:3456::1]",
                "http://[fe80::1]",
                "http://kassa-1",
                "kassa-1.local",
                "kassa.shop.lan"
            })
    void httpsAndThePrivateNetworkCannotBeRead(String text) {
        assertThat(FiscalBoxAddress.parse(text))
                .hasValueSatisfying(a -> assertThat(a.isUnencrypted()).isFalse());
    }
}

package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingTest {
    private static final String FISCALBOX = "https://api.fiscalbox.uz/info/";

    @ParameterizedTest
    @CsvSource({
        "proxy:3128, proxy:3128",
        "' proxy.shop.uz ', proxy.shop.uz:8080",
        "http://proxy.shop.uz:3128, proxy.shop.uz:3128",
        "HTTP://10.0.0.1:80/, 10.0.0.1:80",
        "http://[::1]:3128, [::1]:3128"
    })
    void usesAGivenProxy(String text, String proxy) {
        ProxySetting setting = ProxySetting.at(text).orElseThrow();
        assertThat(proxyFor(setting, FISCALBOX)).isEqualTo(proxy);
        assertThat(proxyFor(setting, "http://192.168.1.5:8347/info/")).isEqualTo(proxy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://proxy",
                "socks://proxy",
                "//proxy/path://",
                "proxy:0",
                "proxy:65536",
                "http://proxy/x",
                "two words",
                "http://"
            })
    void refusesInvalidProxies(String text) {
        assertThat(ProxySetting.at(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1/",
                "http://LOCALHOST/",
                "http://a.localhost/",
                "http://127.0.0.1/",
                "http://127.9.9.9:80/",
                "http://[::1]:80/"
            })
    void usesNoProxyForThisComputer(String address) {
        assertThat(proxyFor(ProxySetting.at("proxy:8080").orElseThrow(), address))
                .isNull();
        assertThat(proxyFor(ProxySetting.ofSystem(Map.of("http_proxy", "proxy")), address))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1.example.com/", "http://localhost.example.com/", "http://notlocalhost/"})
    void usesAProxyForSimilarNames(String address) {
        assertThat(proxyFor(ProxySetting.at("proxy:8080").orElseThrow(), address))
                .isEqualTo("proxy:8080");
    }

    @Test
    void usesNoProxyIfDisabled() {
        assertThat(proxyFor(ProxySetting.none(), FISCALBOX)).isNull();
        assertThat(ProxySetting.none().authorization()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "https_proxy=http://p:3128                            | https://api.fiscalbox.uz/ | p:3128",
                "https_proxy=p:3128                                   | https://api.fiscalbox.uz/ | p:3128",
                "https_proxy=http://user:secret@p:3128                | https://api.fiscalbox.uz/ | p:3128",
                "HTTPS_PROXY=http://p:3128                            | https://api.fiscalbox.uz/ | p:3128",
                "HTTPS_PROXY=http://big:1 https_proxy=http://small:2  | https://api.fiscalbox.uz/ | small:2",
                "http_proxy=http://p:3128                             | https://api.fiscalbox.uz/ | none",
                "http_proxy=http://p:3128                             | http://fiscalbox/         | p:3128",
                "all_proxy=http://p:3128                              | https://api.fiscalbox.uz/ | p:3128",
                "all_proxy=http://a:1 https_proxy=http://p:2          | https://api.fiscalbox.uz/ | p:2",
                "all_proxy=socks5://p:1080                            | https://api.fiscalbox.uz/ | none",
                "https_proxy=http://p:3128 no_proxy=*                 | https://api.fiscalbox.uz/ | none",
                "https_proxy=http://p:3128 no_proxy=fiscalbox.uz      | https://api.fiscalbox.uz/ | none",
                "https_proxy=http://p:3128 no_proxy=x,.fiscalbox.uz   | https://API.fiscalbox.uz/ | none",
                "https_proxy=http://p:3128 NO_PROXY=api.fiscalbox.uz  | https://api.fiscalbox.uz/ | none",
                "https_proxy=http://p:3128 no_proxy=box.uz,,          | https://api.fiscalbox.uz/ | p:3128",
                "https_proxy=http://p:3128 no_proxy=192.168.1.5       | https://192.168.1.5/      | none",
                "no_proxy=x                                           | https://api.fiscalbox.uz/ | none"
            })
    void readsTheEnvironment(String variables, String address, @Nullable String proxy) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.strip().split(" +", -1)) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        assertThat(proxyFor(ProxySetting.ofSystem(environment), address)).isEqualTo(proxy);
    }

    @Test
    void encodesCredentialsAsInRfc7617() {
        // The example of RFC 7617, section 2.
        ProxySetting setting = ProxySetting.at("proxy:8080").orElseThrow().withPassword("Aladdin", "open sesame");
        assertThat(setting.authorization()).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(proxyFor(setting, FISCALBOX)).isEqualTo("proxy:8080");
    }

    private static @Nullable String proxyFor(ProxySetting setting, String address) {
        var proxy = setting.proxyFor(URI.create(address));
        return proxy == null ? null : proxy.getHostString() + ":" + proxy.getPort();
    }
}

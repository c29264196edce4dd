package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/** Company authorities in the operating system's trust store. */
class SystemCertificatesTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";

    @TempDir
    private static Path folder;

    @Test
    void trustsAServerOfTheCompany() throws Exception {
        Certificates company = Certificates.of(folder, "dns:localhost");
        Path bundle = Files.writeString(folder.resolve("company.crt"), company.authorityAsPem());
        try (RawServer server = RawServer.start(company.listen(), connection -> {
            connection.request();
            connection.answer("{\"data\":{},\"error\":null,\"is_success\":true}");
        })) {
            X509ExtendedTrustManager trust = SystemTrust.withAuthorities(SystemCertificates.inBundle(bundle));
            FiscalBoxClient client = new FiscalBoxClient(
                    server.address("https"), Timeouts.DEFAULT, ProxySetting.none(), Clock.systemUTC(), () -> trust);
            assertThat(client.confirm(TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee"), RECEIPT, () -> true))
                    .isInstanceOf(Outcome.Confirmed.class);
        }
    }

    @Test
    void keepsTheAuthoritiesOfTheJdk() throws Exception {
        Certificates company = Certificates.of(folder, "dns:localhost");
        Path bundle = Files.writeString(folder.resolve("one.crt"), company.authorityAsPem());
        List<X509Certificate> authorities = SystemCertificates.inBundle(bundle);
        assertThat(SystemTrust.withAuthorities(authorities).getAcceptedIssuers())
                .containsAll(authorities)
                .containsAll(List.of(SystemTrust.withAuthorities(List.of()).getAcceptedIssuers()))
                .hasSizeGreaterThan(50);
        SystemTrust.withAuthorities(authorities).checkServerTrusted(company.chain(), "UNKNOWN", (Socket) null);
    }

    @Test
    void skipsACertificateThatCannotBeRead() throws Exception {
        Certificates company = Certificates.of(folder, "dns:localhost");
        String nonsense = Base64.getEncoder().encodeToString(new byte[100]);
        String broken = "-----BEGIN CERTIFICATE-----\n" + nonsense + "\n-----END CERTIFICATE-----\n";
        String text = "# Компания\n" + broken + "subject=/CN=x\n" + company.authorityAsPem() + broken;
        assertThat(SystemCertificates.inBundle(Files.writeString(folder.resolve("some-broken.crt"), text)))
                .containsExactly(company.chain()[1]);
    }

    @Test
    void skipsABundleThatCannotBeRead() throws Exception {
        assertThat(SystemCertificates.inBundle(folder)).isEmpty();
        assertThat(SystemCertificates.inBundle(folder.resolve("missing.crt"))).isEmpty();
        assertThat(SystemCertificates.inBundle(Files.write(folder.resolve("binary.crt"), new byte[1000])))
                .isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsNoneOfAnotherSystem() {
        assertThat(SystemCertificates.of("Windows 11")).isEmpty();
        assertThat(SystemCertificates.of("Mac OS X")).isEmpty();
    }
}

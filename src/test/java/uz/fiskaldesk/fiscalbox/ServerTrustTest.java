package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTrustTest {
    @TempDir
    private static Path folder;

    @Test
    void cannotBeWithdrawnAfterAcceptance() throws Exception {
        ServerTrust trust = trustingTheTestAuthority();
        trust.checkServerTrusted(chain(), "UNKNOWN", (Socket) null);
        assertThat(trust.withdraw()).isFalse();
    }

    @Test
    void rejectsAfterWithdrawal() throws Exception {
        ServerTrust trust = trustingTheTestAuthority();
        assertThat(trust.withdraw()).isTrue();
        assertThatThrownBy(() -> trust.checkServerTrusted(chain(), "UNKNOWN", (Socket) null))
                .isInstanceOf(CertificateException.class);
        assertThat(trust.withdraw()).isTrue();
    }

    @Test
    void rejectsAnUnknownAuthority() throws Exception {
        ServerTrust trust = ServerTrust.recording(new SystemTrust());
        assertThatThrownBy(() -> trust.checkServerTrusted(chain(), "UNKNOWN", (Socket) null))
                .isInstanceOf(CertificateException.class);
        assertThat(trust.withdraw()).isTrue();
    }

    @Test
    void readsTheAuthoritiesWhenTheFirstCertificateIsChecked() throws Exception {
        TrustedAuthorities authorities =
                Certificates.of(folder, "dns:localhost").trust();
        AtomicInteger reads = new AtomicInteger();
        ServerTrust trust = ServerTrust.recording(() -> {
            reads.incrementAndGet();
            return authorities.trustManager();
        });

        assertThat(trust.context().createSSLEngine("localhost", 443)).isNotNull();
        assertThat(trust.getAcceptedIssuers()).isEmpty();
        assertThat(reads).hasValue(0);

        trust.checkServerTrusted(chain(), "UNKNOWN", (Socket) null);
        assertThat(reads).hasValue(1);
    }

    @Test
    void authoritiesThatCannotBeReadAcceptNothing() throws Exception {
        ServerTrust trust = ServerTrust.recording(() -> {
            throw new CertificateException("unreadable");
        });

        assertThatThrownBy(() -> trust.checkServerTrusted(chain(), "UNKNOWN", (Socket) null))
                .isInstanceOf(CertificateException.class)
                .hasMessage("unreadable");
        assertThat(trust.withdraw()).isTrue();
    }

    @Test
    void rejectsWithoutHostnameVerification() throws Exception {
        ServerTrust trust = trustingTheTestAuthority();
        SSLEngine unchecked = SSLContext.getDefault().createSSLEngine("localhost", 443);

        assertThatThrownBy(() -> trust.checkServerTrusted(chain(), "UNKNOWN", unchecked))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("name of the server");
        assertThat(trust.withdraw()).isTrue();
    }

    private static ServerTrust trustingTheTestAuthority() throws Exception {
        return ServerTrust.recording(Certificates.of(folder, "dns:localhost").trust());
    }

    private static X509Certificate[] chain() throws Exception {
        return Certificates.of(folder, "dns:localhost").chain();
    }
}

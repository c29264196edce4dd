package uz.fiskaldesk.fiscalbox;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities of the JDK and of the operating system. These are read when the first certificate is checked, because
 * that takes a tenth of a second, and a FiscalBox on the same computer has no certificate. Thread-safe.
 */
final class SystemTrust extends X509ExtendedTrustManager {
    private @Nullable X509ExtendedTrustManager authorities;

    private synchronized X509ExtendedTrustManager authorities() throws CertificateException {
        if (authorities == null) {
            try {
                authorities = ServerTrust.withAuthorities(SystemCertificates.of(System.getProperty("os.name", "")));
            } catch (GeneralSecurityException e) {
                throw new CertificateException("the system's certificates cannot be read", e);
            }
        }
        return authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        authorities().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        authorities().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities().checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        authorities().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        authorities().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities().checkClientTrusted(chain, authType);
    }

    /** None, as only a server asks for it, to tell its clients. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

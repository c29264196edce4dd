package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of the JDK and of the operating system. These are read when the first certificate is checked, because that
 * takes a tenth of a second, and a FiscalBox on the same computer has no certificate.
 */
final class SystemTrust implements TrustedAuthorities {
    private @Nullable X509ExtendedTrustManager authorities;

    @Override
    public synchronized X509ExtendedTrustManager trustManager() throws CertificateException {
        if (authorities == null) {
            try {
                authorities = withAuthorities(SystemCertificates.of(System.getProperty("os.name", "")));
            } catch (GeneralSecurityException e) {
                throw new CertificateException("the system's certificates cannot be read", e);
            }
        }
        return authorities;
    }

    /** Trusts the authorities of the JDK and the given ones. */
    static X509ExtendedTrustManager withAuthorities(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try {
            all.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("could not create an empty key store", e);
        }
        int number = 0;
        for (X509Certificate authority : manager(null).getAcceptedIssuers()) {
            all.setCertificateEntry("java-" + number++, authority);
        }
        for (X509Certificate authority : authorities) {
            all.setCertificateEntry("system-" + number++, authority);
        }
        return manager(all);
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }
}

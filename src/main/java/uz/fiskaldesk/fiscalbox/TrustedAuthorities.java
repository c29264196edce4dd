package uz.fiskaldesk.fiscalbox;

import java.security.cert.CertificateException;
import javax.net.ssl.X509ExtendedTrustManager;

/** The authorities whose certificates are trusted. Thread-safe. */
@FunctionalInterface
interface TrustedAuthorities {
    /**
     * Called when a certificate is checked.
     *
     * @throws CertificateException if the authorities cannot be read
     */
    X509ExtendedTrustManager trustManager() throws CertificateException;
}

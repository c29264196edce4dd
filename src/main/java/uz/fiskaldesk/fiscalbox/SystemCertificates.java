package uz.fiskaldesk.fiscalbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the certificate authorities that the operating system trusts. Administrators install company authorities there,
 * for a proxy or a FiscalBox with a certificate of their own. A certificate that cannot be read is logged and skipped.
 *
 * <p>Not replaced by sslcontext-kickstart: on Linux that also trusts certificates that the administrator has deselected
 * ({@code /usr/share/ca-certificates}), and skips a whole bundle because of one damaged certificate.
 */
final class SystemCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCertificates.class);

    /** The bundles of Debian and Ubuntu, Fedora and RHEL, and SUSE. */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final long MAX_BUNDLE_SIZE = 16L << 20;

    private SystemCertificates() {}

    /**
     * The authorities of this system.
     *
     * @param osName {@code os.name}
     */
    static List<X509Certificate> of(String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return inStore("Windows-ROOT");
        }
        if (os.startsWith("mac")) {
            List<X509Certificate> certificates = new ArrayList<>(inStore("KeychainStore-ROOT"));
            certificates.addAll(inStore("KeychainStore"));
            return certificates;
        }
        return BUNDLES.stream()
                .filter(Files::isReadable)
                .findFirst()
                .map(SystemCertificates::inBundle)
                .orElse(List.of());
    }

    /** The certificates in a key store of the operating system. */
    private static List<X509Certificate> inStore(String type) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("cannot read the system's certificates ({})", type, e);
        }
        return certificates;
    }

    /** The certificates in a PEM file. */
    static List<X509Certificate> inBundle(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            if (Files.size(file) > MAX_BUNDLE_SIZE) {
                LOG.warn("{} is too large for a certificate bundle", file);
                return certificates;
            }
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (pem.find()) {
                addIfValid(certificates, factory, pem.group());
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("cannot read {}", file, e);
        }
        return certificates;
    }

    private static void addIfValid(List<X509Certificate> certificates, CertificateFactory factory, String pem) {
        try {
            InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            if (factory.generateCertificate(in) instanceof X509Certificate x509) {
                certificates.add(x509);
            }
        } catch (CertificateException e) {
            LOG.warn("skipping a system certificate that cannot be read", e);
        }
    }
}

package uz.fiskaldesk.fiscalbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
 * The authorities that the operating system trusts beside those of Java: where a company's proxy or FiscalBox has a
 * certificate of the company's own, its administrator has put the authority there. One that cannot be read is passed
 * over and logged; it takes no trust away from the others.
 */
final class SystemCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(SystemCertificates.class);

    /** Where Debian and Ubuntu, Fedora and RHEL, and SUSE keep theirs. */
    private static final List<Path> BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"));

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");
    private static final long LARGEST_BUNDLE = 16L << 20;

    private SystemCertificates() {}

    /**
     * Those of this system.
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

    /** The certificates in a key store that the system itself keeps. */
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
            LOG.warn("the system's certificates ({}) cannot be read", type, e);
        }
        return certificates;
    }

    /** The certificates in a file of PEM texts. */
    static List<X509Certificate> inBundle(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            if (Files.size(file) > LARGEST_BUNDLE) {
                LOG.warn("{} is too large for a bundle of certificates", file);
                return certificates;
            }
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (pem.find()) {
                addIfGood(certificates, factory, pem.group());
            }
        } catch (GeneralSecurityException | IOException e) {
            LOG.warn("{} cannot be read", file, e);
        }
        return certificates;
    }

    private static void addIfGood(List<X509Certificate> certificates, CertificateFactory factory, String pem) {
        try (ByteArrayInputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))) {
            if (factory.generateCertificate(in) instanceof X509Certificate x509) {
                certificates.add(x509);
            }
        } catch (CertificateException | IOException e) {
            LOG.warn("a certificate of the system cannot be read", e);
        }
    }
}

package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A server certificate signed by an authority that is in no trust store. Generated with the JDK's keytool.
 */
public final class Certificates {
    private static final String PASSWORD = "for-tests-only";

    private final KeyStore keys;
    private final String alias;

    private Certificates(KeyStore keys, String alias) {
        this.keys = keys;
        this.alias = alias;
    }

    /**
     * Generates an authority and a certificate signed by it. Reuses those in the folder, because keytool is slow.
     *
     * @param folder where the keys are stored; each folder has one authority
     * @param name the subject alternative name, as in {@code dns:localhost}
     * @param moreOptions further options of {@code keytool -genkeypair} for the server certificate
     */
    public static Certificates of(Path folder, String name, String... moreOptions)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        if (!Files.exists(store)) {
            generate(store, "authority", "-ext", "bc:critical=ca:true");
        }
        String alias = "server-"
                + Integer.toHexString(List.of(name, List.of(moreOptions)).hashCode());
        if (!keys(store).containsAlias(alias)) {
            List<String> options = new ArrayList<>(List.of("-signer", "authority", "-ext", "san=" + name));
            options.addAll(List.of(moreOptions));
            generate(store, alias, options.toArray(String[]::new));
        }
        return new Certificates(keys(store), alias);
    }

    private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void generate(Path store, String alias, String... options) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", alias));
        command.addAll(List.of("-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-validity", "2"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** Opens a TLS server socket with this certificate. */
    ServerSocket listen() throws IOException, GeneralSecurityException {
        return server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** The context of a server with this certificate. */
    SSLContext server() throws IOException, GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore shown = KeyStore.getInstance("PKCS12");
        shown.load(null, null);
        char[] password = PASSWORD.toCharArray();
        shown.setKeyEntry(alias, keys.getKey(alias, password), password, keys.getCertificateChain(alias));
        factory.init(shown, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** The chain that the server sends: its certificate, then the authority's. */
    X509Certificate[] chain() throws GeneralSecurityException {
        Certificate[] chain = keys.getCertificateChain(alias);
        return Arrays.copyOf(chain, chain.length, X509Certificate[].class);
    }

    /** The authority's certificate in PEM format. */
    public String authorityAsPem() throws GeneralSecurityException {
        return pem("CERTIFICATE", keys.getCertificate("authority").getEncoded());
    }

    /** The server's certificate. */
    public String asPem() throws GeneralSecurityException {
        return pem("CERTIFICATE", keys.getCertificate(alias).getEncoded());
    }

    public String keyAsPem() throws GeneralSecurityException {
        return pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + what + "-----\n" + lines.encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    /** A trust manager that trusts this authority only. */
    TrustedAuthorities trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        X509ExtendedTrustManager trust = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        return () -> trust;
    }
}

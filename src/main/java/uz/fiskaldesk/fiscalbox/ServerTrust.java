package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The system's trust, with an eye on whether it was given: until the server's certificate has been accepted, TLS sends
 * nothing of a request, so a failure before that is one where nothing left. One object for one call.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private enum State {
        ASKED_FOR,
        GIVEN,
        WITHDRAWN
    }

    private final X509ExtendedTrustManager system;
    private final AtomicReference<State> state = new AtomicReference<>(State.ASKED_FOR);

    private ServerTrust(X509ExtendedTrustManager system) {
        this.system = system;
    }

    /** Trust in whom Java trusts, and in whom the operating system trusts. Finding it reads files, so do that once. */
    static X509ExtendedTrustManager ofSystem() throws GeneralSecurityException {
        return inThese(SystemCertificates.of(System.getProperty("os.name", "")));
    }

    /** Trust in whom Java trusts, and in these. */
    static X509ExtendedTrustManager inThese(List<X509Certificate> authorities) throws GeneralSecurityException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try {
            all.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
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

    static ServerTrust watching(X509ExtendedTrustManager system) {
        return new ServerTrust(system);
    }

    /** A context of its own, so that no session of an earlier call skips the check. */
    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        return context;
    }

    /** Gives no trust from now on. True where none was given before, so that no request can have left. */
    boolean withdraw() {
        return state.compareAndSet(State.ASKED_FOR, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    private void give() throws CertificateException {
        if (state.compareAndExchange(State.ASKED_FOR, State.GIVEN) == State.WITHDRAWN) {
            throw new CertificateException("the call was given up");
        }
    }

    /** A switch of the JDK (jdk.internal.httpclient.disableHostnameVerification) must not switch off a part of TLS here. */
    private static void refuseUncheckedNames(@Nullable SSLEngine engine) throws CertificateException {
        if (engine != null
                && !"HTTPS".equalsIgnoreCase(engine.getSSLParameters().getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("the name of the server would not be checked");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        refuseUncheckedNames(engine);
        system.checkServerTrusted(chain, authType, engine);
        give();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        system.checkServerTrusted(chain, authType, socket);
        give();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        system.checkServerTrusted(chain, authType);
        give();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        system.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        system.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        system.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return system.getAcceptedIssuers();
    }
}

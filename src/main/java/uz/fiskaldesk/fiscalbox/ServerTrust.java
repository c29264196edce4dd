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
 * A trust manager for one request that records whether the server's certificate was accepted. TLS sends no part of a
 * request before that, so a failure until then proves that nothing was sent.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private enum State {
        PENDING,
        ACCEPTED,
        WITHDRAWN
    }

    private final X509ExtendedTrustManager system;
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);

    private ServerTrust(X509ExtendedTrustManager system) {
        this.system = system;
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

    static ServerTrust recording(X509ExtendedTrustManager system) {
        return new ServerTrust(system);
    }

    /** A new context, so that no resumed session skips the check. */
    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        return context;
    }

    /** Rejects every certificate from now on. True if none was accepted before, so that no request can have been sent. */
    boolean withdraw() {
        return state.compareAndSet(State.PENDING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    private void accept() throws CertificateException {
        if (state.compareAndExchange(State.PENDING, State.ACCEPTED) == State.WITHDRAWN) {
            throw new CertificateException("the request was abandoned");
        }
    }

    /** Fails if hostname verification is off (jdk.internal.httpclient.disableHostnameVerification). */
    private static void requireHostnameVerification(@Nullable SSLEngine engine) throws CertificateException {
        if (engine != null
                && !"HTTPS".equalsIgnoreCase(engine.getSSLParameters().getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("the name of the server would not be verified");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        requireHostnameVerification(engine);
        system.checkServerTrusted(chain, authType, engine);
        accept();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        system.checkServerTrusted(chain, authType, socket);
        accept();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        system.checkServerTrusted(chain, authType);
        accept();
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

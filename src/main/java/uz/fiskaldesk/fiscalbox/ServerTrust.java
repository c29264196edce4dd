package uz.fiskaldesk.fiscalbox;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
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

    private final TrustedAuthorities authorities;
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);

    private ServerTrust(TrustedAuthorities authorities) {
        this.authorities = authorities;
    }

    static ServerTrust recording(TrustedAuthorities authorities) {
        return new ServerTrust(authorities);
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
        authorities.trustManager().checkServerTrusted(chain, authType, engine);
        accept();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        authorities.trustManager().checkServerTrusted(chain, authType, socket);
        accept();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.trustManager().checkServerTrusted(chain, authType);
        accept();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        authorities.trustManager().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        authorities.trustManager().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.trustManager().checkClientTrusted(chain, authType);
    }

    /** None, as only a server asks for it, to tell its clients. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

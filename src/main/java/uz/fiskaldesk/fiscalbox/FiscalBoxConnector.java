package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/**
 * Opens connections to FiscalBox for HTTP/1.1 messages that are forwarded as they are: through the proxy, if any, and with
 * TLS for https. Thread-safe.
 */
public final class FiscalBoxConnector {
    /** The result of {@link #connect}. */
    public sealed interface Connection {
        /** The connection is established, including TLS. The caller closes the socket. */
        record Open(Socket socket) implements Connection {}

        /** No byte of a request was sent. */
        record Failed(Outcome.NotSent why) implements Connection {}
    }

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int LONGEST_TUNNEL_ANSWER = 16 << 10;
    private static final Pattern TUNNEL_ANSWER = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \r\n]");

    private final FiscalBoxAddress address;
    private final Timeouts timeouts;
    private final ProxySetting proxy;
    private final TrustedAuthorities systemTrust;
    private final NoAnswerJudge failures;

    public FiscalBoxConnector(FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy) {
        this(address, timeouts, proxy, new SystemTrust());
    }

    FiscalBoxConnector(
            FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy, TrustedAuthorities systemTrust) {
        this.address = address;
        this.timeouts = timeouts;
        this.proxy = proxy;
        this.systemTrust = systemTrust;
        this.failures = new NoAnswerJudge(address, proxy);
    }

    /** Opens a new connection. Blocks at most for a few times the connect timeout. */
    public Connection connect() {
        Socket socket = new Socket();
        try {
            return open(socket);
        } catch (SocketTimeoutException e) {
            close(socket);
            return failed(new HttpConnectTimeoutException(e.getMessage()));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            close(socket);
            return failed(e);
        }
    }

    private Connection open(Socket socket) throws IOException, GeneralSecurityException {
        URI base = address.base();
        InetSocketAddress through = proxy.proxyFor(base);
        String host = through == null ? nameOf(base) : through.getHostString();
        int port = through == null ? portOf(base) : through.getPort();
        int timeout = (int) timeouts.connect().toMillis();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), timeout);
        socket.setSoTimeout(timeout);
        if (address.isHttps()) {
            if (through != null) {
                int status = tunnel(socket, base.getHost() + ":" + portOf(base));
                if (status / 100 != 2) {
                    close(socket);
                    return refused(status, through);
                }
            }
            return new Connection.Open(secured(socket, nameOf(base), portOf(base)));
        }
        socket.setSoTimeout(0);
        return new Connection.Open(socket);
    }

    private Connection failed(Exception cause) {
        return failures.judge(new Exchange.Result.Failed(cause, false)) instanceof Outcome.NotSent why
                ? new Connection.Failed(why)
                : new Connection.Failed(new Outcome.NotSent(NotSentReason.COULD_NOT_SEND, Answer.NONE, null));
    }

    private static Connection refused(int status, InetSocketAddress through) {
        NotSentReason reason = status == 407 ? NotSentReason.ACCESS_DENIED : NotSentReason.COULD_NOT_SEND;
        String message = "proxy " + through.getHostString() + ":" + through.getPort() + ": no tunnel, " + status;
        return new Connection.Failed(new Outcome.NotSent(reason, Answer.ofMessage(message), null));
    }

    /** Asks the proxy for a tunnel (RFC 9110, section 9.3.6) and returns the status of its answer. */
    private int tunnel(Socket socket, String target) throws IOException {
        String authorization = proxy.authorization();
        String request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                + (authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        // Byte by byte: what follows the head belongs to TLS.
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 || head.size() >= LONGEST_TUNNEL_ANSWER) {
                throw new EOFException("the proxy's answer is incomplete or too long");
            }
            head.write(b);
        }
        Matcher answer = TUNNEL_ANSWER.matcher(head.toString(ISO_8859_1));
        if (!answer.lookingAt()) {
            throw new IOException("the proxy's answer is not HTTP");
        }
        return Integer.parseInt(answer.group(1));
    }

    private Socket secured(Socket socket, String host, int port) throws IOException, GeneralSecurityException {
        SSLSocket secured = (SSLSocket)
                ServerTrust.recording(systemTrust).context().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection has failed already; that is what is reported.
            return;
        }
    }

    /** The request target for a path and query: with the path of the base address, and absolute for a proxy. */
    public String target(String originForm) {
        if (originForm.equals("*")) {
            return originForm;
        }
        String base = address.base().getRawPath();
        String path = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + originForm;
        return isThroughPlainProxy() ? "http://" + host() + path : path;
    }

    /** The value of the Host header. */
    public String host() {
        return address.base().getRawAuthority().toLowerCase(Locale.ROOT);
    }

    /** The value of Proxy-Authorization for a request; null if the proxy is not to see one. */
    public @Nullable String proxyAuthorization() {
        return isThroughPlainProxy() ? proxy.authorization() : null;
    }

    private boolean isThroughPlainProxy() {
        return !address.isHttps() && proxy.proxyFor(address.base()) != null;
    }

    private static String nameOf(URI base) {
        String host = base.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int portOf(URI base) {
        if (base.getPort() > 0) {
            return base.getPort();
        }
        return address.isHttps() ? HTTPS_PORT : HTTP_PORT;
    }
}

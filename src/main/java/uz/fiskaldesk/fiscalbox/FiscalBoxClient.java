package uz.fiskaldesk.fiscalbox;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * FiscalBox by its HTTP interface. Redirects are not followed, answers over 1 MB are cut off, a confirmation
 * is never repeated. Source of paths and shapes: FiscalBox's public documentation.
 */
public final class FiscalBoxClient implements FiscalApi {
    private static final Logger LOG = LoggerFactory.getLogger(FiscalBoxClient.class);
    private static final String CONFIRM = "/payment/anor_confirm";
    private static final String INFO = "/info/";
    private static final String SEND_RECEIPTS = "/order/sendreceipt";
    private static final DateTimeFormatter INFO_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final FiscalBoxAddress address;
    private final ProxySetting proxy;
    private final Exchange exchange;
    private final Supplier<Practice> practice;
    private final AnswerJudge judge = new AnswerJudge();
    private final JsonMapper json = new JsonMapper();

    /** Through the system's proxy, where it has one; the system's trust stores are read here. */
    public FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, Clock clock) throws GeneralSecurityException {
        this(address, timeouts, ProxySetting.ofSystem(System.getenv()), clock);
    }

    /** The system's trust stores are read here. */
    public FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy, Clock clock)
            throws GeneralSecurityException {
        this(address, timeouts, proxy, clock, ServerTrust.ofSystem());
    }

    /**
     * The system's trust stores are read here.
     *
     * @param practice what is made of the practice FiscalBox, asked at each of its answers
     */
    public FiscalBoxClient(
            FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy, Clock clock, Supplier<Practice> practice)
            throws GeneralSecurityException {
        this(address, proxy, new Exchange(clock, timeouts, proxy.selector(), ServerTrust.ofSystem()), practice);
    }

    FiscalBoxClient(
            FiscalBoxAddress address,
            Timeouts timeouts,
            ProxySetting proxy,
            Clock clock,
            X509ExtendedTrustManager trust) {
        this(address, proxy, new Exchange(clock, timeouts, proxy.selector(), trust));
    }

    FiscalBoxClient(FiscalBoxAddress address, ProxySetting proxy, Exchange exchange) {
        this(address, proxy, exchange, () -> Practice.EXPECTED);
    }

    private FiscalBoxClient(
            FiscalBoxAddress address, ProxySetting proxy, Exchange exchange, Supplier<Practice> practice) {
        this.practice = practice;
        this.address = address;
        this.proxy = proxy;
        this.exchange = exchange;
    }

    @Override
    public Outcome confirm(TransactionId transaction, String receiptUrl) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("transaction_id", transaction.text());
        fields.put("qr_code", receiptUrl);
        OneRequest body = new OneRequest(json.writeValueAsBytes(fields));
        HttpRequest request = request(CONFIRM)
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        Outcome outcome = switch (exchange.run(request, body)) {
            case Exchange.Result.Answered answered -> judged(transaction, answered.answer());
            case Exchange.Result.Failed failed -> judgeFailure(failed);
        };
        LOG.info("confirming {}: {}", transaction, outcome);
        return outcome;
    }

    private Outcome judged(TransactionId transaction, HttpAnswer answer) {
        Outcome outcome = judge.judge(transaction, answer);
        return answer.practice() ? practice.get().of(outcome) : outcome;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.at(path))
                .header("Accept", "application/json")
                // Without this header any coding would be acceptable (RFC 9110, 12.5.3).
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "FiskalDesk");
        String authorization = proxy.authorization();
        return authorization == null ? request : request.header("Proxy-Authorization", authorization);
    }

    private Outcome judgeFailure(Exchange.Result.Failed failed) {
        Answer answer = Answer.saying(said(failed.cause()));
        if (!failed.mayHaveArrived()) {
            return new Outcome.NotSent(notSentReason(failed.cause()), answer, null);
        }
        return new Outcome.Unknown(unknownReason(failed.cause()), answer);
    }

    /** What the network reported, and about whom where that is not FiscalBox itself. */
    private String said(Throwable cause) {
        InetSocketAddress through = proxy.onTheWayTo(address.base());
        String words = describe(cause);
        return through == null ? words : "proxy " + through.getHostString() + ":" + through.getPort() + ": " + words;
    }

    private static UnknownReason unknownReason(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return UnknownReason.NO_ANSWER_IN_TIME;
        }
        return cause instanceof InterruptedException ? UnknownReason.INTERRUPTED : UnknownReason.CONNECTION_LOST;
    }

    private NotSentReason notSentReason(Throwable failure) {
        NotSentReason reason = connectionReason(failure);
        boolean aboutTheProxy = proxy.onTheWayTo(address.base()) != null
                && (reason == NotSentReason.CONNECTION_REFUSED || reason == NotSentReason.UNKNOWN_HOST);
        // Then FiscalBox need not be started and its address need not be wrong: the way to it is not there.
        return aboutTheProxy ? NotSentReason.NO_ROUTE : reason;
    }

    private static NotSentReason connectionReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case HttpConnectTimeoutException _, TimeoutException _ -> {
                    return NotSentReason.CONNECT_TIMEOUT;
                }
                case UnresolvedAddressException _, UnknownHostException _ -> {
                    return NotSentReason.UNKNOWN_HOST;
                }
                case NoRouteToHostException _ -> {
                    return NotSentReason.NO_ROUTE;
                }
                case SSLException _ -> {
                    return NotSentReason.TLS_FAILED;
                }
                default -> {}
            }
        }
        if (failure instanceof ConnectException) {
            // Linux says it in words only: https://man7.org/linux/man-pages/man2/connect.2.html, ENETUNREACH
            boolean unreachable = String.valueOf(describe(failure)).contains("unreachable");
            return unreachable ? NotSentReason.NO_ROUTE : NotSentReason.CONNECTION_REFUSED;
        }
        return NotSentReason.COULD_NOT_SEND;
    }

    /** The most telling words in a chain of causes, for the log and the details. */
    private static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public TillInfo info() {
        return switch (exchange.run(request(INFO).GET().build(), null)) {
            case Exchange.Result.Failed failed -> new TillInfo.Down(whyDown(failed.cause()));
            case Exchange.Result.Answered answered -> tillInfo(answered.answer());
        };
    }

    @Override
    public Submission sendReceipts() {
        Submission came = switch (exchange.run(request(SEND_RECEIPTS).GET().build(), null)) {
            case Exchange.Result.Failed failed -> new Submission.Down(whyDown(failed.cause()));
            case Exchange.Result.Answered answered -> submission(answered.answer());
        };
        LOG.info("sending the receipts that FiscalBox keeps: {}", came);
        return came;
    }

    private static Submission submission(HttpAnswer http) {
        Envelope.Reading reading = AnswerJudge.read(http);
        if (!(reading instanceof Envelope.Reading.Whole(Envelope envelope))) {
            return new Submission.Down(AnswerJudge.judgeStatus(http, reading));
        }
        boolean done = http.status() / 100 == 2
                && envelope.isSuccess()
                && !envelope.namesAnError()
                && envelope.providerCode() == null;
        Answer answer = envelope.answer(http.status());
        return done ? new Submission.Done(answer) : new Submission.Refused(answer);
    }

    /** A question may be asked again anyway; what counts here is whether there was anybody to ask. */
    private Outcome whyDown(Throwable cause) {
        NotSentReason reason = notSentReason(cause);
        boolean someoneWasThere = cause instanceof TimeoutException || reason == NotSentReason.COULD_NOT_SEND;
        Answer answer = Answer.saying(said(cause));
        return someoneWasThere
                ? new Outcome.Unknown(unknownReason(cause), answer)
                : new Outcome.NotSent(reason, answer, null);
    }

    private static TillInfo tillInfo(HttpAnswer http) {
        Envelope.Reading reading = AnswerJudge.read(http);
        if (!(reading instanceof Envelope.Reading.Whole(Envelope info))) {
            return new TillInfo.Down(AnswerJudge.judgeStatus(http, reading));
        }
        JsonNode data = info.data();
        String terminal = data == null ? "" : data.path("terminal_id").asString("");
        if (data == null || !info.isSuccess() || info.namesAnError() || terminal.isBlank()) {
            return new TillInfo.Trouble(info.answer(http.status()));
        }
        Instant clock = clock(data.path("current_time").asString(""));
        return new TillInfo.Up(terminal.strip(), clock == null ? http.date() : clock);
    }

    private static @Nullable Instant clock(String text) {
        try {
            return LocalDateTime.parse(text.strip(), INFO_CLOCK).toInstant(FiscalReceipt.TASHKENT);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

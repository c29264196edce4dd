package uz.fiskaldesk.fiscalbox;

import java.net.ConnectException;
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
import java.util.Optional;
import java.util.concurrent.TimeoutException;
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
    private static final DateTimeFormatter INFO_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final FiscalBoxAddress address;
    private final Exchange exchange;
    private final AnswerJudge judge = new AnswerJudge();
    private final JsonMapper json = new JsonMapper();

    /** The system's trust store is read here. */
    public FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, Clock clock) throws GeneralSecurityException {
        this(address, timeouts, clock, ServerTrust.ofSystem());
    }

    FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, Clock clock, X509ExtendedTrustManager trust) {
        this.address = address;
        this.exchange = new Exchange(clock, timeouts, trust);
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
            case Exchange.Result.Answered answered -> judge.judge(transaction, answered.answer());
            case Exchange.Result.Failed failed -> judgeFailure(failed);
        };
        LOG.info("confirming {}: {}", transaction, outcome);
        return outcome;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.at(path))
                .header("Accept", "application/json")
                .header("User-Agent", "FiskalDesk");
    }

    private static Outcome judgeFailure(Exchange.Result.Failed failed) {
        Answer answer = Answer.saying(describe(failed.cause()));
        if (!failed.mayHaveArrived()) {
            return new Outcome.NotSent(notSentReason(failed.cause()), answer, null);
        }
        return new Outcome.Unknown(unknownReason(failed.cause()), answer);
    }

    private static UnknownReason unknownReason(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return UnknownReason.NO_ANSWER_IN_TIME;
        }
        return cause instanceof InterruptedException ? UnknownReason.INTERRUPTED : UnknownReason.CONNECTION_LOST;
    }

    private static NotSentReason notSentReason(Throwable failure) {
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
    public TillInfo info() {
        return switch (exchange.run(request(INFO).GET().build(), null)) {
            case Exchange.Result.Failed failed -> new TillInfo.Down(whyDown(failed.cause()));
            case Exchange.Result.Answered answered -> tillInfo(answered.answer());
        };
    }

    /** A question may be asked again anyway; what counts here is whether there was anybody to ask. */
    private static Outcome whyDown(Throwable cause) {
        NotSentReason reason = notSentReason(cause);
        boolean someoneWasThere = cause instanceof TimeoutException || reason == NotSentReason.COULD_NOT_SEND;
        Answer answer = Answer.saying(describe(cause));
        return someoneWasThere
                ? new Outcome.Unknown(unknownReason(cause), answer)
                : new Outcome.NotSent(reason, answer, null);
    }

    private static TillInfo tillInfo(HttpAnswer http) {
        Optional<Envelope> envelope =
                http.end() == HttpAnswer.End.COMPLETE ? Envelope.parse(http.body()) : Optional.empty();
        if (envelope.isEmpty()) {
            return new TillInfo.Down(AnswerJudge.judgeStatus(http, null));
        }
        Envelope info = envelope.get();
        JsonNode data = info.data();
        String terminal = data == null ? "" : data.path("terminal_id").asString("");
        if (data == null || !info.isSuccess() || info.error() != null || terminal.isBlank()) {
            return new TillInfo.Trouble(
                    new Answer(http.status(), ReadableMessage.asItIs(info.code()), ReadableMessage.of(info.message())));
        }
        return new TillInfo.Up(terminal.strip(), clock(data.path("current_time").asString("")));
    }

    private static @Nullable Instant clock(String text) {
        try {
            return LocalDateTime.parse(text.strip(), INFO_CLOCK).toInstant(FiscalReceipt.TASHKENT);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

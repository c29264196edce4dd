package uz.fiskaldesk.fiscalbox;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;

/**
 * Judges requests that got no answer: not sent, if certainly nothing of the request arrived, else unknown. Answers are
 * judged by {@link AnswerJudge}.
 */
final class NoAnswerJudge {
    private final FiscalBoxAddress address;
    private final ProxySetting proxySetting;

    NoAnswerJudge(FiscalBoxAddress address, ProxySetting proxySetting) {
        this.address = address;
        this.proxySetting = proxySetting;
    }

    Outcome judge(Exchange.Result.Failed failed) {
        Throwable cause = failed.cause();
        return failed.mayHaveArrived()
                ? new Outcome.Unknown(unknownReason(cause), answer(cause))
                : new Outcome.NotSent(notSentReason(cause), answer(cause), null);
    }

    /** Judges the failure of a request without side effects: what counts is whether a server was reached. */
    Outcome judgeWithoutSideEffects(Throwable cause) {
        NotSentReason reason = notSentReason(cause);
        boolean reached = cause instanceof TimeoutException || reason == NotSentReason.COULD_NOT_SEND;
        return reached
                ? new Outcome.Unknown(unknownReason(cause), answer(cause))
                : new Outcome.NotSent(reason, answer(cause), null);
    }

    /** The network error, with the proxy that it concerns, if any. */
    private Answer answer(Throwable cause) {
        InetSocketAddress proxy = proxy();
        String message = describe(cause);
        return Answer.ofMessage(
                proxy == null ? message : "proxy " + proxy.getHostString() + ":" + proxy.getPort() + ": " + message);
    }

    private @Nullable InetSocketAddress proxy() {
        return proxySetting.proxyFor(address.base());
    }

    private static UnknownReason unknownReason(Throwable cause) {
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return UnknownReason.NO_ANSWER_IN_TIME;
        }
        return cause instanceof InterruptedException ? UnknownReason.INTERRUPTED : UnknownReason.CONNECTION_LOST;
    }

    private NotSentReason notSentReason(Throwable failure) {
        NotSentReason reason = connectionReason(failure);
        boolean proxyUnreachable =
                proxy() != null && (reason == NotSentReason.CONNECTION_REFUSED || reason == NotSentReason.UNKNOWN_HOST);
        // The proxy is unreachable, which says nothing about FiscalBox and its address.
        return proxyUnreachable ? NotSentReason.NO_ROUTE : reason;
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
            // ENETUNREACH is only in the message: https://man7.org/linux/man-pages/man2/connect.2.html
            boolean unreachable = describe(failure).contains("unreachable");
            return unreachable ? NotSentReason.NO_ROUTE : NotSentReason.CONNECTION_REFUSED;
        }
        return NotSentReason.COULD_NOT_SEND;
    }

    /** The first message in the chain of causes, for the log and the details. */
    private static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
        }
        return failure.getClass().getSimpleName();
    }
}

package uz.fiskaldesk.fiscalbox;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Judges what FiscalBox answered to a confirmation. Only a clear yes is confirmed and only a clear no is rejected;
 * whatever may have been booked all the same is unknown.
 */
final class AnswerJudge {
    /** "Read timed out": what stands behind FiscalBox did not answer it in time. */
    private static final String UPSTREAM_TIMEOUT = "2";

    Outcome judge(TransactionId ours, HttpAnswer http) {
        Optional<Envelope> envelope =
                http.end() == HttpAnswer.End.COMPLETE ? Envelope.parse(http.body()) : Optional.empty();
        return switch (http.status() / 100) {
            case 2, 4 -> envelope.map(e -> judge(ours, e, http)).orElseGet(() -> judgeStatus(http, null));
            default -> judgeStatus(http, envelope.orElse(null));
        };
    }

    /** The outcome where the status alone tells, because there is no envelope or the status takes its word away. */
    static Outcome judgeStatus(HttpAnswer http, @Nullable Envelope envelope) {
        return switch (http.status() / 100) {
            case 2 -> noEnvelope(http);
            case 4 -> notAccepted(http);
            case 3 -> unknown(UnknownReason.REDIRECTED, http, envelope);
            case 5 -> unknown(UnknownReason.SERVER_ERROR, http, envelope);
            default -> unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
        };
    }

    private static Outcome judge(TransactionId ours, Envelope envelope, HttpAnswer http) {
        String theirs = envelope.transactionId();
        if (theirs != null && !ours.isNamedBy(theirs)) {
            return unknown(UnknownReason.OTHER_TRANSACTION, http, envelope);
        }
        if (UPSTREAM_TIMEOUT.equals(envelope.code())) {
            return unknown(UnknownReason.UPSTREAM_TIMEOUT, http, envelope);
        }
        if (saysNo(envelope)) {
            return new Outcome.Rejected(answer(http, envelope));
        }
        boolean clearYes = http.status() / 100 == 2 && envelope.error() == null && envelope.data() != null;
        // What is left speaks neither for nor against: a yes under a 4xx, a yes without data, an empty error text.
        return clearYes
                ? new Outcome.Confirmed(answer(http, envelope))
                : unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
    }

    private static boolean saysNo(Envelope envelope) {
        boolean namesAnError = envelope.error() != null
                && !(envelope.error().isString()
                        && envelope.error().stringValue().isBlank());
        return !envelope.isSuccess() || namesAnError || envelope.providerCode() != null;
    }

    private static Outcome noEnvelope(HttpAnswer http) {
        UnknownReason reason = switch (http.end()) {
            case COMPLETE -> UnknownReason.NOT_AN_ANSWER;
            case TOO_LARGE -> UnknownReason.ANSWER_TOO_LARGE;
            case BROKEN_OFF -> UnknownReason.CONNECTION_LOST;
            case TIMED_OUT -> UnknownReason.NO_ANSWER_IN_TIME;
        };
        return unknown(reason, http, null);
    }

    /** A 4xx that is not FiscalBox's own word: whoever answered did not take the request. */
    private static Outcome notAccepted(HttpAnswer http) {
        NotSentReason reason = switch (http.status()) {
            case 401, 403, 407 -> NotSentReason.ACCESS_DENIED;
            case 404, 405, 410 -> NotSentReason.WRONG_ADDRESS;
            case 429 -> NotSentReason.TOO_MANY_REQUESTS;
            default -> NotSentReason.NOT_ACCEPTED;
        };
        return new Outcome.NotSent(reason, answer(http, null), http.retryAfter());
    }

    private static Outcome unknown(UnknownReason reason, HttpAnswer http, @Nullable Envelope envelope) {
        return new Outcome.Unknown(reason, answer(http, envelope));
    }

    private static Answer answer(HttpAnswer http, @Nullable Envelope envelope) {
        if (envelope == null) {
            return new Answer(http.status(), null, null);
        }
        return new Answer(
                http.status(), ReadableMessage.asItIs(envelope.code()), ReadableMessage.of(envelope.message()));
    }
}

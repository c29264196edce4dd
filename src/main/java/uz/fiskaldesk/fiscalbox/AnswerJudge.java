package uz.fiskaldesk.fiscalbox;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Judges the HTTP answer to a confirmation: maps it to an {@link Outcome}. An explicit success is confirmed, an explicit
 * error is rejected, and a complete answer that cannot come from FiscalBox is "not sent". Everything else may have been
 * booked and is unknown. The full table is in {@code packaging/docs/faults.md}; failures without an answer are judged by
 * {@link NoAnswerJudge}.
 */
final class AnswerJudge {
    Outcome judge(TransactionId ours, HttpAnswer http) {
        Envelope.Reading reading = read(http);
        boolean envelopeCounts = http.status() / 100 == 2 || http.status() / 100 == 4;
        return envelopeCounts && reading instanceof Envelope.Reading.Whole(Envelope envelope)
                ? judge(ours, envelope, http)
                : judgeStatus(http, reading);
    }

    /** Parses the body if it was received as a whole. */
    static Envelope.Reading read(HttpAnswer http) {
        return http.end().hasText() ? Envelope.read(http.body()) : new Envelope.Reading.Damaged();
    }

    /** The outcome by the status code alone, if there is no envelope or if the status overrides it. */
    static Outcome judgeStatus(HttpAnswer http, Envelope.Reading reading) {
        Envelope envelope = reading instanceof Envelope.Reading.Whole whole ? whole.envelope() : null;
        return switch (http.status() / 100) {
            case 2, 4 -> noEnvelope(http, reading);
            case 3 -> unknown(UnknownReason.REDIRECTED, http, envelope);
            case 5 -> unknown(UnknownReason.SERVER_ERROR, http, envelope);
            default -> unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
        };
    }

    private static Outcome judge(TransactionId ours, Envelope received, HttpAnswer http) {
        ProviderApi api = ProviderApi.of(ours.provider());
        Envelope envelope = api.success().hasErrorInData() ? received.withProviderError() : received;
        String named = envelope.id(api.idField());
        if (named != null && !ours.isNamedBy(named)) {
            return unknown(UnknownReason.OTHER_TRANSACTION, http, envelope);
        }
        if (envelope.isUpstreamTimeout()) {
            return unknown(UnknownReason.UPSTREAM_TIMEOUT, http, envelope);
        }
        if (isContradictory(envelope, api.success())) {
            return unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
        }
        if (!envelope.isSuccess() || envelope.hasError() || envelope.providerCode() != null) {
            return new Outcome.Rejected(answer(http, envelope));
        }
        boolean explicitSuccess = http.status() / 100 == 2
                && envelope.error() == null
                && envelope.data() != null
                && api.success().isIn(envelope.data());
        // Ambiguous otherwise: a success with a 4xx status, without data or of another shape, or an empty error.
        return explicitSuccess
                ? new Outcome.Confirmed(answer(http, envelope))
                : unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
    }

    /** {@code data} claims success, while the other two fields contradict each other or {@code data} itself. */
    private static boolean isContradictory(Envelope envelope, SuccessShape success) {
        return envelope.data() != null
                && success.isClaimedBy(envelope.data())
                && (envelope.isSuccess() == envelope.hasError() || envelope.providerCode() != null);
    }

    private static Outcome noEnvelope(HttpAnswer http, Envelope.Reading reading) {
        NotSentReason refused = refused(http.status());
        boolean isForeign = http.end() == HttpAnswer.End.COMPLETE && reading instanceof Envelope.Reading.Foreign;
        if (refused != null && isForeign) {
            return new Outcome.NotSent(refused, answer(http, null), http.retryAfter());
        }
        UnknownReason reason = switch (http.end()) {
            case COMPLETE, UNPROVEN, UNREADABLE -> UnknownReason.NOT_AN_ANSWER;
            case TOO_LARGE -> UnknownReason.ANSWER_TOO_LARGE;
            case BROKEN_OFF -> UnknownReason.CONNECTION_LOST;
            case TIMED_OUT -> UnknownReason.NO_ANSWER_IN_TIME;
        };
        return unknown(reason, http, null);
    }

    /** Why a server that is not FiscalBox and answers with this status did not process the request; null if it may have. */
    private static @Nullable NotSentReason refused(int status) {
        return switch (status) {
            case 401, 403, 407 -> NotSentReason.ACCESS_DENIED;
            case 404, 405 -> NotSentReason.WRONG_ADDRESS;
            case 429 -> NotSentReason.TOO_MANY_REQUESTS;
            default -> null;
        };
    }

    private static Outcome unknown(UnknownReason reason, HttpAnswer http, @Nullable Envelope envelope) {
        return new Outcome.Unknown(reason, answer(http, envelope));
    }

    private static Answer answer(HttpAnswer http, @Nullable Envelope envelope) {
        return envelope == null ? new Answer(http.status(), null, null) : envelope.answer(http.status());
    }
}

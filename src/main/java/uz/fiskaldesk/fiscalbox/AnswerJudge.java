package uz.fiskaldesk.fiscalbox;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Judges what FiscalBox answered to a confirmation. Only a clear yes is confirmed, only a clear no is rejected, and only
 * a whole answer that cannot be FiscalBox's is "not sent"; whatever may have been booked all the same is unknown.
 * {@code packaging/docs/faults.md} has the table.
 */
final class AnswerJudge {
    Outcome judge(TransactionId ours, HttpAnswer http) {
        Envelope.Reading reading = read(http);
        boolean envelopeCounts = http.status() / 100 == 2 || http.status() / 100 == 4;
        return envelopeCounts && reading instanceof Envelope.Reading.Whole(Envelope envelope)
                ? judge(ours, envelope, http)
                : judgeStatus(http, reading);
    }

    /** What is in the body; nothing that may be only a part of it is read. */
    static Envelope.Reading read(HttpAnswer http) {
        return http.end().hasText() ? Envelope.read(http.body()) : new Envelope.Reading.Damaged();
    }

    /** The outcome where the status alone tells, because there is no envelope or the status takes its word away. */
    static Outcome judgeStatus(HttpAnswer http, Envelope.Reading reading) {
        Envelope envelope = reading instanceof Envelope.Reading.Whole whole ? whole.envelope() : null;
        return switch (http.status() / 100) {
            case 2, 4 -> noEnvelope(http, reading);
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
        if (envelope.isUpstreamTimeout()) {
            return unknown(UnknownReason.UPSTREAM_TIMEOUT, http, envelope);
        }
        if (contradictsItself(envelope)) {
            return unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
        }
        if (!envelope.isSuccess() || envelope.namesAnError() || envelope.providerCode() != null) {
            return new Outcome.Rejected(answer(http, envelope));
        }
        boolean clearYes = http.status() / 100 == 2 && envelope.error() == null && envelope.data() != null;
        // What is left speaks neither for nor against: a yes under a 4xx, a yes without data, an empty error.
        return clearYes
                ? new Outcome.Confirmed(answer(http, envelope))
                : unknown(UnknownReason.NOT_AN_ANSWER, http, envelope);
    }

    /** {@code data} reports success, while one of the other two fields says yes and one says no. */
    private static boolean contradictsItself(Envelope envelope) {
        return envelope.dataSaysYes() && envelope.isSuccess() == envelope.namesAnError();
    }

    private static Outcome noEnvelope(HttpAnswer http, Envelope.Reading reading) {
        NotSentReason refused = refused(http.status());
        boolean proven = http.end() == HttpAnswer.End.COMPLETE && reading instanceof Envelope.Reading.Foreign;
        if (refused != null && proven) {
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

    /** Why whoever answers so, and not in FiscalBox's words, did not take the request; null where it may have. */
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

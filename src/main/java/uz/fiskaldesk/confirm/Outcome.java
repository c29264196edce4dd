package uz.fiskaldesk.confirm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an attempt to confirm a payment. There is no general failure: without a definite answer the outcome is
 * {@link Unknown}.
 */
public sealed interface Outcome {
    Answer answer();

    /**
     * FiscalBox has bound the receipt to the payment.
     *
     * @param practice whether the answer came from the simulator, which fiscalises nothing
     * @param response the text of the response, to be given again to a POS that asks again; null if it is not stored, and
     *     in outcomes that were read from the ledger
     */
    record Confirmed(
            Answer answer, boolean practice, @Nullable String response) implements Outcome {
        public Confirmed(Answer answer) {
            this(answer, false);
        }

        public Confirmed(Answer answer, boolean practice) {
            this(answer, practice, null);
        }

        public Confirmed withResponse(String text) {
            return new Confirmed(answer, practice, text);
        }
    }

    /** FiscalBox rejected the receipt. */
    record Rejected(Answer answer) implements Outcome {}

    /**
     * The request was certainly not accepted, so it is safe to send it again.
     *
     * @param retryAfter the delay that the server asked for; null if it did not
     */
    record NotSent(
            NotSentReason reason, Answer answer, @Nullable Duration retryAfter) implements Outcome {}

    /** The receipt may or may not have been booked. */
    record Unknown(UnknownReason reason, Answer answer) implements Outcome {}

    /** Why the request was not accepted. */
    enum NotSentReason {
        CONNECTION_REFUSED,
        UNKNOWN_HOST,
        NO_ROUTE,
        CONNECT_TIMEOUT,
        TLS_FAILED,
        /** 401 or 403. */
        ACCESS_DENIED,
        /** 404 or 405: there is probably no FiscalBox at this address. */
        WRONG_ADDRESS,
        /** 429. */
        TOO_MANY_REQUESTS,
        /** Any other 4xx. Written only by earlier versions; such an answer is unknown now. */
        NOT_ACCEPTED,
        /** The request could not be sent for a reason on this computer. */
        COULD_NOT_SEND;

        /** Whether the reason disappears when FiscalBox becomes reachable. */
        public boolean isConnectionFailure() {
            return switch (this) {
                case CONNECTION_REFUSED, UNKNOWN_HOST, NO_ROUTE, CONNECT_TIMEOUT, TLS_FAILED -> true;
                case ACCESS_DENIED, WRONG_ADDRESS, TOO_MANY_REQUESTS, NOT_ACCEPTED, COULD_NOT_SEND -> false;
            };
        }
    }

    /** Why the outcome is unknown. */
    enum UnknownReason {
        NO_ANSWER_IN_TIME,
        CONNECTION_LOST,
        SERVER_ERROR,
        REDIRECTED,
        /** The body is not FiscalBox's envelope: HTML, empty, unreadable or contradictory. */
        NOT_AN_ANSWER,
        ANSWER_TOO_LARGE,
        /** FiscalBox's code 2: a service that it calls did not answer in time. */
        UPSTREAM_TIMEOUT,
        /** The answer names another transaction. */
        OTHER_TRANSACTION,
        /** The simulator answered, and its answers are refused on this till. */
        PRACTICE_FISCALBOX,
        /** The process ended while the request was in flight. */
        INTERRUPTED
    }
}

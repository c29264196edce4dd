package uz.fiskaldesk.confirm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt to confirm a payment ended. There is no "failed": either FiscalBox said so, or it is not known. */
public sealed interface Outcome {
    Answer answer();

    /**
     * FiscalBox has bound the receipt to the payment.
     *
     * @param practice whether the practice FiscalBox said so and not a real one; nothing is fiscalised then
     */
    record Confirmed(Answer answer, boolean practice) implements Outcome {
        public Confirmed(Answer answer) {
            this(answer, false);
        }
    }

    /** FiscalBox said no. */
    record Rejected(Answer answer) implements Outcome {}

    /**
     * Nothing of the request was accepted, so it is safe to send again.
     *
     * @param retryAfter how long the other side asked to be left alone, where it did
     */
    record NotSent(
            NotSentReason reason, Answer answer, @Nullable Duration retryAfter) implements Outcome {}

    /** The request may have been booked; nobody can tell from here. */
    record Unknown(UnknownReason reason, Answer answer) implements Outcome {}

    /** Why nothing was accepted. */
    enum NotSentReason {
        CONNECTION_REFUSED,
        UNKNOWN_HOST,
        NO_ROUTE,
        CONNECT_TIMEOUT,
        TLS_FAILED,
        /** 401 or 403. */
        ACCESS_DENIED,
        /** 404 or 405: the address is probably not FiscalBox's. */
        WRONG_ADDRESS,
        /** 429. */
        TOO_MANY_REQUESTS,
        /** Any other 4xx. Only read back: earlier versions wrote it, now such an answer is unknown. */
        NOT_ACCEPTED,
        /** The request could not leave for a reason of this machine. */
        COULD_NOT_SEND;

        /** Whether it ends by itself when the connection is back. */
        public boolean isOfTheConnection() {
            return switch (this) {
                case CONNECTION_REFUSED, UNKNOWN_HOST, NO_ROUTE, CONNECT_TIMEOUT, TLS_FAILED -> true;
                case ACCESS_DENIED, WRONG_ADDRESS, TOO_MANY_REQUESTS, NOT_ACCEPTED, COULD_NOT_SEND -> false;
            };
        }
    }

    /** Why the truth is not known. */
    enum UnknownReason {
        NO_ANSWER_IN_TIME,
        CONNECTION_LOST,
        SERVER_ERROR,
        REDIRECTED,
        /** The body is not FiscalBox's envelope: HTML, empty, unreadable, or contradicting itself. */
        NOT_AN_ANSWER,
        ANSWER_TOO_LARGE,
        /** FiscalBox's code 2: what stands behind it did not answer in time. */
        UPSTREAM_TIMEOUT,
        /** The answer speaks of another transaction: tell the service centre. */
        OTHER_TRANSACTION,
        /** The practice FiscalBox answered, and this till must not practise. */
        PRACTICE_FISCALBOX,
        /** The program ended while the attempt was under way. */
        INTERRUPTED
    }
}

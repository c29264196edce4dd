package uz.fiskaldesk.fiscalbox;

import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/**
 * Judges confirmations whose request was made by another program and forwarded. The same rules apply as to requests of
 * {@link FiscalBoxClient}. Thread-safe.
 */
public final class ForwardedConfirmation {
    /** The maximum size of the content of a response in bytes. */
    public static final int BODY_LIMIT = Exchange.BODY_LIMIT;

    /** The longest answer that is stored for the POS, in characters. */
    private static final int LONGEST_STORED = 64 << 10;

    /** How the body of a response ended. */
    public enum End {
        COMPLETE(HttpAnswer.End.COMPLETE),
        TOO_LARGE(HttpAnswer.End.TOO_LARGE),
        BROKEN_OFF(HttpAnswer.End.BROKEN_OFF),
        TIMED_OUT(HttpAnswer.End.TIMED_OUT);

        private final HttpAnswer.End end;

        End(HttpAnswer.End end) {
            this.end = end;
        }
    }

    private final NoAnswerJudge failures;
    private final AnswerJudge answers = new AnswerJudge();
    private final HttpAnswerReader reader;
    private final Supplier<SimulatorPolicy> practice;

    /** @param practice how answers of the simulator are treated; queried for each of them */
    public ForwardedConfirmation(
            FiscalBoxAddress address, ProxySetting proxy, Clock clock, Supplier<SimulatorPolicy> practice) {
        this.failures = new NoAnswerJudge(address, proxy);
        this.reader = new HttpAnswerReader(clock);
        this.practice = practice;
    }

    /**
     * The outcome by a response. A confirmation carries the text of the response if it is short enough to be stored.
     *
     * @param headers by name, without Content-Encoding if {@code content} is decoded
     * @param content the body without chunk framing; ignored unless complete
     */
    public Outcome answered(
            TransactionId transaction, int status, Map<String, List<String>> headers, byte[] content, End end) {
        HttpAnswer answer = reader.of(status, HttpHeaders.of(headers, (_, _) -> true), content, end.end);
        Outcome outcome = answers.judge(transaction, answer);
        Outcome counted = answer.practice() ? practice.get().of(outcome) : outcome;
        return counted instanceof Outcome.Confirmed confirmed && answer.body().length() <= LONGEST_STORED
                ? confirmed.withResponse(answer.body())
                : counted;
    }

    /** The outcome if a part of the request may have been sent and no response was received. */
    public Outcome unanswered(Exception cause) {
        Exception described =
                cause instanceof SocketTimeoutException ? new HttpTimeoutException(cause.getMessage()) : cause;
        return failures.judge(new Exchange.Result.Failed(described, true));
    }
}

package uz.fiskaldesk.wording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerRecovery;
import uz.fiskaldesk.confirm.Match;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.fiscalbox.Fault;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptRefusal;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/**
 * Builds the messages about payments, receipts and the ledger, for the window and the command line. FiscalBox's own code
 * and message are always shown next to the advice. Not tied to a thread.
 */
public final class Messages {
    /** The maximum length of FiscalBox's message in a row, so that the advice remains visible. */
    private static final int ROW_MESSAGE_LENGTH = 80;

    private final Translations texts;
    private final Clock clock;
    private final boolean addressGiven;

    public Messages(Translations texts, Clock clock) {
        this(texts, clock, true);
    }

    /** @param addressGiven whether anybody has said where FiscalBox is; otherwise nothing is broken while it is not reached */
    public Messages(Translations texts, Clock clock, boolean addressGiven) {
        this.texts = texts;
        this.clock = clock;
        this.addressGiven = addressGiven;
    }

    public Translations texts() {
        return texts;
    }

    /** {@code 125 000 soʻm}; a dash if the amount is not known. */
    public String amount(@Nullable Amount amount) {
        return amount == null ? "—" : amount.inSums() + "\u00a0" + texts.get("currency");
    }

    public String state(PaymentState state) {
        return texts.get("state." + code(state));
    }

    /** The state of a payment in one or two words. */
    public String state(LedgerEntry entry) {
        if (entry.awaitsPos()) {
            return texts.get(entry.isLeftByPos(clock.instant()) ? "state.receipt-known" : "state.awaits-pos");
        }
        return switch (entry.confirmedBy()) {
            case PERSON -> texts.get("state.by-hand");
            case SIMULATOR -> texts.get("state.practice");
            case FISCALBOX -> state(PaymentState.CONFIRMED);
            case null -> entry.conflict() ? texts.get("state.conflict") : state(entry.state());
        };
    }

    /** What a cashier knows a payment by: amount, time and state. */
    public String brief(LedgerEntry entry) {
        return String.join(", ", amount(entry.payment().amount()), Formats.dateTime(entry.sortTime()), state(entry));
    }

    public String act(Act.Kind kind) {
        return texts.get("act." + code(kind));
    }

    /** The reason recorded with an act; empty if there is none. */
    public String reason(Act act) {
        String why = act.why();
        if (why != null && act.kind() == Act.Kind.FROM_BACKUP) {
            return Formats.dateTime(Instant.parse(why));
        }
        if (why == null || act.kind() != Act.Kind.WARNINGS_ACCEPTED) {
            return why == null ? "" : why;
        }
        return Arrays.stream(why.split(", "))
                .map(code -> texts.get("warning." + code))
                .collect(Collectors.joining(" "));
    }

    public String refusal(ReceiptRefusal reason) {
        return texts.get("refusal." + reason.code());
    }

    /** @param tillTerminalId the fiscal module of this till, mentioned if the receipt is from another; may be null */
    public String warning(ReceiptWarning warning, @Nullable String tillTerminalId) {
        String text = texts.get("warning." + warning.code());
        return warning == ReceiptWarning.OTHER_TILL && tillTerminalId != null
                ? text + " " + texts.get("warning.this-till", tillTerminalId)
                : text;
    }

    /** The outcome in a short sentence. */
    public String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed confirmed ->
                texts.get(confirmed.practice() ? "outcome.confirmed-practice" : "outcome.confirmed");
            case Outcome.Rejected _ -> texts.get("outcome.rejected");
            case Outcome.NotSent notSent -> texts.get("not-sent." + code(notSent.reason()));
            case Outcome.Unknown unknown -> texts.get("unknown." + code(unknown.reason()));
        };
    }

    /** The advice for an outcome. */
    public String advice(Outcome outcome) {
        return texts.get(Advice.on(outcome).key());
    }

    /** Whose fault it is that a payment is not fiscalised, in one word; empty if nothing failed. */
    public String fault(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        if (last == null || last instanceof Outcome.Confirmed || entry.conflict()) {
            return "";
        }
        return switch (entry.state()) {
            case READY, REJECTED, UNKNOWN -> texts.get(Fault.of(last).key());
            case PENDING, SENDING, CONFIRMED, SET_ASIDE -> "";
        };
    }

    /** The advice for a payment. While an earlier attempt is in doubt, nothing is retried automatically. */
    public String advice(LedgerEntry entry, Outcome outcome) {
        if (entry.conflict()) {
            return texts.get("advice.conflict");
        }
        if (entry.rejectedInDoubt()) {
            return texts.get("advice.refused-in-doubt");
        }
        if (awaitsAddress(entry, outcome)) {
            return texts.get("advice.no-address");
        }
        boolean stillUnknown = outcome instanceof Outcome.NotSent && entry.inDoubt();
        return stillUnknown
                ? advice(new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, outcome.answer()))
                : advice(outcome);
    }

    /** The result of uploading FiscalBox's stored receipts, with advice. */
    public String submission(Submission submission) {
        return switch (submission) {
            case Submission.Done done -> withAnswer("kept-receipts.sent", done.answer());
            case Submission.Refused refused -> {
                Answer answer = refused.answer();
                String advice =
                        texts.get(Advice.onCode(answer.code(), answer.message()).key());
                yield withAnswer("kept-receipts.refused", answer, advice);
            }
            case Submission.Down down ->
                withAnswer("kept-receipts.down", down.why().answer());
        };
    }

    /** The result of printing a receipt again, with advice. */
    public String reprint(Submission submission) {
        return switch (submission) {
            case Submission.Done _ -> texts.get("reprint.done");
            case Submission.Refused(Answer answer) -> {
                String advice =
                        texts.get(Advice.onCode(answer.code(), answer.message()).key());
                yield withAnswer("reprint.refused", answer, advice);
            }
            case Submission.Down down -> withAnswer("reprint.down", down.why().answer());
        };
    }

    /** A sentence followed by FiscalBox's message. */
    private String withAnswer(String key, Answer answer, Object... values) {
        String raw = rawAnswer(answer);
        String sentence = texts.get(key, values);
        return raw.isEmpty() ? sentence : sentence + " " + texts.get("standing.said", raw);
    }

    /** The unprocessed answer, such as {@code 106: Insufficient funds}; empty if there is none. */
    public String rawAnswer(Answer answer) {
        String code = answer.code();
        String message = answer.message();
        if (code != null) {
            return message == null ? texts.get("code-only", code) : texts.get("code-message", code, message);
        }
        if (message != null) {
            return message;
        }
        Integer status = answer.httpStatus();
        return status == null || status / 100 == 2 ? "" : "HTTP " + status;
    }

    /** The unprocessed answer of FiscalBox; empty if there was no HTTP answer but only a network error. */
    public String fiscalBoxAnswer(Answer answer) {
        return answer.httpStatus() == null ? "" : rawAnswer(answer);
    }

    /** The line below a payment in the list: state and advice, with FiscalBox's message truncated. */
    public String rowLine(LedgerEntry entry) {
        return line(entry, ROW_MESSAGE_LENGTH);
    }

    /** One line about a payment: state and advice, with FiscalBox's full message. */
    public String line(LedgerEntry entry) {
        return line(entry, Integer.MAX_VALUE);
    }

    private String line(LedgerEntry entry, int maxLength) {
        return switch (entry.state()) {
            case REJECTED, UNKNOWN -> lastOutcome(entry, maxLength);
            case PENDING, READY, SENDING, CONFIRMED, SET_ASIDE -> status(entry);
        };
    }

    /** The state of a payment in a short sentence, without advice. */
    public String status(LedgerEntry entry) {
        Outcome last = entry.lastOutcome();
        return switch (entry.state()) {
            case PENDING -> texts.get("line.pending", waitingFor(entry));
            case READY -> ready(entry);
            case SENDING -> sending(entry);
            case CONFIRMED -> confirmed(entry);
            case REJECTED, UNKNOWN -> {
                if (entry.conflict()) {
                    yield texts.get("line.conflict");
                }
                if (entry.rejectedInDoubt()) {
                    yield texts.get("outcome.refused-in-doubt");
                }
                if (last == null) {
                    yield state(entry.state());
                }
                boolean stillUnknown = last instanceof Outcome.NotSent && entry.inDoubt();
                yield stillUnknown ? texts.get("line.still-unknown", outcome(last)) : outcome(last);
            }
            case SET_ASIDE -> texts.get("line.set-aside");
        };
    }

    /** The warnings recorded when the receipt was added with the payment. */
    public String warnings(LedgerEntry entry) {
        return entry.warnings().stream().map(warning -> warning(warning, null)).collect(Collectors.joining(" "));
    }

    private String ready(LedgerEntry entry) {
        if (entry.needsAcceptance()) {
            return texts.get("line.awaits-word");
        }
        Instant pos = entry.posExpectedUntil();
        if (pos != null && entry.awaitsPos()) {
            return awaitsPos(entry, pos);
        }
        Outcome last = entry.lastOutcome();
        if (entry.nextTryAt() == null || last == null) {
            return texts.get(entry.isReadyInDoubt() ? "line.ready-in-doubt" : "line.not-begun");
        }
        // The time of the next attempt is not announced: it passes while the row is read, and moves with the
        // connection.
        if (awaitsAddress(entry, last)) {
            return texts.get("line.no-address");
        }
        boolean awaitsConnection = isConnectionFailure(last);
        return texts.get(awaitsConnection ? "line.resent" : "line.resent-soon", outcome(last));
    }

    private static boolean isConnectionFailure(Outcome outcome) {
        return outcome instanceof Outcome.NotSent notSent && notSent.reason().isConnectionFailure();
    }

    /** Whether the payment is sent as soon as somebody has said where FiscalBox is. */
    private boolean awaitsAddress(LedgerEntry entry, Outcome last) {
        return !addressGiven && entry.state() == PaymentState.READY && isConnectionFailure(last);
    }

    private String awaitsPos(LedgerEntry entry, Instant until) {
        Instant now = clock.instant();
        if (entry.isLeftByPos(now)) {
            return texts.get(entry.nextTryAt() == null ? "line.receipt-known" : "line.receipt-known-sent");
        }
        return texts.get("line.awaits-pos", Formats.timeOrDate(until, now));
    }

    private String sending(LedgerEntry entry) {
        if (entry.conflict()) {
            return texts.get("line.conflict");
        }
        boolean meanwhile = entry.lastOutcome() instanceof Outcome.Confirmed;
        return texts.get(meanwhile ? "line.confirmed-meanwhile" : "line.sending");
    }

    private String confirmed(LedgerEntry entry) {
        if (entry.confirmedByHand()) {
            return texts.get("line.by-hand");
        }
        FiscalReceipt receipt = entry.receipt();
        if (entry.confirmedBy() == ConfirmedBy.SIMULATOR) {
            return texts.get("outcome.confirmed-practice");
        }
        return receipt == null ? "" : texts.get("line.confirmed", receipt.receiptNumber());
    }

    private String lastOutcome(LedgerEntry entry, int maxLength) {
        Outcome outcome = entry.lastOutcome();
        if (outcome == null) {
            return "";
        }
        if (entry.conflict() || entry.rejectedInDoubt()) {
            return texts.get("line.outcome", status(entry), advice(entry, outcome));
        }
        if (outcome instanceof Outcome.NotSent && entry.inDoubt()) {
            return texts.get("line.still-unknown", outcome(outcome));
        }
        String raw = outcome instanceof Outcome.Rejected ? rawAnswer(outcome.answer()) : "";
        return raw.isEmpty()
                ? texts.get("line.outcome", outcome(outcome), advice(outcome))
                : advice(outcome) + " " + texts.get("standing.said", truncate(raw, maxLength));
    }

    /** Removes the full stop, because the surrounding sentence has one, and truncates with an ellipsis. */
    private static String truncate(String said, int maxLength) {
        String one = said.strip();
        if (one.length() <= maxLength) {
            return one.endsWith(".") && !one.endsWith("..") ? one.substring(0, one.length() - 1) : one;
        }
        int end = one.lastIndexOf(' ', maxLength);
        return one.substring(0, end < maxLength / 2 ? maxLength : end) + "…";
    }

    private String waitingFor(LedgerEntry entry) {
        return Formats.elapsed(entry.sortTime(), clock.instant(), texts);
    }

    private String timeDifference(Duration afterPayment) {
        String span = Formats.duration(afterPayment, texts);
        return texts.get(afterPayment.isNegative() ? "receipt.before" : "receipt.after", span);
    }

    /** Why a receipt may belong to a payment, such as {@code same amount, 2 min after the payment, this till}. */
    public String match(Match match) {
        List<String> reasons = new ArrayList<>();
        if (match.sameId()) {
            reasons.add(texts.get("match.id"));
        }
        addAgreement("match.amount.", match.amount(), reasons);
        if (match.afterPayment() != null) {
            reasons.add(timeDifference(match.afterPayment()));
        }
        addAgreement("match.till.", match.till(), reasons);
        return String.join(", ", reasons);
    }

    private void addAgreement(String prefix, Match.Agreement agreement, List<String> reasons) {
        if (agreement != Match.Agreement.UNKNOWN) {
            reasons.add(texts.get(prefix + code(agreement)));
        }
    }

    /** What is wrong with the ledger, with advice. */
    public String ledgerError(LedgerException e) {
        return texts.get("ledger." + code(e.reason()), e.where().replaceFirst("^jdbc:(sqlite:)?", ""), e.detail());
    }

    /** How the ledger was recovered and what may be missing, with advice. */
    public String recovery(LedgerRecovery broughtBack) {
        String keptAs = broughtBack.keptAs();
        return texts.get(
                "brought-back." + code(broughtBack.kind()),
                Formats.dateTime(broughtBack.asOf()),
                keptAs == null ? "—" : keptAs);
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

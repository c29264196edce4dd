package uz.fiskaldesk.wording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.BroughtBack;
import uz.fiskaldesk.confirm.FiscalApi.Submission;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetrySchedule;
import uz.fiskaldesk.confirm.Waits;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptRefusal;
import uz.fiskaldesk.receipt.ReceiptWarning;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Texts;

/**
 * Says what happened and what to do, the same way in the window and on the command line. FiscalBox's raw code and
 * message stay visible beside the advice.
 */
public final class Wording {
    /** As many letters of a stranger's message as leave room for what to do. */
    private static final int GLANCE = 80;

    private final Texts texts;
    private final Clock clock;

    public Wording(Texts texts, Clock clock) {
        this.texts = texts;
        this.clock = clock;
    }

    public Texts texts() {
        return texts;
    }

    /** {@code 125 000 soʻm}; a dash where it is not known. */
    public String amount(@Nullable Amount amount) {
        return amount == null ? "—" : amount.inSums() + "\u00a0" + texts.get("currency");
    }

    public String state(PaymentState state) {
        return texts.get("state." + code(state));
    }

    /** Where a payment stands, in one or two words. */
    public String state(LedgerEntry entry) {
        return entry.conflict() ? texts.get("state.conflict") : state(entry.state());
    }

    public String act(Act.Kind kind) {
        return texts.get("act." + code(kind));
    }

    /** The reason kept with an act, in words; empty where there is none. */
    public String why(Act act) {
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

    /**
     * @param tillTerminalId the fiscal module of this till, named where the receipt is from another
     */
    public String warning(ReceiptWarning warning, @Nullable String tillTerminalId) {
        String text = texts.get("warning." + warning.code());
        return warning == ReceiptWarning.OTHER_TILL && tillTerminalId != null
                ? text + " " + texts.get("warning.this-till", tillTerminalId)
                : text;
    }

    /** What the outcome is, in a short sentence. */
    public String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Confirmed confirmed ->
                texts.get(confirmed.practice() ? "outcome.confirmed-practice" : "outcome.confirmed");
            case Outcome.Rejected _ -> texts.get("outcome.rejected");
            case Outcome.NotSent notSent -> texts.get("not-sent." + code(notSent.reason()));
            case Outcome.Unknown unknown -> texts.get("unknown." + code(unknown.reason()));
        };
    }

    /** What to do next. */
    public String advice(Outcome outcome) {
        return texts.get(Advice.on(outcome).key());
    }

    /** What to do next about a payment: while an earlier attempt is in doubt, nothing goes by itself. */
    public String advice(LedgerEntry entry, Outcome outcome) {
        if (entry.conflict()) {
            return texts.get("advice.conflict");
        }
        if (entry.refusedInDoubt()) {
            return texts.get("advice.refused-in-doubt");
        }
        boolean stillUnknown = outcome instanceof Outcome.NotSent && entry.inDoubt();
        return stillUnknown
                ? advice(new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, outcome.answer()))
                : advice(outcome);
    }

    /** What came of asking FiscalBox to send the receipts that it keeps, and what to do next. */
    public String submission(Submission submission) {
        return switch (submission) {
            case Submission.Done done -> heard("kept-receipts.sent", done.answer());
            case Submission.Refused refused -> {
                Answer answer = refused.answer();
                String advice =
                        texts.get(Advice.onCode(answer.code(), answer.message()).key());
                yield heard("kept-receipts.refused", answer, advice);
            }
            case Submission.Down down -> heard("kept-receipts.down", down.why().answer());
        };
    }

    /** A sentence, and behind it what the other side said. */
    private String heard(String key, Answer answer, Object... values) {
        String raw = raw(answer);
        String sentence = texts.get(key, values);
        return raw.isEmpty() ? sentence : sentence + " " + texts.get("standing.said", raw);
    }

    /** What was said by the other side, raw: {@code 106: Insufficient funds}; empty where nothing was. */
    public String raw(Answer answer) {
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

    /** What FiscalBox itself said; empty where no answer came, and {@link #raw} has the system's words at most. */
    public String said(Answer answer) {
        return answer.httpStatus() == null ? "" : raw(answer);
    }

    /** What stands under a payment in a list: how it stands and what to do, with what was said cut to a glance. */
    public String rowLine(LedgerEntry entry) {
        return line(entry, GLANCE);
    }

    /** One line about a payment: how it stands and what to do, with all that was said. */
    public String line(LedgerEntry entry) {
        return line(entry, Integer.MAX_VALUE);
    }

    private String line(LedgerEntry entry, int longest) {
        return switch (entry.state()) {
            case PENDING -> texts.get("line.pending", waitingFor(entry));
            case READY -> ready(entry);
            case SENDING -> sending(entry);
            case CONFIRMED -> confirmed(entry);
            case REJECTED, UNKNOWN -> lastOutcome(entry, longest);
            case SET_ASIDE -> texts.get("line.set-aside");
        };
    }

    /** What has become of a payment, in a short sentence; what to do is {@link #advice}. */
    public String standing(LedgerEntry entry) {
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
                if (entry.refusedInDoubt()) {
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

    /** What was warned about when the payment's receipt came in. */
    public String warnings(LedgerEntry entry) {
        return entry.warnings().stream().map(warning -> warning(warning, null)).collect(Collectors.joining(" "));
    }

    private String ready(LedgerEntry entry) {
        Instant next = entry.nextTryAt();
        if (entry.awaitsWord()) {
            return texts.get("line.awaits-word");
        }
        if (next == null) {
            return texts.get("line.ready");
        }
        String why = entry.lastOutcome() == null ? "" : outcome(entry.lastOutcome());
        Instant now = clock.instant();
        // A moment that has passed, or that only a wrong clock can have set, is no promise.
        return Waits.isDue(next, RetrySchedule.FURTHEST, now)
                ? texts.get("line.resent-soon", why)
                : texts.get("line.resent", why, Formats.moment(next, now));
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
        if (entry.lastOutcome() instanceof Outcome.Confirmed confirmed && confirmed.practice()) {
            return outcome(confirmed);
        }
        return receipt == null ? "" : texts.get("line.confirmed", receipt.receiptNumber());
    }

    private String lastOutcome(LedgerEntry entry, int longest) {
        Outcome outcome = entry.lastOutcome();
        if (outcome == null) {
            return "";
        }
        if (entry.conflict() || entry.refusedInDoubt()) {
            return texts.get("line.outcome", standing(entry), advice(entry, outcome));
        }
        if (outcome instanceof Outcome.NotSent && entry.inDoubt()) {
            return texts.get("line.still-unknown", outcome(outcome));
        }
        String raw = outcome instanceof Outcome.Rejected ? raw(outcome.answer()) : "";
        return raw.isEmpty()
                ? texts.get("line.outcome", outcome(outcome), advice(outcome))
                : advice(outcome) + " " + texts.get("standing.said", cut(raw, longest));
    }

    /** Without the full stop, which the sentence around it has, and with dots where it is too long. */
    private static String cut(String said, int longest) {
        String one = said.strip();
        if (one.length() <= longest) {
            return one.endsWith(".") && !one.endsWith("..") ? one.substring(0, one.length() - 1) : one;
        }
        int end = one.lastIndexOf(' ', longest);
        return one.substring(0, end < longest / 2 ? longest : end) + "…";
    }

    private String waitingFor(LedgerEntry entry) {
        return Formats.since(entry.happenedAt(), clock.instant(), texts);
    }

    /** How long after (or before) the payment the receipt was issued; empty where the payment's time is not known. */
    public Optional<String> distance(FiscalReceipt receipt, @Nullable Instant paidAt) {
        if (paidAt == null) {
            return Optional.empty();
        }
        Duration distance = Duration.between(paidAt, receipt.issuedAt());
        String span = Formats.span(distance, texts);
        return Optional.of(texts.get(distance.isNegative() ? "receipt.before" : "receipt.after", span));
    }

    /** What is wrong with the ledger, and what to do. */
    public String trouble(LedgerException e) {
        return texts.get("ledger." + code(e.trouble()), e.where().replaceFirst("^jdbc:(sqlite:)?", ""), e.detail());
    }

    /** What was done to open the ledger, what may be missing for it, and what to do. */
    public String broughtBack(BroughtBack broughtBack) {
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

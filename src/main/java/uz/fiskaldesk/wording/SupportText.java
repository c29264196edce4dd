package uz.fiskaldesk.wording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Masking;

/**
 * Everything about a payment as text for the support: its data, acts and attempts, in the order of time. Phone and card
 * numbers are masked. States and outcomes have their technical names beside the words.
 */
public final class SupportText {
    private final Messages messages;

    public SupportText(Messages messages) {
        this.messages = messages;
    }

    /** Describes a payment in several lines, each of which ends with a line feed. */
    public String of(LedgerEntry entry, List<Act> acts, List<Attempt> attempts) {
        StringBuilder text = new StringBuilder();
        Payment payment = entry.payment();
        add(text, "field.transaction-id", payment.transactionId().toString());
        add(text, "field.payment-id", payment.paymentId());
        add(text, "field.provider", payment.provider().code());
        add(text, "field.amount", payment.amount() == null ? null : messages.amount(payment.amount()));
        add(text, "field.paid-at", moment(payment.paidAt()));
        add(text, "cli.show.added-at", moment(entry.addedAt()));
        add(text, "field.phone", payment.phone() == null ? null : Masking.phone(payment.phone()));
        add(text, "field.card", payment.card());
        add(text, "field.note", payment.note());
        FiscalReceipt receipt = entry.receipt();
        add(text, "field.receipt", receipt == null ? null : receipt.url());
        add(text, "cli.show.state", entry.state() + ", " + messages.line(entry));
        add(text, "cli.show.next-try", moment(entry.nextTryAt()));
        for (Act act : acts) {
            String why = act.why();
            line(
                    text,
                    act.at(),
                    act.who(),
                    act.kind() + ", " + messages.act(act.kind()) + (why == null ? "" : ": " + why));
        }
        for (Attempt attempt : attempts) {
            line(text, attempt.startedAt(), attempt.till(), attempt(attempt));
        }
        return Masking.mask(text.toString());
    }

    private String attempt(Attempt attempt) {
        Outcome outcome = attempt.outcome();
        Instant finished = attempt.finishedAt();
        String took = finished == null
                ? ""
                : "  " + Duration.between(attempt.startedAt(), finished).toMillis() + " ms";
        String address = attempt.address() == null ? "" : "  " + attempt.address();
        return (outcome == null ? messages.texts().get("history.under-way") : outcome(outcome)) + took + address + "  "
                + attempt.receiptUrl();
    }

    private String outcome(Outcome outcome) {
        Answer answer = outcome.answer();
        String name = switch (outcome) {
            case Outcome.Confirmed _ -> "CONFIRMED";
            case Outcome.Rejected _ -> "REJECTED";
            case Outcome.NotSent notSent -> "NOT_SENT " + notSent.reason();
            case Outcome.Unknown unknown -> "UNKNOWN " + unknown.reason();
        };
        String raw = messages.rawAnswer(answer);
        String status = answer.httpStatus() == null ? "" : ", HTTP " + answer.httpStatus();
        return name + ", " + messages.outcome(outcome) + status + (raw.isEmpty() ? "" : " (" + raw + ")");
    }

    private void add(StringBuilder text, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text.append(messages.texts().get(key)).append(": ").append(value).append('\n');
        }
    }

    private static void line(StringBuilder text, Instant at, String who, String what) {
        text.append(Formats.dateTime(at))
                .append("  ")
                .append(who)
                .append("  ")
                .append(what)
                .append('\n');
    }

    private static @Nullable String moment(@Nullable Instant at) {
        return at == null ? null : Formats.dateTime(at);
    }
}

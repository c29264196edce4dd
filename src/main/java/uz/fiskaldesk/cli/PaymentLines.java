package uz.fiskaldesk.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.payment.CardNumber;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.PhoneNumber;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** Formats payments as lines of text for users. */
final class PaymentLines {
    private static final Pattern BARE_NAME = Pattern.compile("\\w+(Exception|Error)");

    private final Translations texts;
    private final Messages messages;
    private final Providers providers;

    PaymentLines(Services services) {
        this.texts = services.translations();
        this.messages = services.messages();
        this.providers = services.providers();
    }

    /** Returns one line: time, ID, amount, state, number of attempts and a description of the state. */
    String row(LedgerEntry entry) {
        return String.join(
                "  ",
                Formats.dateTime(entry.sortTime()),
                entry.transactionId().toString(),
                padded(messages.amount(entry.payment().amount()), 16, true),
                padded(messages.state(entry), 18, false),
                padded(Integer.toString(entry.attempts()), 2, true),
                messages.line(entry));
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }

    /**
     * Returns the result of an attempt: the payment, the outcome and FiscalBox's message. If other attempts determine
     * the payment's state, returns that state instead.
     */
    String outcome(LedgerEntry entry, Outcome outcome) {
        if (isDeterminedByOthers(entry, outcome)) {
            return entry.transactionId() + "  " + messages.status(entry);
        }
        String raw = said(outcome.answer());
        // This line is documented and must not change; list and show mention the simulator.
        String said = outcome instanceof Outcome.Confirmed ? texts.get("outcome.confirmed") : messages.outcome(outcome);
        return entry.transactionId() + "  " + (raw.isEmpty() ? said : said + " (" + raw + ")");
    }

    private static boolean isDeterminedByOthers(LedgerEntry entry, Outcome outcome) {
        return switch (entry.state()) {
            case CONFIRMED -> entry.confirmedByHand() || !(outcome instanceof Outcome.Confirmed);
            case UNKNOWN -> entry.conflict() || !(outcome instanceof Outcome.Unknown);
            case SENDING -> true;
            // A late response does not describe what another user has prepared since.
            case PENDING, READY, REJECTED, SET_ASIDE -> false;
        };
    }

    /** Returns FiscalBox's message; blank for the bare name of a Java exception, which does not help users. */
    String said(Answer answer) {
        String raw = messages.rawAnswer(answer);
        return BARE_NAME.matcher(raw).matches() ? "" : raw;
    }

    /** Returns what to do after an attempt, in terms of the command line instead of the window's keys. */
    String advice(LedgerEntry entry, Outcome outcome) {
        if (entry.conflict()) {
            return texts.get("cli.conflict", entry.transactionId());
        }
        if (entry.rejectedInDoubt()) {
            return messages.advice(entry, outcome);
        }
        Advice advice = outcome instanceof Outcome.NotSent && entry.inDoubt()
                // There is no automatic retry while an earlier attempt may have been booked.
                ? Advice.RETRY_SAME_RECEIPT
                : Advice.on(outcome);
        String sentence = texts.get(advice.key());
        if (advice == Advice.OFFLINE_TOO_LONG) {
            return sentence + " " + texts.get("cli.next.send-receipts");
        }
        boolean mayBeSentAgain = advice != Advice.TELL_SERVICE_CENTRE && !(outcome instanceof Outcome.Rejected);
        if (!mayBeSentAgain) {
            return sentence;
        }
        String next = entry.state() == PaymentState.READY ? "cli.next.not-sent" : "cli.next.unknown";
        return sentence + " " + texts.get(next, entry.transactionId());
    }

    /** Returns the fields of a payment, one per line. */
    List<String> facts(LedgerEntry entry) {
        List<String> lines = new ArrayList<>();
        Payment payment = entry.payment();
        add(lines, "field.transaction-id", payment.transactionId().toString());
        if (providers.mustName(payment.provider())) {
            add(lines, "field.provider", texts.get(payment.provider().nameKey()));
        }
        add(lines, "cli.show.state", messages.state(entry));
        add(lines, "cli.show.line", messages.line(entry));
        add(lines, "field.amount", payment.amount() == null ? null : messages.amount(payment.amount()));
        add(lines, "field.paid-at", moment(payment.paidAt()));
        add(lines, "cli.show.added-at", moment(entry.addedAt()));
        add(lines, "field.payment-id", payment.paymentId());
        add(lines, "field.phone", payment.phone() == null ? null : PhoneNumber.formatted(payment.phone()));
        add(lines, "field.card", payment.card() == null ? null : CardNumber.grouped(payment.card()));
        add(lines, "field.note", payment.note());
        FiscalReceipt receipt = entry.receipt();
        add(lines, "field.receipt", receipt == null ? null : receipt.url());
        add(lines, "cli.show.next-try", moment(entry.nextTryAt()));
        return lines;
    }

    private void add(List<String> lines, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.add(padded(texts.get(key) + ":", 24, false) + value);
        }
    }

    private static @Nullable String moment(@Nullable Instant moment) {
        return moment == null ? null : Formats.dateTime(moment);
    }

    String attempt(Attempt attempt) {
        Outcome outcome = attempt.outcome();
        String raw = outcome == null ? "" : said(outcome.answer());
        String said = outcome == null ? texts.get("cli.show.under-way") : messages.outcome(outcome);
        return Formats.dateTime(attempt.startedAt()) + "  " + attempt.till() + "  "
                + (raw.isEmpty() ? said : said + " (" + raw + ")") + "  " + attempt.receiptUrl()
                + (attempt.address() == null ? "" : "  " + attempt.address());
    }

    String act(Act act) {
        String line = Formats.dateTime(act.at()) + "  " + act.who() + "  " + messages.act(act.kind());
        return act.why() == null ? line : line + ": " + act.why();
    }
}

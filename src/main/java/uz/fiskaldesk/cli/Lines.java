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
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Texts;
import uz.fiskaldesk.wording.Wording;

/** Payments as lines of text for people. */
final class Lines {
    private static final Pattern BARE_NAME = Pattern.compile("\\w+(Exception|Error)");

    private final Texts texts;
    private final Wording wording;

    Lines(Services services) {
        this.texts = services.texts();
        this.wording = new Wording(texts, services.clock());
    }

    /** One payment a line: time, id, amount, state, attempts, and how it stands in words. */
    String row(LedgerEntry entry) {
        return String.join(
                "  ",
                Formats.dateTime(entry.happenedAt()),
                entry.transactionId().text(),
                padded(wording.amount(entry.payment().amount()), 16, true),
                padded(wording.state(entry), 18, false),
                padded(Integer.toString(entry.attempts()), 2, true),
                wording.line(entry));
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - text.length()));
        return right ? blanks + text : text + blanks;
    }

    /**
     * What came of an attempt: the payment, its outcome, and what FiscalBox said. Where other attempts decide, be it that
     * a colleague sent one since or an earlier one is in doubt, where the payment stands by all of them.
     */
    String outcome(LedgerEntry entry, Outcome outcome) {
        if (othersDecide(entry, outcome)) {
            return entry.transactionId() + "  " + wording.standing(entry);
        }
        String raw = said(outcome.answer());
        // Integrators compare this line with the documented one; list and show name the practice FiscalBox.
        String said = outcome instanceof Outcome.Confirmed ? texts.get("outcome.confirmed") : wording.outcome(outcome);
        return entry.transactionId() + "  " + (raw.isEmpty() ? said : said + " (" + raw + ")");
    }

    private static boolean othersDecide(LedgerEntry entry, Outcome outcome) {
        return switch (entry.state()) {
            case CONFIRMED -> entry.confirmedByHand() || !(outcome instanceof Outcome.Confirmed);
            case UNKNOWN -> entry.conflict() || !(outcome instanceof Outcome.Unknown);
            case SENDING -> true;
            // An attempt that ended late says nothing of what a colleague has prepared since.
            case PENDING, READY, REJECTED, SET_ASIDE -> false;
        };
    }

    /** What was said, raw; not the bare name that Java has for a fault, which tells a person nothing. */
    String said(Answer answer) {
        String raw = wording.raw(answer);
        return BARE_NAME.matcher(raw).matches() ? "" : raw;
    }

    /** What to do after an attempt, and with which words: the window's keys are not at hand here. */
    String advice(LedgerEntry entry, Outcome outcome) {
        if (entry.conflict()) {
            return texts.get("cli.conflict", entry.transactionId());
        }
        if (entry.refusedInDoubt()) {
            return wording.advice(entry, outcome);
        }
        Advice advice = outcome instanceof Outcome.NotSent && entry.inDoubt()
                // Nothing is sent by itself while an earlier attempt may have been booked.
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

    /** Everything about a payment, a fact a line. */
    List<String> facts(LedgerEntry entry) {
        List<String> lines = new ArrayList<>();
        Payment payment = entry.payment();
        fact(lines, "field.transaction-id", payment.transactionId().text());
        fact(lines, "cli.show.state", wording.state(entry));
        fact(lines, "cli.show.line", wording.line(entry));
        fact(lines, "field.amount", payment.amount() == null ? null : wording.amount(payment.amount()));
        fact(lines, "field.paid-at", moment(payment.paidAt()));
        fact(lines, "cli.show.added-at", moment(entry.addedAt()));
        fact(lines, "field.payment-id", payment.paymentId());
        fact(lines, "field.phone", payment.phone() == null ? null : PhoneNumber.formatted(payment.phone()));
        fact(lines, "field.card", payment.card() == null ? null : CardNumber.grouped(payment.card()));
        fact(lines, "field.note", payment.note());
        FiscalReceipt receipt = entry.receipt();
        fact(lines, "field.receipt", receipt == null ? null : receipt.url());
        fact(lines, "cli.show.next-try", moment(entry.nextTryAt()));
        return lines;
    }

    private void fact(List<String> lines, String key, @Nullable String value) {
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
        String said = outcome == null ? texts.get("cli.show.under-way") : wording.outcome(outcome);
        return Formats.dateTime(attempt.startedAt()) + "  " + attempt.till() + "  "
                + (raw.isEmpty() ? said : said + " (" + raw + ")") + "  " + attempt.receiptUrl()
                + (attempt.address() == null ? "" : "  " + attempt.address());
    }

    String act(Act act) {
        String line = Formats.dateTime(act.at()) + "  " + act.who() + "  " + wording.act(act.kind());
        return act.why() == null ? line : line + ": " + act.why();
    }
}

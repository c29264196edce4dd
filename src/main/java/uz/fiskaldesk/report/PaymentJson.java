package uz.fiskaldesk.report;

import java.io.StringWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Writes payments as JSON for other programs. Field names and types are stable. Unknown values are null, times are UTC
 * in ISO 8601, amounts are in tiyin.
 */
public final class PaymentJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private PaymentJson() {}

    /** Returns the payment as a single line without a line break. */
    public static String line(LedgerEntry entry) {
        StringWriter line = new StringWriter(512);
        write(line, entry);
        return line.toString();
    }

    /** Writes the payment without a line break. */
    static void write(Writer out, LedgerEntry entry) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields(json, entry);
            json.writeEndObject();
        }
    }

    /** Returns the payment with {@code history}: attempts and acts in one list, in chronological order. */
    public static String withHistory(LedgerEntry entry, List<Attempt> attempts, List<Act> acts) {
        StringWriter text = new StringWriter(2_048);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields(json, entry);
            json.writeName("history");
            json.writeStartArray();
            history(json, attempts, acts);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Returns the acts about the ledger as a whole, as an object with {@code history} only. */
    public static String historyOfList(List<Act> acts) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeName("history");
            json.writeStartArray();
            acts.forEach(act -> act(json, act));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Returns the receipt; {@code null} if there is none. */
    public static String receipt(@Nullable FiscalReceipt receipt) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            receipt(json, receipt);
        }
        return text.toString();
    }

    private static void fields(JsonGenerator json, LedgerEntry entry) {
        Payment payment = entry.payment();
        Amount amount = payment.amount();
        json.writeStringProperty("transactionId", payment.transactionId().toString());
        json.writeStringProperty("provider", payment.provider().code());
        json.writeStringProperty("paymentId", payment.paymentId());
        json.writeName("amountTiyin");
        if (amount == null) {
            json.writeNull();
        } else {
            json.writeNumber(amount.tiyin());
        }
        json.writeStringProperty("phone", payment.phone());
        json.writeStringProperty("card", payment.card());
        moment(json, "paidAt", payment.paidAt());
        json.writeStringProperty("state", entry.state().name());
        json.writeName("receipt");
        receipt(json, entry.receipt());
        json.writeNumberProperty("attempts", entry.attempts());
        json.writeName("lastOutcome");
        outcome(json, entry.lastOutcome());
        moment(json, "nextTryAt", entry.nextTryAt());
        moment(json, "posExpectedUntil", entry.posExpectedUntil());
        json.writeBooleanProperty("conflict", entry.conflict());
        json.writeBooleanProperty("awaitsWord", entry.needsAcceptance());
        json.writeName("warnings");
        json.writeStartArray();
        entry.warnings().forEach(warning -> json.writeString(warning.code()));
        json.writeEndArray();
        json.writeStringProperty("sentTo", entry.sentTo());
        json.writeBooleanProperty("practice", OutcomeNames.isPractice(entry.lastOutcome()));
    }

    private static void receipt(JsonGenerator json, @Nullable FiscalReceipt receipt) {
        if (receipt == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("url", receipt.url());
        json.writeStringProperty("terminalId", receipt.terminalId());
        json.writeStringProperty("receiptNumber", receipt.receiptNumber());
        moment(json, "issuedAt", receipt.issuedAt());
        json.writeStringProperty("fiscalSign", receipt.fiscalSign());
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, @Nullable Outcome outcome) {
        if (outcome == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("kind", OutcomeNames.kind(outcome));
        code(json, outcome.answer());
        json.writeStringProperty("message", outcome.answer().message());
        json.writeEndObject();
    }

    private static void code(JsonGenerator json, Answer answer) {
        String code = answer.code();
        json.writeName("code");
        if (code == null) {
            json.writeNull();
        } else if (OutcomeNames.isInteger(code)) {
            json.writeNumber(new BigInteger(code));
        } else {
            json.writeString(code);
        }
    }

    private static void history(JsonGenerator json, List<Attempt> attempts, List<Act> acts) {
        List<Map.Entry<Instant, Runnable>> events = new ArrayList<>();
        acts.forEach(act -> events.add(Map.entry(act.at(), () -> act(json, act))));
        attempts.forEach(attempt -> events.add(Map.entry(attempt.startedAt(), () -> attempt(json, attempt))));
        // The sort is stable: an act that led to an attempt in the same millisecond stays before it.
        events.sort(Comparator.comparing(Map.Entry::getKey));
        events.forEach(event -> event.getValue().run());
    }

    private static void attempt(JsonGenerator json, Attempt attempt) {
        Outcome outcome = attempt.outcome();
        Answer answer = outcome == null ? Answer.NONE : outcome.answer();
        Instant finishedAt = attempt.finishedAt();
        json.writeStartObject();
        moment(json, "startedAt", attempt.startedAt());
        moment(json, "finishedAt", finishedAt);
        json.writeStringProperty("receiptUrl", attempt.receiptUrl());
        json.writeStringProperty("outcome", outcome == null ? null : OutcomeNames.kind(outcome));
        json.writeName("httpStatus");
        number(json, answer.httpStatus() == null ? null : answer.httpStatus().longValue());
        code(json, answer);
        json.writeStringProperty("message", answer.message());
        json.writeName("millis");
        number(
                json,
                finishedAt == null
                        ? null
                        : finishedAt.toEpochMilli() - attempt.startedAt().toEpochMilli());
        json.writeStringProperty("till", attempt.till());
        json.writeStringProperty("address", attempt.address());
        json.writeBooleanProperty("practice", OutcomeNames.isPractice(outcome));
        json.writeEndObject();
    }

    private static void act(JsonGenerator json, Act act) {
        json.writeStartObject();
        json.writeStringProperty("kind", act.kind().name());
        json.writeStringProperty("who", act.who());
        if (act.approvedBy() != null) {
            json.writeStringProperty("approvedBy", act.approvedBy());
        }
        moment(json, "at", act.at());
        json.writeStringProperty("why", act.why());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, @Nullable Long number) {
        if (number == null) {
            json.writeNull();
        } else {
            json.writeNumber(number);
        }
    }

    private static void moment(JsonGenerator json, String name, @Nullable Instant moment) {
        json.writeStringProperty(name, moment == null ? null : moment.toString());
    }
}

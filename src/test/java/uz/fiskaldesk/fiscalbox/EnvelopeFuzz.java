package uz.fiskaldesk.fiscalbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.payment.TransactionId;

/** Fuzzes the judge: there is always an outcome, and only a valid envelope is confirmed. */
public final class EnvelopeFuzz {
    private static final TransactionId OURS = TransactionId.of("a12f0000-0000-4000-8000-000000000001");
    private static final int[] STATUSES = {200, 201, 302, 400, 401, 404, 422, 429, 500, 502};
    private static final int LONGEST_MESSAGE = 1_000;

    private static final AnswerJudge JUDGE = new AnswerJudge();
    private static final Bounded BOUNDED = new Bounded();

    private EnvelopeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int status = STATUSES[(input[0] & 0xff) % STATUSES.length];
        HttpAnswer.End[] ends = HttpAnswer.End.values();
        HttpAnswer.End end = (input[1] & 0x80) == 0 ? HttpAnswer.End.COMPLETE : ends[(input[1] & 0x7f) % ends.length];
        String body = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
        BOUNDED.run(() -> check(JUDGE.judge(OURS, new HttpAnswer(status, body, end, null, null, false)), body, end));
    }

    private static void check(Outcome outcome, String body, HttpAnswer.End end) {
        if (outcome instanceof Outcome.Confirmed
                && !(end.hasText() && Envelope.read(body) instanceof Envelope.Reading.Whole)) {
            throw new AssertionError("confirmed by what is not FiscalBox's envelope");
        }
        if (outcome instanceof Outcome.NotSent && end != HttpAnswer.End.COMPLETE) {
            throw new AssertionError("sent again by itself after an answer that is not complete");
        }
        displayable(outcome.answer().message());
        displayable(outcome.answer().code());
    }

    private static void displayable(@Nullable String text) {
        if (text != null
                && (text.length() > LONGEST_MESSAGE
                        || text.codePoints()
                                .anyMatch(
                                        c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))) {
            throw new AssertionError("not fit to be shown");
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "{\"status\":\"success\",\"data\":{\"transaction_id\":\"" + OURS + "\",\"amount\":1.5}}",
                        "{\"success\":true,\"data\":{\"transaction_id\":\"" + OURS
                                + "\",\"message\":\"Fiscalization completed successfully\"},\"error\":null}",
                        "{\"success\":false,\"error\":{\"code\":106,\"message\":\"{\\\"payment_id\\\":[\\\"no\\\"]}\"}}",
                        "{\"error\":\"\\u202etxet\",\"data\":null}",
                        "<html><body>Wi-Fi</body></html>",
                        "")
                .map(text -> ("\0\0" + text).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}

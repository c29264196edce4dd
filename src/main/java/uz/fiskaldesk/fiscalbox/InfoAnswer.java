package uz.fiskaldesk.fiscalbox;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.TillStatus;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Reads the response of {@code GET /info/}. Only the terminal ID is required: other parts may be missing, null or in an
 * unknown form, depending on the version of FiscalBox. Numbers may be JSON numbers or strings.
 */
final class InfoAnswer {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

    private static final int LONGEST_TERMINAL_ID = 64;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,18}");

    private InfoAnswer() {}

    static TillInfo read(HttpAnswer http) {
        Envelope.Reading reading = AnswerJudge.read(http);
        if (!(reading instanceof Envelope.Reading.Whole(Envelope info))) {
            return new TillInfo.Down(AnswerJudge.judgeStatus(http, reading));
        }
        JsonNode data = info.data();
        String terminal = data == null
                ? null
                : ReadableMessage.clean(data.path("terminal_id").asString(""));
        if (data == null
                || !info.isSuccess()
                || info.hasError()
                || terminal == null
                || terminal.length() > LONGEST_TERMINAL_ID) {
            return new TillInfo.Trouble(info.answer(http.status()));
        }
        Instant clock = time(data.path("current_time"));
        return new TillInfo.Up(terminal, clock == null ? http.date() : clock, status(data));
    }

    private static TillStatus status(JsonNode data) {
        return new TillStatus(
                number(data.path("receipt_count")),
                number(data.path("receipt_max_count")),
                time(data.path("first_unacknowledged_receipt_time")),
                number(data.path("zreport_count")),
                number(data.path("zreport_max_count")),
                time(data.path("last_operation_time")),
                number(data.path("available_persistent_memory")),
                text(data.path("version_code")));
    }

    /** A whole number that is not negative; null for anything else. */
    static @Nullable Long number(JsonNode node) {
        String text =
                node.isIntegralNumber() || node.isString() ? node.asString().strip() : "";
        return WHOLE_NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    private static @Nullable String text(JsonNode node) {
        String text = ReadableMessage.clean(node.isString() || node.isNumber() ? node.asString() : null);
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable Instant time(JsonNode node) {
        try {
            return node.isString()
                    ? LocalDateTime.parse(node.asString().strip(), CLOCK).toInstant(FiscalReceipt.TASHKENT)
                    : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/** Every combination of the three fields of an envelope, compared with the table in {@code faults.md}. */
class EnvelopeShapesTest {
    private static final TransactionId OURS = TransactionId.of("05a4c0de-0000-4000-8000-000000000002");
    private static final int CELLS = 4;

    enum SuccessField {
        TRUE,
        FALSE,
        NEITHER
    }

    enum ErrorField {
        ABSENT,
        EMPTY,
        NAMED,
        WRONG
    }

    enum DataField {
        ABSENT,
        SILENT,
        WELL,
        CODE
    }

    private final AnswerJudge judge = new AnswerJudge();

    @Test
    void everyCombinationIsJudgedAsDocumented() throws IOException {
        for (SuccessField success : SuccessField.values()) {
            for (ErrorField error : ErrorField.values()) {
                for (DataField data : DataField.values()) {
                    assertJudged(success, error, data);
                }
            }
        }
    }

    private void assertJudged(SuccessField success, ErrorField error, DataField data) throws IOException {
        String documented = documented(success, error, data);
        for (String s : variants(success)) {
            for (String e : variants(error)) {
                for (String d : variants(data)) {
                    String body = "{" + String.join(",", fields(s, e, d)) + "}";
                    assertThat(judge(200, body)).as(body).isEqualTo(documented);
                    assertThat(judge(201, body)).as(body).isEqualTo(documented);
                    for (int status : new int[] {400, 401, 404, 422, 429}) {
                        String refused = documented.equals("CONFIRMED") ? "UNKNOWN" : documented;
                        boolean foreign = s == null && d == null && !body.contains("is_success");
                        assertThat(judge(status, body))
                                .as("%s %s", status, body)
                                .isEqualTo(foreign && status != 400 && status != 422 ? "NOT_SENT" : refused);
                    }
                    for (int status : new int[] {302, 500, 502, 199}) {
                        assertThat(judge(status, body)).as(body).isEqualTo("UNKNOWN");
                    }
                }
            }
        }
    }

    /** The order of fields, white space, additional fields and the encoding make no difference. */
    @Property(tries = 500)
    void doesNotDependOnFormattingOrEncoding(
            @ForAll SuccessField success, @ForAll ErrorField error, @ForAll DataField data, @ForAll Random random)
            throws IOException {
        String documented = documented(success, error, data);
        List<String> fields =
                fields(any(variants(success), random), any(variants(error), random), any(variants(data), random));
        fields.add("\"версия\":\"ʻ\"");
        Collections.shuffle(fields, random);
        String body = "{" + String.join(random.nextBoolean() ? "," : " ,\r\n\t", fields) + "}";
        Charset charset = List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
                .get(random.nextInt(3));
        String marked = random.nextBoolean() ? "\ufeff" + body : body;
        String text = AnswerDecoder.of(marked.getBytes(charset), HttpHeaders.of(Map.of(), (_, _) -> true));
        assertThat(judge(200, String.valueOf(text))).as(body).isEqualTo(documented);
    }

    private static @Nullable String any(List<@Nullable String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<String> fields(@Nullable String success, @Nullable String error, @Nullable String data) {
        List<String> fields = new ArrayList<>();
        add(fields, "data", data);
        add(fields, "error", error);
        add(fields, "is_success", success);
        return fields;
    }

    private static void add(List<String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add("\"" + name + "\":" + value);
        }
    }

    /** The JSON values of a kind; null if the field is missing. */
    private static List<@Nullable String> variants(SuccessField field) {
        return switch (field) {
            case TRUE -> Arrays.asList("true");
            case FALSE -> Arrays.asList("false");
            case NEITHER -> Arrays.asList(null, "null", "\"true\"", "\"false\"", "1", "0", "{}", "[]", "\"\"");
        };
    }

    private static List<@Nullable String> variants(ErrorField field) {
        return switch (field) {
            case ABSENT -> Arrays.asList(null, "null");
            case EMPTY ->
                Arrays.asList(
                        "{}",
                        "\"\"",
                        "\" \"",
                        "{\"code\":null,\"message\":null,\"data\":null}",
                        "{\"code\":0,\"message\":\"\",\"data\":{}}",
                        "{\"code\":0,\"message\":\"OK\"}",
                        "{\"code\":\"0\",\"message\":\"OK\"}",
                        "{\"message\":\" \",\"data\":[]}");
            case NAMED ->
                Arrays.asList(
                        "{\"code\":7,\"message\":null,\"data\":null}",
                        "{\"code\":\"106\"}",
                        "{\"code\":-1,\"message\":\"\"}",
                        "{\"message\":\"no\"}",
                        "{\"detail\":\"no\"}",
                        "\"Оплата не найдена\"");
            case WRONG -> Arrays.asList("[]", "[\"no\"]", "0", "7", "true", "false");
        };
    }

    private static List<@Nullable String> variants(DataField field) {
        return switch (field) {
            case ABSENT -> Arrays.asList(null, "null", "[]", "[{}]", "\"ok\"", "\"\"", "1", "true", "false");
            case SILENT ->
                Arrays.asList(
                        "{}",
                        "{\"error_code\":null}",
                        "{\"error_code\":\"\",\"transaction_id\":null}",
                        "{\"message\":null,\"error_code\":null,\"payment_id\":null,\"transaction_id\":\"" + OURS
                                + "\"}");
            case WELL ->
                Arrays.asList(
                        "{\"error_code\":0}",
                        "{\"error_code\":\"0\"}",
                        "{\"error_code\":0.0,\"message\":\"Fiscalization completed successfully\",\"transaction_id\":\""
                                + OURS + "\"}");
            case CODE ->
                Arrays.asList(
                        "{\"error_code\":-5017}", "{\"error_code\":\"5\",\"message\":\"no\"}", "{\"error_code\":true}");
        };
    }

    private String judge(int status, String body) {
        Outcome outcome = judge.judge(OURS, new HttpAnswer(status, body, HttpAnswer.End.COMPLETE, null, null, false));
        return switch (outcome) {
            case Outcome.Confirmed _ -> "CONFIRMED";
            case Outcome.Rejected _ -> "REJECTED";
            case Outcome.NotSent _ -> "NOT_SENT";
            case Outcome.Unknown _ -> "UNKNOWN";
        };
    }

    /** The expected outcome in the table. */
    private static String documented(SuccessField success, ErrorField error, DataField data) throws IOException {
        List<List<String>> rows = Files.readAllLines(Path.of("packaging/docs/faults.md")).stream()
                .dropWhile(line -> !line.startsWith("| `is_success` |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" \\|( |$)", -1)))
                .toList();
        assertThat(rows).hasSize(2 * ErrorField.values().length + 1);
        int row = success == SuccessField.NEITHER
                ? rows.size() - 1
                : List.of(SuccessField.values()).indexOf(success) * ErrorField.values().length
                        + List.of(ErrorField.values()).indexOf(error);
        List<String> cells = rows.get(row);
        return cells.get(cells.size() - 1 - CELLS + List.of(DataField.values()).indexOf(data));
    }
}

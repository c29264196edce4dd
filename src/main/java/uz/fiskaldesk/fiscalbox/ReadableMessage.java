package uz.fiskaldesk.fiscalbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts FiscalBox's messages to a single line of plain text. Messages are plain text, JSON
 * ({@code {"payment_id":["This field may not be blank."]}}), or JSON followed by plain text. Control characters and bidi
 * controls are removed, so that a message cannot hide or reorder the text around it.
 */
final class ReadableMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_LENGTH = 1_000;

    /** Format, private use, unassigned characters and lone surrogates. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}]+");

    private static final Pattern SPACES = Pattern.compile("[\\p{Z}\\p{Cc}]+");

    private ReadableMessage() {}

    /** The readable message; null if there is none or it contains no visible characters. */
    static @Nullable String of(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String text = message.strip();
        return clean(text.startsWith("{") || text.startsWith("[") ? flatten(text) : text);
    }

    /** A text such as a code, cleaned and truncated only; null if it contains no visible characters. */
    static @Nullable String clean(@Nullable String text) {
        String visible = text == null ? "" : removeInvisible(text);
        if (visible.isEmpty()) {
            return null;
        }
        return visible.length() <= MAX_LENGTH ? visible : truncate(visible) + "…";
    }

    /** Truncates without splitting a surrogate pair. */
    private static String truncate(String text) {
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 2)) ? MAX_LENGTH - 2 : MAX_LENGTH - 1;
        return text.substring(0, end);
    }

    private static String flatten(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode json = MAPPER.readTree(parser);
            int end = (int) parser.currentLocation().getCharOffset();
            List<String> sentences = new ArrayList<>();
            collect("", json, sentences);
            String rest = text.substring(Math.clamp(end, 0, text.length())).strip();
            if (!rest.isEmpty()) {
                sentences.add(rest);
            }
            return sentences.isEmpty() ? text : join(sentences);
        } catch (JacksonException notJson) {
            return text;
        }
    }

    /** Joins sentences, with a semicolon after those that have no punctuation at the end. */
    private static String join(List<String> sentences) {
        StringBuilder text = new StringBuilder(sentences.getFirst());
        for (String sentence : sentences.subList(1, sentences.size())) {
            if (!isPunctuation(sentence.charAt(0))) {
                text.append(isPunctuation(text.charAt(text.length() - 1)) ? " " : "; ");
            }
            text.append(sentence);
        }
        return text.toString();
    }

    private static boolean isPunctuation(char c) {
        return ".,:;!?…".indexOf(c) >= 0;
    }

    /** Collects no more than is shown: the name of a field stands before each of its values, of which there may be many. */
    private static void collect(String field, JsonNode node, List<String> sentences) {
        if (sentences.size() > MAX_LENGTH) {
            return;
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                String name = field.isEmpty() ? property.getKey() : field + "." + property.getKey();
                collect(
                        name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name,
                        property.getValue(),
                        sentences);
            }
        } else if (node.isArray()) {
            node.forEach(element -> collect(field, element, sentences));
        } else if (!node.isNull() && !node.asString().isBlank()) {
            String sentence = node.asString().strip();
            sentences.add(field.isEmpty() ? sentence : field + ": " + sentence);
        }
    }

    private static String removeInvisible(String text) {
        return SPACES.matcher(INVISIBLE.matcher(text).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}

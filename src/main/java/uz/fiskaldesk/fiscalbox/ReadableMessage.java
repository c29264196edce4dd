package uz.fiskaldesk.fiscalbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes FiscalBox's messages readable: they may be JSON text ({@code {"payment_id":["This field may not be blank."]}}),
 * JSON followed by plain text, or plain text. What comes out is one line of text without control or direction
 * characters, so that no message can hide or turn around what stands beside it.
 */
final class ReadableMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int LONGEST = 1_000;

    private ReadableMessage() {}

    /** The message made readable; null where there is none, or nothing in it that can be seen. */
    static @Nullable String of(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String text = message.strip();
        return asItIs(text.startsWith("{") || text.startsWith("[") ? unfolded(text) : text);
    }

    /** A text such as a code, only cleaned and cut; null where nothing in it can be seen. */
    static @Nullable String asItIs(@Nullable String text) {
        String clean = text == null ? "" : clean(text);
        if (clean.isEmpty()) {
            return null;
        }
        return clean.length() <= LONGEST ? clean : cut(clean) + "…";
    }

    /** Without half a character at the end. */
    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end);
    }

    private static String unfolded(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonNode json = MAPPER.readTree(parser);
            int end = (int) parser.currentLocation().getCharOffset();
            List<String> sentences = new ArrayList<>();
            collect("", json, sentences);
            String rest = text.substring(Math.clamp(end, 0, text.length())).strip();
            if (!rest.isEmpty()) {
                sentences.add(rest);
            }
            return sentences.isEmpty() ? text : joined(sentences);
        } catch (JacksonException notJsonAfterAll) {
            return text;
        }
    }

    /** Each reason apart from the next, whether or not it has a full stop. */
    private static String joined(List<String> sentences) {
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

    private static void collect(String field, JsonNode node, List<String> sentences) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                String name = property.getKey();
                collect(field.isEmpty() ? name : field + "." + name, property.getValue(), sentences);
            }
        } else if (node.isArray()) {
            node.forEach(element -> collect(field, element, sentences));
        } else if (!node.isNull() && !node.asString().isBlank()) {
            String sentence = node.asString().strip();
            sentences.add(field.isEmpty() ? sentence : field + ": " + sentence);
        }
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean invisible = type == Character.FORMAT
                    || type == Character.PRIVATE_USE
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED;
            if (Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                    clean.append(' ');
                }
            } else if (!invisible) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }
}

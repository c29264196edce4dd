package uz.fiskaldesk.fiscalbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes FiscalBox's messages readable: they may be JSON text ({@code {"payment_id":["This field may not be blank."]}}),
 * JSON followed by plain text, or plain text. What comes out is one line of text without control or direction
 * characters, so that no message can hide or turn around what stands beside it.
 */
final class ReadableMessage {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LONGEST = 1_000;

    private ReadableMessage() {}

    static String of(String message) {
        String text = message.strip();
        String readable = text.startsWith("{") || text.startsWith("[") ? unfolded(text) : text;
        String clean = clean(readable);
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST - 1) + "…";
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
            return sentences.isEmpty() ? text : String.join(" ", sentences);
        } catch (JacksonException notJsonAfterAll) {
            return text;
        }
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

package uz.fiskaldesk.support;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.support.SettingsException.Kind;
import uz.fiskaldesk.support.SettingsFile.Contents;
import uz.fiskaldesk.support.SettingsFile.Rule;
import uz.fiskaldesk.support.SettingsFile.UnknownKey;

/** The parsed text of a settings file. Every error is a {@link SettingsException} with line and column. */
final class SettingsText {
    private static final JsonMapper JSON = SettingsMapper.create();

    private final Path file;
    private final String text;
    private final ObjectNode root;

    /** @param file used in messages only */
    SettingsText(Path file, String text) {
        this.file = file;
        this.text = text;
        try {
            JsonNode node = JSON.readTree(text);
            if (!(node instanceof ObjectNode object)) {
                throw trouble(Kind.NOT_JSON, TokenStreamLocation.NA);
            }
            root = object;
        } catch (JacksonException e) {
            boolean twice = e.getOriginalMessage().startsWith("Duplicate ");
            throw trouble(twice ? Kind.TWICE : Kind.NOT_JSON, e.getLocation());
        }
    }

    /** Returns this text with the differences between two settings applied; everything else is left unchanged. */
    String changed(Settings before, Settings after) {
        ObjectNode changed = root.deepCopy();
        copyChanges(JSON.valueToTree(before), JSON.valueToTree(after), changed);
        return JSON.writeValueAsString(changed) + "\n";
    }

    private static void copyChanges(ObjectNode before, ObjectNode after, ObjectNode target) {
        after.forEachEntry((key, value) -> {
            JsonNode old = before.path(key);
            if (old instanceof ObjectNode oldObject && value instanceof ObjectNode newObject) {
                if (!old.equals(value)) {
                    ObjectNode part = target.get(key) instanceof ObjectNode object ? object : target.putObject(key);
                    copyChanges(oldObject, newObject, part);
                }
            } else if (!old.equals(value)) {
                target.set(key, value);
            }
        });
    }

    /** @param rules checks of values that need another package */
    Contents contents(List<Rule> rules) {
        SettingsReader reader = new SettingsReader(root, rules);
        try {
            Settings settings = reader.settings();
            return new Contents(
                    settings,
                    reader.unknownKeys().stream()
                            .map(key -> unknown(key, reader.knownKeys()))
                            .toList());
        } catch (WrongValueException e) {
            TokenStreamLocation place = place(e.key());
            throw new SettingsException(
                    Kind.WRONG_VALUE, file, place.getLineNr(), place.getColumnNr(), e.key(), e.expected());
        }
    }

    private UnknownKey unknown(String key, List<String> known) {
        TokenStreamLocation place = place(key);
        String nearest = NearestKey.to(key, known);
        return new UnknownKey(
                key,
                place.getLineNr(),
                place.getColumnNr(),
                key.equals(nearest) ? "\"" + key.replace(".", "\": {\"") + "\": …}" : nearest);
    }

    private SettingsException trouble(Kind kind, @Nullable TokenStreamLocation place) {
        // An empty text has no positions.
        return place == null || place.getLineNr() < 1
                ? new SettingsException(kind, file, 1, 1)
                : new SettingsException(kind, file, place.getLineNr(), place.getColumnNr());
    }

    /** Returns the position of a key; that of its object if it is not in the text but its default does not fit another value. */
    private TokenStreamLocation place(String key) {
        String wanted = "." + key.replace("~", "~0").replace("/", "~1");
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                String pointer = parser.streamReadContext().pathAsPointer().toString();
                if (pointer.replace('/', '.').equals(wanted)) {
                    return parser.currentTokenLocation();
                }
            }
        }
        return key.contains(".") ? place(key.substring(0, key.lastIndexOf('.'))) : TokenStreamLocation.NA;
    }
}

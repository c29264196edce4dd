package uz.fiskaldesk.support;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
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
    private final ObjectNode root;
    /** The position of each key, by its JSON pointer. */
    private final Map<String, TokenStreamLocation> places = new HashMap<>();

    /** @param file used in messages only */
    SettingsText(Path file, String text) {
        this.file = file;
        try {
            JsonNode node = JSON.readTree(text);
            if (!(node instanceof ObjectNode object)) {
                throw trouble(Kind.NOT_JSON, TokenStreamLocation.NA);
            }
            root = object;
            findPlaces(text);
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
        ObjectNode all = JSON.valueToTree(Settings.DEFAULT);
        List<String> unknown = new ArrayList<>();
        List<String> known = new ArrayList<>();
        collectKeys(all, "", known);
        overlay(root, all, "", unknown);
        for (Rule rule : rules) {
            JsonNode value = all.at(pointer(rule.key()));
            Stream<JsonNode> values = value.isArray() ? value.valueStream() : Stream.of(value);
            if (!values.map(each -> each.asString("").strip())
                    .allMatch(text ->
                            (text.isEmpty() && !value.isArray()) || rule.holds().test(text))) {
                throw wrong(rule.key(), new WrongValueException.Expected(rule.expected(), rule.values()));
            }
        }
        return new Contents(
                settings(all),
                unknown.stream()
                        .map(key -> new UnknownKey(
                                key, place(key).getLineNr(), place(key).getColumnNr(), NearestKey.to(key, known)))
                        .toList());
    }

    private static void collectKeys(ObjectNode node, String prefix, List<String> keys) {
        node.forEachEntry((name, value) -> {
            if (value instanceof ObjectNode object) {
                collectKeys(object, prefix + name + ".", keys);
            } else {
                keys.add(prefix + name);
            }
        });
    }

    private void overlay(ObjectNode from, ObjectNode onto, String prefix, List<String> unknown) {
        from.forEachEntry((name, value) -> {
            String key = prefix + name;
            if (name.startsWith("$")) {
                // A comment or the name of a schema.
                return;
            }
            JsonNode old = onto.get(name);
            if (old == null) {
                unknown.add(key);
            } else if (value.isNull()) {
                // Null means not set.
                return;
            } else if (old instanceof ObjectNode oldObject) {
                if (!(value instanceof ObjectNode object)) {
                    throw wrong(key, new WrongValueException.Expected("settings-expected.object"));
                }
                overlay(object, oldObject, key + ".", unknown);
            } else if (value.isString() && value.stringValue().isBlank() && old.isNull()) {
                return;
            } else {
                onto.set(name, value);
            }
        });
    }

    private Settings settings(ObjectNode all) {
        try {
            return JSON.treeToValue(all, Settings.class);
        } catch (DatabindException e) {
            String path = e.getPath().stream()
                    .map(JacksonException.Reference::getPropertyName)
                    .collect(Collectors.joining("."));
            if (e.getCause() instanceof WrongValueException wrong) {
                String key = wrong.key().isEmpty() ? path : path.isEmpty() ? wrong.key() : path + "." + wrong.key();
                throw wrong(key, wrong.expected());
            }
            throw wrong(
                    path,
                    expected(e instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null));
        }
    }

    private static WrongValueException.Expected expected(@Nullable Class<?> type) {
        if (type == boolean.class) {
            return new WrongValueException.Expected("settings-expected.flag");
        }
        if (type == String.class || type == Settings.Camera.Size.class) {
            return new WrongValueException.Expected(
                    type == String.class ? "settings-expected.text" : "settings-expected.size");
        }
        if (type != null && type.isEnum()) {
            String choices = Arrays.stream(type.getEnumConstants())
                    .map(each -> JSON.valueToTree(each).stringValue())
                    .collect(Collectors.joining(", "));
            return new WrongValueException.Expected("settings-expected.one-of", choices);
        }
        if (type != null && Collection.class.isAssignableFrom(type)) {
            return new WrongValueException.Expected("settings-expected.list");
        }
        return new WrongValueException.Expected("settings-expected.any-number");
    }

    private SettingsException wrong(String key, WrongValueException.Expected expected) {
        TokenStreamLocation place = place(key);
        return new SettingsException(Kind.WRONG_VALUE, file, place.getLineNr(), place.getColumnNr(), key, expected);
    }

    private SettingsException trouble(Kind kind, @Nullable TokenStreamLocation place) {
        // An empty text has no positions.
        return place == null || place.getLineNr() < 1
                ? new SettingsException(kind, file, 1, 1)
                : new SettingsException(kind, file, place.getLineNr(), place.getColumnNr());
    }

    private void findPlaces(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            while (parser.nextToken() != null) {
                places.putIfAbsent(
                        parser.streamReadContext().pathAsPointer().toString(), parser.currentTokenLocation());
            }
        }
    }

    private TokenStreamLocation place(String key) {
        return places.getOrDefault(pointer(key), TokenStreamLocation.NA);
    }

    private static String pointer(String key) {
        return "/" + key.replace('.', '/');
    }
}

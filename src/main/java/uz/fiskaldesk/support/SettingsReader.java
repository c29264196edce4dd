package uz.fiskaldesk.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.support.SettingsFile.Rule;

/**
 * Reads {@link Settings} from JSON strictly: a mistake must be an error, not another value. A key that is missing or null has
 * its default. The values are read one by one, because Jackson creates records through method handles, which takes a tenth
 * of a second at the start of every command.
 */
final class SettingsReader {
    private final ObjectNode root;
    private final List<Rule> rules;
    /** The complete keys of the settings in the order of {@link Settings}; true for objects. */
    private final Map<String, Boolean> known = new LinkedHashMap<>();

    /** @param rules checks of values that need another package */
    SettingsReader(ObjectNode root, List<Rule> rules) {
        this.root = root;
        this.rules = rules;
    }

    /** @throws WrongValueException for the first wrong value, with its complete key, such as {@code api.url} */
    Settings settings() {
        Settings defaults = Settings.DEFAULT;
        Section all = new Section("", root);
        return all.create(() -> new Settings(
                ledger(all.section("ledger")),
                api(all.section("api"), defaults.api()),
                proxy(all.section("proxy")),
                all.choice("language", Language.values(), Language::tag),
                orDefault(all.choice("theme", Settings.Theme.values(), Settings.Theme::code), defaults.theme()),
                all.text("till"),
                all.text("cashier"),
                all.texts("providers", defaults.providers()),
                camera(all.section("camera"), defaults.camera()),
                scanner(all.section("scanner"), defaults.scanner()),
                gateway(all.section("gateway"), defaults.gateway()),
                inbox(all.section("inbox"), defaults.inbox()),
                watch(all.section("watch")),
                phone(all.section("phone"), defaults.phone()),
                updates(all.section("updates"), defaults.updates()),
                display(all.section("display"), defaults.display())));
    }

    private static Settings.LedgerPlace ledger(Section json) {
        return json.create(() -> new Settings.LedgerPlace(json.text("url"), json.text("passwordFile")));
    }

    private static Settings.Api api(Section json, Settings.Api defaults) {
        return json.create(() -> new Settings.Api(
                json.text("url"),
                json.seconds("timeoutSeconds", defaults.answerTimeout()),
                json.seconds("connectTimeoutSeconds", defaults.connectTimeout()),
                json.seconds("lateAfterSeconds", defaults.lateAfter())));
    }

    private static Settings.Proxy proxy(Section json) {
        return json.create(() -> new Settings.Proxy(json.text("url"), json.text("user"), json.text("passwordFile")));
    }

    private static Settings.Camera camera(Section json, Settings.Camera defaults) {
        return json.create(() -> new Settings.Camera(
                json.flag("on", defaults.on()),
                json.text("id"),
                json.text("name"),
                json.size("size", defaults.size()),
                json.flag("mirrored", defaults.mirrored())));
    }

    private static Settings.Scanner scanner(Section json, Settings.Scanner defaults) {
        return json.create(() -> new Settings.Scanner(
                json.text("port"),
                json.number("baud", defaults.baud()),
                json.flag("sounds", defaults.sounds()),
                json.flag("sendAtOnce", defaults.sendsAtOnce())));
    }

    private static GatewaySettings gateway(Section json, GatewaySettings defaults) {
        return json.create(() -> new GatewaySettings(
                json.flag("on", defaults.on()),
                json.number("port", defaults.port()),
                json.text("address"),
                json.texts("allow", defaults.allow()),
                json.texts("origins", defaults.origins()),
                orDefault(
                        json.choice("finish", GatewaySettings.Finish.values(), GatewaySettings.Finish::code),
                        defaults.finish()),
                json.number("finishAfterMinutes", defaults.finishAfterMinutes()),
                json.choice("amountUnit", GatewaySettings.AmountUnit.values(), GatewaySettings.AmountUnit::code)));
    }

    private static Settings.Inbox inbox(Section json, Settings.Inbox defaults) {
        return json.create(
                () -> new Settings.Inbox(json.flag("on", defaults.on()), json.number("port", defaults.port())));
    }

    private static Settings.Watch watch(Section json) {
        return json.create(() -> new Settings.Watch(json.text("folder")));
    }

    private static Settings.Phone phone(Section json, Settings.Phone defaults) {
        return json.create(() -> new Settings.Phone(
                json.flag("on", defaults.on()), json.number("port", defaults.port()), json.text("network")));
    }

    private static UpdateSettings updates(Section json, UpdateSettings defaults) {
        return json.create(() -> new UpdateSettings(json.flag("on", defaults.on()), json.text("address")));
    }

    private static DisplaySettings display(Section json, DisplaySettings defaults) {
        return json.create(() -> new DisplaySettings(
                json.number("textPercent", defaults.textPercent()),
                json.number("longWaitMinutes", defaults.longWaitMinutes()),
                json.number("veryLongWaitMinutes", defaults.veryLongWaitMinutes())));
    }

    private static <T> T orDefault(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** The keys that are not settings, once the settings were read. */
    List<String> unknownKeys() {
        List<String> unknown = new ArrayList<>();
        collectUnknown("", root, unknown);
        return unknown;
    }

    private void collectUnknown(String prefix, ObjectNode from, List<String> unknown) {
        from.forEachEntry((name, value) -> {
            String key = prefix + name;
            if (name.startsWith("$")) {
                // A comment or the name of a schema.
                return;
            }
            // A name with a dot is no path, although the documents write paths like that.
            Boolean isSection = name.contains(".") ? null : known.get(key);
            if (isSection == null) {
                unknown.add(key);
            } else if (isSection && value instanceof ObjectNode object) {
                collectUnknown(key + ".", object, unknown);
            }
        });
    }

    /** The keys of the values that are settings, once the settings were read. */
    List<String> knownKeys() {
        return known.entrySet().stream()
                .filter(key -> !key.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** An object in the file. Errors have the key within it; {@link #create} completes it. */
    private final class Section {
        private final String prefix;
        private final JsonNode values;

        Section(String prefix, JsonNode values) {
            this.prefix = prefix;
            this.values = values;
        }

        <T> T create(Supplier<T> record) {
            try {
                return record.get();
            } catch (WrongValueException e) {
                throw new WrongValueException(prefix + e.key(), e.expected());
            }
        }

        Section section(String name) {
            known.put(prefix + name, true);
            JsonNode value = values.path(name);
            require(value.isObject() || value.isMissingNode() || value.isNull(), name, "settings-expected.object");
            return new Section(prefix + name + ".", value);
        }

        /** Returns a value; null if it is missing. */
        private @Nullable JsonNode value(String name) {
            known.put(prefix + name, false);
            JsonNode value = values.path(name);
            return value.isMissingNode() || value.isNull() ? null : value;
        }

        private static void require(boolean holds, String name, String textKey, Object... placeholders) {
            WrongValueException.require(holds, name, textKey, placeholders);
        }

        private void check(String name, String text) {
            String key = prefix + name;
            for (Rule rule : rules) {
                require(
                        !rule.key().equals(key) || rule.holds().test(text),
                        name,
                        rule.expected(),
                        rule.values().toArray());
            }
        }

        /** Returns a text without white space at its ends; null if it is missing or blank. */
        @Nullable
        String text(String name) {
            JsonNode value = value(name);
            if (value == null) {
                return null;
            }
            require(value.isString(), name, "settings-expected.text");
            String text = value.stringValue().strip();
            if (text.isEmpty()) {
                return null;
            }
            check(name, text);
            return text;
        }

        List<String> texts(String name, List<String> otherwise) {
            JsonNode value = value(name);
            if (value == null) {
                return otherwise;
            }
            require(value.isArray(), name, "settings-expected.list");
            List<String> texts = new ArrayList<>();
            for (JsonNode each : value.values()) {
                String text = each.asString("").strip();
                // The rule says which texts are expected.
                check(name, text);
                require(each.isString(), name, "settings-expected.text");
                texts.add(text);
            }
            return texts;
        }

        boolean flag(String name, boolean otherwise) {
            JsonNode value = value(name);
            require(value == null || value.isBoolean(), name, "settings-expected.flag");
            return value == null ? otherwise : value.booleanValue();
        }

        int number(String name, int otherwise) {
            JsonNode value = value(name);
            require(
                    value == null || (value.isIntegralNumber() && value.canConvertToInt()),
                    name,
                    "settings-expected.any-number");
            return value == null ? otherwise : value.intValue();
        }

        Duration seconds(String name, Duration otherwise) {
            JsonNode value = value(name);
            require(value == null || value.isNumber(), name, "settings-expected.any-number");
            // An integer may be greater than any double.
            return value == null ? otherwise : Duration.ofMillis(Math.round(value.asDouble(Double.MAX_VALUE) * 1000));
        }

        Settings.Camera.Size size(String name, Settings.Camera.Size otherwise) {
            JsonNode value = value(name);
            return value == null
                    ? otherwise
                    : Settings.Camera.Size.parse(value.isString() ? value.stringValue() : "")
                            .orElseThrow(() -> new WrongValueException(
                                    name, new WrongValueException.Expected("settings-expected.size")));
        }

        /** Returns one of some constants by its code; null if it is missing. */
        <E> @Nullable E choice(String name, E[] constants, Function<E, String> code) {
            JsonNode value = value(name);
            if (value == null || (value.isString() && value.stringValue().isBlank())) {
                return null;
            }
            String text = value.isString() ? value.stringValue().strip() : "";
            return Arrays.stream(constants)
                    .filter(constant -> code.apply(constant).equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new WrongValueException(
                            name,
                            new WrongValueException.Expected(
                                    "settings-expected.one-of",
                                    Arrays.stream(constants).map(code).collect(Collectors.joining(", ")))));
        }
    }
}

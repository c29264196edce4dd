package uz.fiskaldesk.simulator;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one JSON object, read by name and strictly: each mistake is a sentence that names its place. */
final class Fields {
    private final JsonNode object;
    private final String place;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param place how a sentence calls the object: "transactions.a12f[1]" */
    Fields(JsonNode object, String place) {
        this.object = object;
        this.place = place;
    }

    String text(String name, String otherwise) throws ScenarioException {
        JsonNode value = value(name);
        return value == null ? otherwise : text(name, value);
    }

    /** As {@link #text}, but null may be said expressly. */
    @Nullable
    String textOrNull(String name, @Nullable String otherwise) throws ScenarioException {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        return value.isNull() ? null : text(name, value);
    }

    int number(String name, int least, int most, int otherwise) throws ScenarioException {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw new ScenarioException(
                    at(name) + " must be a whole number from " + least + " to " + most + ", not " + value + ".");
        }
        return value.intValue();
    }

    boolean flag(String name, boolean otherwise) throws ScenarioException {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new ScenarioException(at(name) + " must be true or false, not " + value + ".");
        }
        return value.booleanValue();
    }

    /** The value as it is, or null where the field is missing. */
    @Nullable
    JsonNode value(String name) {
        asked.add(name);
        return object.get(name);
    }

    /** To be called at the end: whatever was never asked for is a mistake. */
    void refuseOthers() throws ScenarioException {
        for (var field : object.properties()) {
            if (!asked.contains(field.getKey())) {
                throw new ScenarioException(
                        at(field.getKey()) + " is not a known field here; known are " + String.join(", ", asked) + ".");
            }
        }
    }

    String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private String text(String name, JsonNode value) throws ScenarioException {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new ScenarioException(at(name) + " must be a text, not " + value + ".");
        }
        return Objects.requireNonNull(value.stringValue());
    }
}

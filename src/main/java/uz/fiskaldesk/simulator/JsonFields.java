package uz.fiskaldesk.simulator;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Strict access to the fields of one JSON object. Every error message is a sentence that names the field's place. */
final class JsonFields {
    private final JsonNode object;
    private final String place;
    private final Set<String> asked = new LinkedHashSet<>();

    /** @param place the object's name in messages, such as "transactions.a12f[1]" */
    JsonFields(JsonNode object, String place) {
        this.object = object;
        this.place = place;
    }

    String text(String name, String otherwise) throws ScenarioException {
        JsonNode value = value(name);
        return value == null ? otherwise : text(name, value);
    }

    /** Like {@link #text}, but an explicit null is allowed. */
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

    /** Returns the value; null if the field is missing. */
    @Nullable
    JsonNode value(String name) {
        asked.add(name);
        return object.get(name);
    }

    /** Rejects fields that were never read. Called last. */
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

package uz.fiskaldesk.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses a {@link Scenario} from JSON strictly. */
final class ScenarioReader {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private ScenarioReader() {}

    static Scenario read(Path file) throws ScenarioException {
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException e) {
            throw new ScenarioException("The scenario " + file + " cannot be read: " + e.getMessage() + ".");
        }
        try {
            return parse(json);
        } catch (ScenarioException e) {
            throw new ScenarioException("In the scenario " + file + ", " + e.getMessage());
        }
    }

    static Scenario parse(String json) throws ScenarioException {
        JsonNode root = tree(json);
        if (!root.isObject()) {
            throw new ScenarioException("the whole must be a JSON object, not " + root + ".");
        }
        JsonFields fields = new JsonFields(root, "");
        Scenario defaults = Scenario.confirming();
        Scenario scenario = new Scenario(
                fields.text("terminalId", defaults.terminalId()),
                behaviours(fields.value("default"), "default", defaults.byDefault()),
                transactions(fields.value("transactions")),
                info(fields.text("info", "up")),
                object(fields.value("infoFields"), "infoFields"),
                fields.textOrNull("lastReceipt", null),
                lastReceiptIn(fields.text("lastReceiptIn", "result")),
                object(fields.value("lastReceiptFields"), "lastReceiptFields"));
        fields.refuseOthers();
        return scenario;
    }

    private static JsonNode tree(String json) throws ScenarioException {
        try {
            return STRICT.readTree(json);
        } catch (JacksonException e) {
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new ScenarioException("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + " is not proper JSON: " + problem + ".");
        }
    }

    private static Map<String, List<Behaviour>> transactions(@Nullable JsonNode node) throws ScenarioException {
        Map<String, List<Behaviour>> transactions = new HashMap<>();
        if (node == null) {
            return transactions;
        }
        if (!node.isObject()) {
            throw new ScenarioException("transactions must be an object of transaction ids, not " + node + ".");
        }
        for (var entry : node.properties()) {
            String id = entry.getKey();
            List<Behaviour> behaviours = behaviours(entry.getValue(), "transactions." + id, List.of());
            if (transactions.put(id.toLowerCase(Locale.ROOT), behaviours) != null) {
                throw new ScenarioException("transactions." + id + " is there twice, in different case.");
            }
        }
        return transactions;
    }

    private static Map<String, String> object(@Nullable JsonNode node, String place) throws ScenarioException {
        Map<String, String> fields = new HashMap<>();
        if (node == null) {
            return fields;
        }
        if (!node.isObject()) {
            throw new ScenarioException(place + " must be an object, not " + node + ".");
        }
        node.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
        return fields;
    }

    private static List<Behaviour> behaviours(@Nullable JsonNode node, String place, List<Behaviour> otherwise)
            throws ScenarioException {
        if (node == null) {
            return otherwise;
        }
        if (!node.isArray()) {
            return List.of(BehaviourNames.read(node, place));
        }
        if (node.isEmpty()) {
            throw new ScenarioException(place + " must have at least one behaviour.");
        }
        List<Behaviour> behaviours = new ArrayList<>();
        for (JsonNode one : node) {
            behaviours.add(BehaviourNames.read(one, place + "[" + (behaviours.size() + 1) + "]"));
        }
        return behaviours;
    }

    private static Scenario.InfoAnswer info(String text) throws ScenarioException {
        return switch (text) {
            case "up" -> Scenario.InfoAnswer.UP;
            case "102" -> Scenario.InfoAnswer.NOT_INITIALISED;
            case "down" -> Scenario.InfoAnswer.DOWN;
            default -> throw new ScenarioException("info must be \"up\", \"102\" or \"down\", not \"" + text + "\".");
        };
    }

    private static Scenario.LastReceiptIn lastReceiptIn(String text) throws ScenarioException {
        return switch (text) {
            case "result" -> Scenario.LastReceiptIn.RESULT;
            case "data" -> Scenario.LastReceiptIn.DATA;
            case "wrapped" -> Scenario.LastReceiptIn.WRAPPED;
            case "nowhere" -> Scenario.LastReceiptIn.NOWHERE;
            default ->
                throw new ScenarioException(
                        "lastReceiptIn must be \"result\", \"data\", \"wrapped\" or \"nowhere\", not \"" + text
                                + "\".");
        };
    }
}

package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the supervisor's file holds.
 *
 * @param name what acts are signed with, beside the cashier's name
 * @param wrongTries in a row
 * @param blockedUntil when the next try may be made; null for at once
 */
record PinFile(
        String hash,
        String name,
        Set<Bending> guarded,
        int wrongTries,
        @Nullable Instant blockedUntil) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    PinFile {
        guarded = guarded.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(guarded));
    }

    PinFile after(int tries, @Nullable Instant until) {
        return new PinFile(hash, name, guarded, tries, until);
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("hash", hash);
        root.put("name", name);
        ArrayNode acts = root.putArray("guarded");
        guarded.stream().sorted().map(Bending::code).forEach(acts::add);
        root.put("wrongTries", wrongTries);
        root.put("blockedUntil", blockedUntil == null ? null : blockedUntil.toString());
        return JSON.writeValueAsString(root);
    }

    /** @throws IOException where a part is missing or makes no sense: half a file must not guard half */
    static PinFile parse(String json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            String hash = root.path("hash").asString("");
            int tries = root.path("wrongTries").asInt(-1);
            if (!SlowHash.isOne(hash) || tries < 0 || !root.path("guarded").isArray()) {
                throw new IOException("not a supervisor's file");
            }
            Set<Bending> guarded = EnumSet.noneOf(Bending.class);
            for (JsonNode act : root.path("guarded")) {
                guarded.add(Bending.of(act.asString(""))
                        .orElseThrow(() -> new IOException("an act that is not known: " + act)));
            }
            JsonNode until = root.path("blockedUntil");
            return new PinFile(
                    hash,
                    root.path("name").asString("supervisor"),
                    guarded,
                    tries,
                    until.isString() ? Instant.parse(until.stringValue()) : null);
        } catch (JacksonException | DateTimeException e) {
            throw new IOException("not a supervisor's file", e);
        }
    }
}

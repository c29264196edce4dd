package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of the supervisor's PIN.
 *
 * @param name whose approval stands beside the cashier's name
 * @param wrongTries in a row
 * @param blockedAt when the last wrong try was made, on the store's clock
 * @param blockedFor how long no other one may be made after it; zero for not at all
 */
record Pin(String hash, String name, Set<Bending> guarded, int wrongTries, Duration blockedAt, Duration blockedFor) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    Pin {
        guarded = guarded.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(guarded));
    }

    Pin(String hash, String name, Set<Bending> guarded) {
        this(hash, name, guarded, 0, Duration.ZERO, Duration.ZERO);
    }

    Pin after(int tries, Duration now, Duration wait) {
        return new Pin(hash, name, guarded, tries, now, wait);
    }

    /**
     * The same with a block that can be measured on this clock: where the clock has begun anew since, nobody can tell how
     * much of the wait is over, and all of it begins again.
     */
    Pin on(Duration now) {
        return now.compareTo(blockedAt) < 0 ? after(wrongTries, now, blockedFor) : this;
    }

    /** How long no other PIN may be tried; zero where one may. */
    Duration remaining(Duration now) {
        Duration rest = blockedFor.minus(now.minus(blockedAt));
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("hash", hash);
        root.put("name", name);
        ArrayNode acts = root.putArray("guarded");
        guarded.stream().sorted().map(Bending::code).forEach(acts::add);
        root.put("wrongTries", wrongTries);
        root.put("blockedAtMillis", blockedAt.toMillis());
        root.put("blockedForMillis", blockedFor.toMillis());
        return JSON.writeValueAsString(root);
    }

    /**
     * Also what version 0.1 kept in a file of the data folder, with the block as a time of day.
     *
     * @throws IOException where a part is missing or makes no sense: half of it must not guard half
     */
    static Pin parse(String json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            String hash = root.path("hash").asString("");
            int tries = root.path("wrongTries").asInt(-1);
            if (!SlowHash.isOne(hash) || tries < 0 || !root.path("guarded").isArray()) {
                throw new IOException("no supervisor's PIN");
            }
            Set<Bending> guarded = EnumSet.noneOf(Bending.class);
            for (JsonNode act : root.path("guarded")) {
                guarded.add(Bending.of(act.asString(""))
                        .orElseThrow(() -> new IOException("an act that is not known: " + act)));
            }
            boolean blockedByTimeOfDay = root.path("blockedUntil").isString();
            return new Pin(
                    hash,
                    root.path("name").asString("supervisor"),
                    guarded,
                    tries,
                    blockedByTimeOfDay
                            ? Duration.ofMillis(Long.MAX_VALUE)
                            : Duration.ofMillis(root.path("blockedAtMillis").asLong(0)),
                    blockedByTimeOfDay
                            ? Supervisor.waitAfter(tries)
                            : Duration.ofMillis(root.path("blockedForMillis").asLong(0)));
        } catch (JacksonException e) {
            throw new IOException("no supervisor's PIN", e);
        }
    }
}

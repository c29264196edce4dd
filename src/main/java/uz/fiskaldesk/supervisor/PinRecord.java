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
 * The stored form of the supervisor's PIN.
 *
 * @param name the name recorded as the approver next to the cashier's
 * @param wrongTries number of consecutive wrong attempts
 * @param blockedAt time of the last wrong attempt on the store's clock
 * @param blockedFor how long after it no further attempt is allowed; zero for no delay
 */
record PinRecord(
        String hash, String name, Set<GuardedAct> guarded, int wrongTries, Duration blockedAt, Duration blockedFor) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    PinRecord {
        guarded = guarded.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(guarded));
    }

    PinRecord(String hash, String name, Set<GuardedAct> guarded) {
        this(hash, name, guarded, 0, Duration.ZERO, Duration.ZERO);
    }

    PinRecord after(int tries, Duration now, Duration wait) {
        return new PinRecord(hash, name, guarded, tries, now, wait);
    }

    /**
     * Returns a copy whose delay can be measured on this clock. If the clock has restarted since, the elapsed part of
     * the delay is unknown, and the whole delay starts again.
     */
    PinRecord on(Duration now) {
        return now.compareTo(blockedAt) < 0 ? after(wrongTries, now, blockedFor) : this;
    }

    /** Returns the remaining delay before the next attempt; zero if an attempt is allowed now. */
    Duration remaining(Duration now) {
        Duration rest = blockedFor.minus(now.minus(blockedAt));
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("hash", hash);
        root.put("name", name);
        ArrayNode acts = root.putArray("guarded");
        guarded.stream().sorted().map(GuardedAct::code).forEach(acts::add);
        root.put("wrongTries", wrongTries);
        root.put("blockedAtMillis", blockedAt.toMillis());
        root.put("blockedForMillis", blockedFor.toMillis());
        return JSON.writeValueAsString(root);
    }

    /**
     * Parses the stored form; also the form of version 0.1, a file in the data folder whose delay ends at a time of
     * day.
     *
     * @throws IOException if a part is missing or invalid: a partly readable PIN must not guard only part of the acts
     */
    static PinRecord parse(String json) throws IOException {
        try {
            JsonNode root = JSON.readTree(json);
            String hash = root.path("hash").asString("");
            int tries = root.path("wrongTries").asInt(-1);
            if (!PinHash.isValid(hash) || tries < 0 || !root.path("guarded").isArray()) {
                throw new IOException("Not a stored supervisor PIN");
            }
            Set<GuardedAct> guarded = EnumSet.noneOf(GuardedAct.class);
            for (JsonNode act : root.path("guarded")) {
                guarded.add(GuardedAct.of(act.asString("")).orElseThrow(() -> new IOException("Unknown act: " + act)));
            }
            boolean blockedByTimeOfDay = root.path("blockedUntil").isString();
            return new PinRecord(
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
            throw new IOException("Not a stored supervisor PIN", e);
        }
    }
}

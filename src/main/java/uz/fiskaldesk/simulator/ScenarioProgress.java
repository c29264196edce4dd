package uz.fiskaldesk.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How far each transaction has come in a scenario. Not thread-safe: the {@link Till} guards it. */
final class Turns {
    private final Scenario scenario;
    private final Map<String, Integer> taken = new HashMap<>();

    Turns(Scenario scenario) {
        this.scenario = scenario;
    }

    Scenario scenario() {
        return scenario;
    }

    /** The transaction's next behaviour; the last one stays. */
    Behaviour next(String transactionId) {
        List<Behaviour> behaviours = scenario.of(transactionId);
        int turn = taken.merge(transactionId.toLowerCase(Locale.ROOT), 1, Integer::sum);
        return behaviours.get(Math.min(turn, behaviours.size()) - 1);
    }
}

package uz.fiskaldesk.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tracks the position of each transaction in a scenario. Not thread-safe; guarded by {@link FiscalBoxState}. */
final class ScenarioProgress {
    private final Scenario scenario;
    private final Map<String, Integer> positions = new HashMap<>();

    ScenarioProgress(Scenario scenario) {
        this.scenario = scenario;
    }

    Scenario scenario() {
        return scenario;
    }

    /** Returns the transaction's next behaviour; the last one repeats. */
    Behaviour next(String transactionId) {
        List<Behaviour> behaviours = scenario.of(transactionId);
        int position = positions.merge(transactionId.toLowerCase(Locale.ROOT), 1, Integer::sum);
        return behaviours.get(Math.min(position, behaviours.size()) - 1);
    }
}

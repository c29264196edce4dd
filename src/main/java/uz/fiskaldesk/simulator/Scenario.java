package uz.fiskaldesk.simulator;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defines how the simulator responds to each transaction. Immutable; the simulator tracks the progress.
 *
 * <p>A scenario file is a JSON object. All fields are optional:
 *
 * <pre>{@code
 * {
 *   "terminalId": "UZ170703100597",
 *   "info": "up",
 *   "lastReceipt": "https://ofd.soliq.uz/check?t=…",
 *   "lastReceiptIn": "result",
 *   "default": "confirm",
 *   "transactions": {
 *     "a12f…": ["reset-after-booking", "confirm"],
 *     "05a4…": [{"do": "reject", "code": 106, "message": "…", "delayMillis": 500}]
 *   }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@code info}: {@code up}, {@code 102} (module not initialised) or {@code down} (the connection is reset);
 *       {@code /order/sendreceipt} responds likewise
 *   <li>{@code infoFields}: an object with further fields of the response of {@code /info/}
 *   <li>{@code lastReceipt}: the URL returned by {@code /order/last/}; by default a receipt issued a minute before the start
 *   <li>{@code lastReceiptIn}: {@code result} (wrapped in {@code data.result}), {@code data} (flat), {@code wrapped} (as
 *       {@code result}, and the whole in {@code result}) or {@code nowhere} (an error)
 *   <li>{@code lastReceiptFields}: an object with further fields of the response of {@code /order/last/}
 *   <li>{@code default} and each value of {@code transactions}: a behaviour, or a list of behaviours used in turn for
 *       each transaction; the last one repeats. Transaction IDs are not case-sensitive.
 *   <li>a behaviour: its name, or an object with the name in {@code do} and further fields. All accept
 *       {@code delayMillis} (delay before the response) and {@code booked} (whether the receipt is booked). Others:
 *       {@code reject} and {@code provider-error}: {@code code}, {@code message}; {@code reject-with-text}:
 *       {@code message}; {@code bad-request}: {@code status}, {@code code}, {@code message}; {@code other-transaction}:
 *       <code>transactionId</code>; {@code redirect}:
 *       {@code location}; {@code 429}: {@code retryAfterSeconds}
 * </ul>
 *
 * @param terminalId the ID of the fiscal module
 * @param byDefault the behaviours of transactions without an entry; never empty
 * @param transactions the behaviours by ID in lower case; no list is empty
 * @param infoFields further fields of the response of {@code /info/}, each as JSON
 * @param lastReceipt the URL of the last receipt; null for the default
 * @param lastReceiptFields further fields of {@code data} in the response of {@code /order/last/}, each as JSON
 */
public record Scenario(
        String terminalId,
        List<Behaviour> byDefault,
        Map<String, List<Behaviour>> transactions,
        InfoAnswer info,
        Map<String, String> infoFields,
        @Nullable String lastReceipt,
        LastReceiptIn lastReceiptIn,
        Map<String, String> lastReceiptFields) {

    /** The names of all behaviours in a scenario file. */
    public static final List<String> NAMES = BehaviourNames.ALL;

    private static final String TERMINAL = "UZ170703100597";

    /** The response of {@code /info/}. */
    public enum InfoAnswer {
        UP,
        NOT_INITIALISED,
        DOWN
    }

    /** Where the response of {@code /order/last/} contains the receipt, which differs between versions of FiscalBox. */
    public enum LastReceiptIn {
        RESULT,
        DATA,
        /** The whole envelope is in {@code result}. */
        WRAPPED,
        NOWHERE
    }

    public Scenario {
        byDefault = list(byDefault);
        Map<String, List<Behaviour>> copy = new HashMap<>();
        transactions.forEach((id, behaviours) -> copy.put(id.toLowerCase(Locale.ROOT), list(behaviours)));
        transactions = Map.copyOf(copy);
        infoFields = Map.copyOf(infoFields);
        lastReceiptFields = Map.copyOf(lastReceiptFields);
    }

    /** Returns a scenario in which every confirmation succeeds. */
    public static Scenario confirming() {
        return of(Behaviour.confirm());
    }

    /** Returns a scenario in which every transaction gets these behaviours in turn. */
    public static Scenario of(Behaviour... behaviours) {
        return new Scenario(
                TERMINAL, List.of(behaviours), Map.of(), InfoAnswer.UP, Map.of(), null, LastReceiptIn.RESULT, Map.of());
    }

    /**
     * Reads a scenario file in UTF-8.
     *
     * @throws ScenarioException if it cannot be read or has an unknown name, field or type
     */
    public static Scenario read(Path file) throws ScenarioException {
        return ScenarioReader.read(file);
    }

    /** Parses a scenario. */
    public static Scenario parse(String json) throws ScenarioException {
        return ScenarioReader.parse(json);
    }

    /** Returns a copy with specific behaviours for one transaction. */
    public Scenario with(String transactionId, Behaviour... behaviours) {
        Map<String, List<Behaviour>> more = new HashMap<>(transactions);
        more.put(transactionId.toLowerCase(Locale.ROOT), List.of(behaviours));
        return new Scenario(
                terminalId, byDefault, more, info, infoFields, lastReceipt, lastReceiptIn, lastReceiptFields);
    }

    /** Returns a copy with another terminal ID. */
    public Scenario withTerminal(String id) {
        return new Scenario(
                id, byDefault, transactions, info, infoFields, lastReceipt, lastReceiptIn, lastReceiptFields);
    }

    /** Returns a copy with another response of {@code /info/}. */
    public Scenario withInfo(InfoAnswer state) {
        return new Scenario(
                terminalId, byDefault, transactions, state, infoFields, lastReceipt, lastReceiptIn, lastReceiptFields);
    }

    /** Returns a copy with another last receipt. */
    public Scenario withLastReceipt(@Nullable String url, LastReceiptIn where) {
        return new Scenario(terminalId, byDefault, transactions, info, infoFields, url, where, lastReceiptFields);
    }

    /** Returns the behaviours of a transaction; never empty. */
    public List<Behaviour> of(String transactionId) {
        return transactions.getOrDefault(transactionId.toLowerCase(Locale.ROOT), byDefault);
    }

    private static List<Behaviour> list(List<Behaviour> behaviours) {
        if (behaviours.isEmpty()) {
            throw new IllegalArgumentException("A list of behaviours cannot be empty");
        }
        return List.copyOf(behaviours);
    }
}

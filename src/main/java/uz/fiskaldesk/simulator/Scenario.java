package uz.fiskaldesk.simulator;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator does with which transaction. Immutable; how far a transaction has come is the simulator's matter.
 *
 * <p>As a file it is a JSON object, every field of which may be left out:
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
 *       {@code /order/sendreceipt} answers likewise
 *   <li>{@code lastReceipt}: what {@code /order/last/} gives; without it, one issued a minute before the start
 *   <li>{@code lastReceiptIn}: {@code result} (wrapped in {@code data.result}), {@code data} (flat) or {@code nowhere}
 *       (an error)
 *   <li>{@code default} and each value of {@code transactions}: a behaviour, or a list of behaviours taken in turn for
 *       each transaction, the last one repeating. Transaction ids are compared without regard to case.
 *   <li>a behaviour: its name, or an object with the name as {@code do} and further fields. Each takes
 *       {@code delayMillis} (wait before the answer) and {@code booked} (whether the receipt is taken). Further fields:
 *       {@code reject} and {@code provider-error}: {@code code}, {@code message}; {@code reject-with-text}:
 *       {@code message}; {@code bad-request}: {@code status}, {@code code}, {@code message}; {@code other-transaction}:
 *       <code>transactionId</code>; {@code huge}: {@code megabytes}; {@code drip}: {@code everyMillis}; {@code redirect}:
 *       {@code location}; {@code 429}: {@code retryAfterSeconds}
 * </ul>
 *
 * @param terminalId the till's fiscal module
 * @param byDefault for transactions without an entry of their own, never empty
 * @param transactions by id in lower case; no list is empty
 * @param lastReceipt the URL of the till's last receipt; null for a made-up one
 */
public record Scenario(
        String terminalId,
        List<Behaviour> byDefault,
        Map<String, List<Behaviour>> transactions,
        InfoAnswer info,
        @Nullable String lastReceipt,
        LastReceiptIn lastReceiptIn) {

    /** The names of the behaviours in a scenario file, in the order of help. */
    public static final List<String> NAMES = BehaviourNames.ALL;

    private static final String TERMINAL = "UZ170703100597";

    /** What {@code /info/} answers. */
    public enum InfoAnswer {
        UP,
        NOT_INITIALISED,
        DOWN
    }

    /** Where {@code /order/last/} has the last receipt, which differs between versions of FiscalBox. */
    public enum LastReceiptIn {
        RESULT,
        DATA,
        NOWHERE
    }

    public Scenario {
        byDefault = list(byDefault);
        Map<String, List<Behaviour>> copy = new HashMap<>();
        transactions.forEach((id, behaviours) -> copy.put(id.toLowerCase(Locale.ROOT), list(behaviours)));
        transactions = Map.copyOf(copy);
    }

    /** Every confirmation succeeds. */
    public static Scenario confirming() {
        return of(Behaviour.confirm());
    }

    /** Every transaction goes through these behaviours in turn. */
    public static Scenario of(Behaviour... behaviours) {
        return new Scenario(TERMINAL, List.of(behaviours), Map.of(), InfoAnswer.UP, null, LastReceiptIn.RESULT);
    }

    /**
     * Reads a scenario file, in UTF-8.
     *
     * @throws ScenarioException where it cannot be read, or has a name, field or type that is not known
     */
    public static Scenario read(Path file) throws ScenarioException {
        return ScenarioReader.read(file);
    }

    /** The same from a text. */
    public static Scenario parse(String json) throws ScenarioException {
        return ScenarioReader.parse(json);
    }

    /** The same, with behaviours of its own for one transaction. */
    public Scenario with(String transactionId, Behaviour... behaviours) {
        Map<String, List<Behaviour>> more = new HashMap<>(transactions);
        more.put(transactionId.toLowerCase(Locale.ROOT), List.of(behaviours));
        return new Scenario(terminalId, byDefault, more, info, lastReceipt, lastReceiptIn);
    }

    /** The same till with another number. */
    public Scenario withTerminal(String id) {
        return new Scenario(id, byDefault, transactions, info, lastReceipt, lastReceiptIn);
    }

    /** The same, with another answer of {@code /info/}. */
    public Scenario withInfo(InfoAnswer state) {
        return new Scenario(terminalId, byDefault, transactions, state, lastReceipt, lastReceiptIn);
    }

    /** The same, with another last receipt. */
    public Scenario withLastReceipt(@Nullable String url, LastReceiptIn where) {
        return new Scenario(terminalId, byDefault, transactions, info, url, where);
    }

    /** What a transaction goes through, never empty. */
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

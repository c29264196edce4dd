package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes that the ledger could not take when they came, kept until it can, so that a process that ends in the meantime
 * does not take what FiscalBox said with it. Safe for use by several threads and processes.
 */
public interface KeptOutcomes {
    /**
     * What became of an attempt.
     *
     * @param owner the process whose attempt it was, as {@link Ledger#owner} names it
     */
    record Kept(
            String owner,
            long attemptId,
            Outcome outcome,
            Instant at,
            @Nullable Instant nextTryAt) {}

    /** Nothing survives the process; what the workflow remembers itself has to do. */
    KeptOutcomes NOWHERE = new KeptOutcomes() {
        @Override
        public void keep(Kept outcome) {}

        @Override
        public List<Kept> all() {
            return List.of();
        }

        @Override
        public void forget(Kept outcome) {}
    };

    /** Keeps an outcome as far as the machine allows; what stands in the way goes to the log, and nothing is thrown. */
    void keep(Kept outcome);

    /**
     * Writes what belongs to this ledger into it and forgets it here; what belongs to another one waits for that.
     *
     * @throws LedgerException where the ledger cannot be written; what is not written stays kept
     */
    default void writeInto(Ledger ledger) {
        all().stream().filter(one -> write(one, ledger)).forEach(this::forget);
    }

    /** False where this ledger has no such attempt. */
    static boolean write(Kept one, Ledger ledger) {
        return ledger.finishFor(one.owner(), one.attemptId(), one.outcome(), one.at(), one.nextTryAt());
    }

    /** What is kept, of this process and of others. */
    List<Kept> all();

    /** The ledger has it now. */
    void forget(Kept outcome);
}

package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores outcomes that could not be written to the ledger, so that they survive the end of the process. Safe for use by
 * several threads and processes.
 */
public interface UnrecordedOutcomes {
    /**
     * The outcome of an attempt.
     *
     * @param owner the process that made the attempt, see {@link Ledger#claimOwner}
     */
    record UnrecordedOutcome(
            String owner,
            long attemptId,
            Outcome outcome,
            Instant at,
            @Nullable Instant nextTryAt) {}

    /** Stores nothing; {@link ConfirmationWorkflow} keeps the outcomes in memory only. */
    UnrecordedOutcomes NOWHERE = new UnrecordedOutcomes() {
        @Override
        public void keep(UnrecordedOutcome outcome) {}

        @Override
        public List<UnrecordedOutcome> all() {
            return List.of();
        }

        @Override
        public void forget(UnrecordedOutcome outcome) {}
    };

    /** Stores an outcome. Failures are logged and not thrown. */
    void keep(UnrecordedOutcome outcome);

    /**
     * Writes the outcomes of this ledger's attempts into it and removes them from this store. Those of other ledgers, and
     * of payments that cannot be read, stay.
     *
     * @throws LedgerException if the ledger cannot be written; what was not written stays stored
     */
    default void writeInto(Ledger ledger) {
        EachPayment.count(all(), one -> {
            boolean written = write(one, ledger);
            if (written) {
                forget(one);
            }
            return written;
        });
    }

    /** Writes one outcome; false if this ledger has no such attempt. */
    static boolean write(UnrecordedOutcome one, Ledger ledger) {
        return ledger.recordOutcomeOf(one.owner(), one.attemptId(), one.outcome(), one.at(), one.nextTryAt());
    }

    /** All stored outcomes, of this process and of others. */
    List<UnrecordedOutcome> all();

    /** Removes an outcome that is in the ledger now. */
    void forget(UnrecordedOutcome outcome);
}

package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger.Destination;
import uz.fiskaldesk.confirm.Ledger.StartedAttempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Claims payments for sending. Of several tills and processes, one conditional UPDATE decides which one may send; it writes
 * the owner into the payment and a new attempt. {@link OutcomeRecorder} ends the claim, also if its owner died.
 */
final class PaymentClaims {
    /** An attempt and its owner. The ID alone may belong to a different attempt in another ledger. */
    record OpenAttempt(long id, String owner) {}

    private final ClaimOwners owners;
    private final HashChain chain;
    private final ActRecorder acts;
    private final UnreadableRows unreadable;

    /** @param unreadable remembers payments with attempts that cannot be read */
    PaymentClaims(ClaimOwners owners, HashChain chain, UnreadableRows unreadable) {
        this.unreadable = unreadable;
        this.owners = owners;
        this.chain = chain;
        this.acts = new ActRecorder(chain);
    }

    /** Returns empty if the payment has changed since {@code entry} was read, or must not be sent. */
    Optional<StartedAttempt> claim(Handle handle, LedgerEntry entry, Destination from, Instant now, @Nullable Act act) {
        owners.renewLease(handle);
        Update update = Transitions.update(
                        handle,
                        entry,
                        PaymentState.SENDING,
                        "state = 'SENDING', owner = :owner, sender = :till, sent_to = :address,"
                                + " attempts = attempts + 1, next_try_at = NULL, pos_expected_until = NULL",
                        PaymentState.where(state -> state.canBecome(PaymentState.SENDING)),
                        Transitions.NOTHING_CONFIRMED + " AND awaits_word = 0")
                .bind("owner", owners.id())
                .bind("till", from.till())
                .bind("address", from.address());
        FiscalReceipt receipt = entry.receipt();
        if (receipt == null || update.execute() == 0) {
            return Optional.empty();
        }
        requireReadableHistory(handle, entry);
        if (act != null) {
            acts.record(handle, entry.id(), act, null);
        }
        long attempt = handle.createUpdate("""
                INSERT INTO attempt (payment, started_at, receipt_url, receipt_identity, till, owner, address)
                VALUES (:payment, :startedAt, :url, :identity, :till, :owner, :address)""")
                .bind("payment", entry.id())
                .bind("startedAt", now.toEpochMilli())
                .bind("url", receipt.url())
                .bind("identity", receipt.identity())
                .bind("till", from.till())
                .bind("address", from.address())
                .bind("owner", owners.id())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        chain.append(handle, HashChain.Kind.ATTEMPT, entry.id(), attempt, null);
        return Optional.of(new StartedAttempt(PaymentRows.byId(handle, entry.id()), attempt));
    }

    /** The outcome is recorded with the earlier attempts. If they cannot be read, nothing must be sent. */
    private void requireReadableHistory(Handle handle, LedgerEntry entry) {
        try {
            PaymentRows.life(handle, entry);
        } catch (UnreadableRowException e) {
            unreadable.add(entry.id(), entry.transactionId() + ": " + e.getMessage());
            throw e;
        }
    }

    /** Attempts without an outcome whose owner is not known to be alive. */
    List<OpenAttempt> abandoned(Handle handle) {
        return handle
                .createQuery("SELECT a.id, a.owner FROM attempt a JOIN payment p ON p.id = a.payment"
                        + " WHERE p.state = 'SENDING' AND p.owner = a.owner AND p.owner <> :id AND a.kind IS NULL"
                        + " AND " + owners.ownerGoneCondition() + " ORDER BY a.id")
                .bind("id", owners.id())
                .map((row, _) -> new OpenAttempt(row.getLong("id"), String.valueOf(row.getString("owner"))))
                .stream()
                .filter(attempt -> !owners.isAlive(attempt.owner()))
                .toList();
    }
}

package uz.fiskaldesk.ledger;

import org.jdbi.v3.core.Handle;

/**
 * Knows which processes are alive, so that the {@linkplain PaymentClaims claims} of dead ones are recovered. An owner is a
 * process that has the ledger open.
 */
interface ClaimOwners {
    /** The unique ID of this process as an owner. */
    String id();

    /** Whether the owner is alive; true if in doubt. */
    boolean isAlive(String owner);

    /** An SQL condition on a claimed payment {@code p}: the database has no evidence that its owner is alive. */
    String ownerGoneCondition();

    /** Ensures that this process counts as alive when the transaction commits. */
    void renewLease(Handle handle);
}

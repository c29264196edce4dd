package uz.fiskaldesk.ledger;

import org.jdbi.v3.core.Handle;

/** Tells processes that still run from those that do not, for what these were sending is interrupted. */
interface ClaimOwners {
    /** The name by which this process owns what it is sending; no other process ever has the same. */
    String id();

    /** Whether the process of this name still runs; in doubt it does. */
    boolean isAlive(String owner);

    /** A condition on a payment {@code p} that is being sent: nothing in the database says that its owner still runs. */
    String ownerGoneCondition();

    /** Makes sure that this process counts as running when the transaction ends. */
    void renewLease(Handle handle);
}

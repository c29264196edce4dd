package uz.fiskaldesk.ledger;

import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Leases of the tills that share a ledger. Each till renews its lease while it runs, and counts as dead once the lease has
 * expired. Only the database server's clock is used, so the tills' clocks need not agree.
 *
 * <p>A till that is disconnected for longer than its lease counts as dead while it is alive. Its payment in flight becomes
 * UNKNOWN for the others, but its late outcome is still recorded.
 */
final class TillLeases implements ClaimOwners {
    /** Tolerates a busy till and a change of network, without making the other tills wait for too long. */
    static final Duration LEASE = Duration.ofSeconds(30);

    static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(10);

    /** A lease that ends later than this from now was written while the server's clock was ahead, and is ignored. */
    private static final String LONGEST_PLAUSIBLE = "interval '1 day'";

    private final String id = UUID.randomUUID().toString();
    private final String lease;

    /** @param lease how long a till counts as alive without a renewal */
    TillLeases(Duration lease) {
        this.lease = "interval '" + lease.toMillis() + " milliseconds'";
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void renewLease(Handle handle) {
        handle.createUpdate("INSERT INTO lease (owner, lease_until) VALUES (:id, clock_timestamp() + " + lease + ")"
                        + " ON CONFLICT (owner) DO UPDATE SET lease_until = excluded.lease_until")
                .bind("id", id)
                .execute();
    }

    @Override
    public String ownerGoneCondition() {
        return "NOT EXISTS (SELECT 1 FROM lease WHERE lease.owner = p.owner AND " + notExpired() + ")";
    }

    /** No lease expires within one lease period after a start of the server, because the tills have to reconnect first. */
    private String notExpired() {
        return "(lease.lease_until BETWEEN clock_timestamp() AND clock_timestamp() + " + LONGEST_PLAUSIBLE
                + " OR pg_postmaster_start_time() BETWEEN clock_timestamp() - " + lease + " AND clock_timestamp())";
    }

    /** Whether another till has, or may still have, the ledger open. */
    boolean isAnotherTillAlive(Handle handle) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM lease WHERE owner <> :id AND " + notExpired() + ")")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    /** The database query has already excluded every owner with a valid lease. */
    @Override
    public boolean isAlive(String owner) {
        return owner.equals(id);
    }

    /** Ends this till's lease. Its unfinished attempts count as interrupted from now on. */
    void release(Handle handle) {
        handle.createUpdate("DELETE FROM lease WHERE owner = :id")
                .bind("id", id)
                .execute();
    }

    /** Deletes leases that expired more than a day ago. */
    void deleteExpired(Handle handle) {
        handle.execute("DELETE FROM lease WHERE lease_until < clock_timestamp() - interval '1 day'"
                + " AND NOT EXISTS (SELECT 1 FROM payment WHERE payment.owner = lease.owner)");
    }
}

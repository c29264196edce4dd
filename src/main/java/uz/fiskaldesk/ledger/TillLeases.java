package uz.fiskaldesk.ledger;

import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Tells living tills from dead ones: each renews a lease while it runs, and whose lease has run out is taken for dead.
 * All is measured by the clock of the database server, so the tills' clocks need not agree.
 *
 * <p>A till that was cut off for longer than its lease is taken for dead while it lives. So what it was sending becomes
 * UNKNOWN for the others, and its own late word still decides.
 */
final class TillLeases implements ClaimOwners {
    /** Long enough for a till that is busy or changes its network, short enough for a colleague who waits. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A lease that runs for longer than this was written while the server's clock was ahead, and is none. */
    private static final String LONGEST_PLAUSIBLE = "interval '1 day'";

    static final Duration RENEWAL_INTERVAL = Duration.ofSeconds(10);

    private final String id = UUID.randomUUID().toString();
    private final String lease;

    /** @param lease how long a till is taken for alive that says nothing */
    TillLeases(Duration lease) {
        this.lease = "interval '" + lease.toMillis() + " milliseconds'";
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void renewLease(Handle handle) {
        handle.createUpdate("INSERT INTO lease (owner, lease_until) VALUES (:me, clock_timestamp() + " + lease + ")"
                        + " ON CONFLICT (owner) DO UPDATE SET lease_until = excluded.lease_until")
                .bind("me", id)
                .execute();
    }

    /**
     * Nobody holds what an owner without a lease was sending. For as long as a lease lasts after the server has started
     * nobody's lease runs out, for the tills have to find it again first.
     */
    @Override
    public String ownerGoneCondition() {
        return "NOT EXISTS (SELECT 1 FROM lease WHERE lease.owner = p.owner AND " + notExpired() + ")";
    }

    private String notExpired() {
        return "(lease.lease_until BETWEEN clock_timestamp() AND clock_timestamp() + " + LONGEST_PLAUSIBLE
                + " OR pg_postmaster_start_time() BETWEEN clock_timestamp() - " + lease + " AND clock_timestamp())";
    }

    /** Whether another till has the ledger open, or had it so short a time ago that nobody can know. */
    boolean isAnotherTillAlive(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM lease WHERE owner <> :me AND " + notExpired())
                        .bind("me", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** The database has said all there is to say. */
    @Override
    public boolean isAlive(String owner) {
        return owner.equals(id);
    }

    /** This process leaves; what it was sending and never heard of is interrupted from now on. */
    void release(Handle handle) {
        handle.createUpdate("DELETE FROM lease WHERE owner = :me")
                .bind("me", id)
                .execute();
    }

    /** Forgets tills that died long ago. */
    void deleteExpired(Handle handle) {
        handle.execute("DELETE FROM lease WHERE lease_until < clock_timestamp() - interval '1 day'"
                + " AND NOT EXISTS (SELECT 1 FROM payment WHERE payment.owner = lease.owner)");
    }
}

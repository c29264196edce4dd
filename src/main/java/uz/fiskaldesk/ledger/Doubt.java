package uz.fiskaldesk.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.Act;

/**
 * What a ledger has to go through that is back at an older state: what happened since is not known any more. So every
 * open payment is put in doubt, nothing is sent by itself, and each says in its history why.
 */
final class Doubt {
    private static final String OPEN = " WHERE state IN ('PENDING', 'READY', 'REJECTED', 'UNKNOWN')";

    private Doubt() {}

    /** The last moment that the ledger tells of, but for what was found when it was opened again. */
    static Instant lastMoment(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(at), 0) FROM (SELECT max(at) AS at FROM act"
                        + " WHERE kind <> 'INTERRUPTED' UNION ALL SELECT max(started_at) FROM attempt"
                        + " UNION ALL SELECT max(finished_at) FROM attempt WHERE coalesce(reason, '') <> 'INTERRUPTED')"
                        + " AS moments")
                .mapTo(Long.class)
                .map(Instant::ofEpochMilli)
                .one();
    }

    /**
     * @param who brought it back, be it the program
     * @param asOf the moment that the ledger is back at
     */
    static void cast(Handle handle, String who, Instant asOf, Instant now) {
        handle.createUpdate("INSERT INTO act (payment, kind, who, at, why)"
                        + " SELECT id, :kind, :who, :now, :asOf FROM payment" + OPEN)
                .bind("kind", Act.Kind.FROM_BACKUP.name())
                .bind("who", who)
                .bind("now", now.toEpochMilli())
                .bind("asOf", asOf.toString())
                .execute();
        // What was refused then may have been booked since.
        handle.execute("UPDATE payment SET in_doubt = 1, next_try_at = NULL, version = version + 1,"
                + " state = CASE state WHEN 'REJECTED' THEN 'UNKNOWN' ELSE state END" + OPEN);
    }
}

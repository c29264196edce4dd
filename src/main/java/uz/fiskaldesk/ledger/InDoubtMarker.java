package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.payment.PaymentState;

/**
 * Marks every open payment as in doubt after the ledger was restored to an older state. Whatever happened since is
 * unknown, so nothing is sent automatically, and each payment's history records the reason.
 */
final class InDoubtMarker {
    private static final String WAITING = " WHERE " + QuerySql.stateIn(PaymentState.where(PaymentState::isWaiting));

    private InDoubtMarker() {}

    /** The latest time recorded in the ledger, except by recovery. */
    static Instant latestTimestamp(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(at), 0) FROM (SELECT max(at) AS at FROM act"
                        + " WHERE kind <> 'INTERRUPTED' UNION ALL SELECT max(started_at) FROM attempt"
                        + " UNION ALL SELECT max(finished_at) FROM attempt WHERE coalesce(reason, '') <> 'INTERRUPTED')"
                        + " AS moments")
                .mapTo(Long.class)
                .map(Instant::ofEpochMilli)
                .one();
    }

    /**
     * @param chain null if the file's version has no chain yet; it is created when the ledger is opened
     * @param who the person or program that restored the ledger
     * @param asOf the time of the restored state
     */
    static void markOpenPayments(Handle handle, @Nullable HashChain chain, String who, Instant asOf, Instant now) {
        if (chain != null) {
            // The file may just have been migrated. Entries are appended to sealed ones only.
            chain.sealUnsealed(handle);
        }
        ActRecorder acts = new ActRecorder(chain);
        List<Long> open = handle.createQuery("SELECT id FROM payment" + WAITING + " ORDER BY id")
                .mapTo(Long.class)
                .list();
        // A payment that was rejected then may have been confirmed since.
        handle.execute("UPDATE payment SET in_doubt = 1, next_try_at = NULL, version = version + 1,"
                + " state = CASE state WHEN 'REJECTED' THEN 'UNKNOWN' ELSE state END" + WAITING);
        Act act = new Act(Act.Kind.FROM_BACKUP, who, now, asOf.toString());
        open.forEach(payment -> acts.record(handle, payment, act, ActEffects.FROM_BACKUP));
        if (chain != null) {
            chain.append(handle, HashChain.Kind.BACK, null, null, asOf + " " + now + " " + who);
        }
    }
}

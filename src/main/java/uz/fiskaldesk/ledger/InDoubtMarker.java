package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.payment.PaymentState;

/**
 * What a ledger has to go through that is back at an older state: what happened since is not known any more. So every
 * open payment is put in doubt, nothing is sent by itself, and each says in its history why.
 */
final class InDoubtMarker {
    private static final String OPEN = PaymentState.where(PaymentState::isWaiting).stream()
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", ", " WHERE state IN (", ")"));

    private InDoubtMarker() {}

    /** The last moment that the ledger tells of, but for what was found when it was opened again. */
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
     * @param chain null where the file is of a version before the chain; whoever opens it chains what it has
     * @param who brought it back, be it the program
     * @param asOf the moment that the ledger is back at
     */
    static void markOpenPayments(Handle handle, @Nullable Chain chain, String who, Instant asOf, Instant now) {
        Acts acts = new Acts(chain);
        List<Long> open = handle.createQuery("SELECT id FROM payment" + OPEN + " ORDER BY id")
                .mapTo(Long.class)
                .list();
        // What was refused then may have been booked since.
        handle.execute("UPDATE payment SET in_doubt = 1, next_try_at = NULL, version = version + 1,"
                + " state = CASE state WHEN 'REJECTED' THEN 'UNKNOWN' ELSE state END" + OPEN);
        Act act = new Act(Act.Kind.FROM_BACKUP, who, now, asOf.toString());
        open.forEach(payment -> acts.record(handle, payment, act, Effects.FROM_BACKUP));
        if (chain != null) {
            chain.append(handle, Chain.Kind.BACK, null, null, asOf + " " + now + " " + who);
        }
    }
}

package uz.fiskaldesk.ledger;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;

/** Records acts, each with an entry in the hash chain. */
final class ActRecorder {
    private final @Nullable HashChain chain;

    /** @param chain null if the list does not have one yet */
    ActRecorder(@Nullable HashChain chain) {
        this.chain = chain;
    }

    /** The last act of this kind about the list; null if there is none. None is recorded until the transaction ends. */
    static @Nullable Act lastOfList(Handle handle, Dialect dialect, Act.Kind kind) {
        HashChain.lock(handle, dialect);
        return handle.createQuery("SELECT * FROM act WHERE payment IS NULL AND kind = :kind ORDER BY id DESC LIMIT 1")
                .bind("kind", kind.name())
                .map((row, _) -> RowMapping.act(row))
                .findOne()
                .orElse(null);
    }

    /**
     * @param payment the ID of the payment; null if the act concerns the whole list
     * @param effect what the act does to the payment, see {@link ActEffects}; null if nothing
     */
    void record(Handle handle, @Nullable Long payment, Act act, @Nullable String effect) {
        long id = handle.createQuery("INSERT INTO act (payment, kind, who, at, why)"
                        + " VALUES (:payment, :kind, :who, :at, :why) RETURNING id")
                .bind("payment", payment)
                .bind("kind", act.kind().name())
                .bind("who", act.who())
                .bind("at", act.at().toEpochMilli())
                .bind("why", act.why())
                .mapTo(Long.class)
                .one();
        if (chain != null) {
            chain.append(handle, HashChain.Kind.ACT, payment, id, effect);
        }
    }
}

package uz.fiskaldesk.ledger;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;

/** Writes acts, each with its entry in the chain. */
final class Acts {
    private final @Nullable Chain chain;

    /** @param chain null where the list has none yet */
    Acts(@Nullable Chain chain) {
        this.chain = chain;
    }

    /**
     * @param payment null where the act is about the list
     * @param effect what the act does to the payment, one of {@link Effects}; null where it does nothing
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
            chain.append(handle, Chain.Kind.ACT, payment, id, effect);
        }
    }
}

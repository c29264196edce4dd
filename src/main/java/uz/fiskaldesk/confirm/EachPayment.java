package uz.fiskaldesk.confirm;

import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the same work on several payments of a ledger, so that one that cannot be read or written holds up no other. */
public final class EachPayment {
    private static final Logger LOG = LoggerFactory.getLogger(EachPayment.class);

    private EachPayment() {}

    /**
     * Works on each item. An item whose payment cannot be read is logged and left out. After any other failure that may
     * concern one payment only, the others are worked on before it is thrown; a ledger that fails as a whole ends the work at
     * once.
     *
     * @param work returns whether it has done something
     * @return the number of items for which something was done
     */
    public static <T> int count(Collection<T> items, Predicate<T> work) {
        int done = 0;
        LedgerException failure = null;
        for (T item : items) {
            try {
                done += work.test(item) ? 1 : 0;
            } catch (LedgerException e) {
                failure = afterwards(e, failure, item);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return done;
    }

    private static @Nullable LedgerException afterwards(
            LedgerException e, @Nullable LedgerException before, Object item) {
        switch (e.reason()) {
            case UNREADABLE_ROW -> LOG.error("{} is left as it is, because its payment cannot be read", item, e);
            case OTHER -> {
                LOG.error("{} is left as it is", item, e);
                return before == null ? e : before;
            }
            default -> throw e;
        }
        return before;
    }
}

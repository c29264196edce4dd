package uz.fiskaldesk.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** Turns what the database throws into what a person can do something about. */
final class LedgerTroubles {
    private final String where;
    private final Known known;

    /** What a database's own exceptions mean. */
    interface Known {
        /** Empty where this exception says nothing, so that its cause is looked at. */
        Optional<Trouble> of(Throwable thrown);
    }

    /**
     * @param where what the ledger is called in messages
     */
    LedgerTroubles(String where, Known known) {
        this.where = where;
        this.known = known;
    }

    /** Runs work on the database; whatever it throws comes out as a {@link LedgerException}. */
    <T extends @Nullable Object> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerException e) {
            throw e;
        } catch (CallersException e) {
            throw e.thrown;
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    /** A caller's code that is run inside {@link #guarded}: what it throws is its own and comes out as it is. */
    <T> Consumer<T> untouched(Consumer<T> callers) {
        return value -> {
            try {
                callers.accept(value);
            } catch (RuntimeException e) {
                throw new CallersException(e);
            }
        };
    }

    LedgerException translated(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<Trouble> trouble = known.of(cause);
            if (trouble.isPresent()) {
                return new LedgerException(trouble.get(), where, thrown);
            }
        }
        return new LedgerException(Trouble.OTHER, where, thrown);
    }

    /** Carries a caller's exception through {@link #guarded}; never leaves this class. */
    private static final class CallersException extends RuntimeException {
        private final RuntimeException thrown;

        CallersException(RuntimeException thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }
    }
}

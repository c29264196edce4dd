package uz.fiskaldesk.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/** Turns what the database throws into what a person can do something about. */
final class ErrorTranslator {
    private final String where;
    private final Classifier classifier;

    /** What a database's own exceptions mean. */
    interface Classifier {
        /** Empty where this exception says nothing, so that its cause is looked at. */
        Optional<Trouble> classify(Throwable thrown);
    }

    /**
     * @param where what the ledger is called in messages
     */
    ErrorTranslator(String where, Classifier classifier) {
        this.where = where;
        this.classifier = classifier;
    }

    /** Runs work on the database; whatever it throws comes out as a {@link LedgerException}. */
    <T extends @Nullable Object> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (LedgerException e) {
            throw e;
        } catch (CallbackException e) {
            throw e.thrown;
        } catch (RuntimeException e) {
            throw translate(e);
        }
    }

    /** A caller's code that is run inside {@link #guarded}: what it throws is its own and comes out as it is. */
    <T> Consumer<T> callback(Consumer<T> callback) {
        return value -> {
            try {
                callback.accept(value);
            } catch (RuntimeException e) {
                throw new CallbackException(e);
            }
        };
    }

    LedgerException translate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<Trouble> trouble = classifier.classify(cause);
            if (trouble.isPresent()) {
                return new LedgerException(trouble.get(), where, thrown);
            }
        }
        return new LedgerException(Trouble.OTHER, where, thrown);
    }

    /** Carries a caller's exception through {@link #guarded}; never leaves this class. */
    private static final class CallbackException extends RuntimeException {
        private final RuntimeException thrown;

        CallbackException(RuntimeException thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }
    }
}

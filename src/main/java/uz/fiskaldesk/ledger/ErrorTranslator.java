package uz.fiskaldesk.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/** Translates database exceptions to {@link LedgerException}s, whose {@link LedgerException.Reason} a user can act on. */
final class ErrorTranslator {
    private final String where;
    private final Classifier classifier;

    /** Classifies the exceptions of one database. */
    interface Classifier {
        /** Returns empty if the exception itself is not conclusive; its cause is classified next. */
        Optional<Reason> classify(Throwable thrown);
    }

    /** @param where the name of the ledger in messages */
    ErrorTranslator(String where, Classifier classifier) {
        this.where = where;
        this.classifier = classifier;
    }

    /** Runs work on the database and translates any exception that it throws. */
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

    /** Wraps a caller's code that runs inside {@link #translating}, so that its exceptions are not translated. */
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
            if (cause instanceof UnreadableRowException) {
                return new LedgerException(Reason.UNREADABLE_ROW, where, String.valueOf(cause.getMessage()), thrown);
            }
            Optional<Reason> trouble = classifier.classify(cause);
            if (trouble.isPresent()) {
                return new LedgerException(trouble.get(), where, thrown);
            }
        }
        return new LedgerException(Reason.OTHER, where, thrown);
    }

    /** Carries a callback's exception through {@link #translating}; never leaves this class. */
    private static final class CallbackException extends RuntimeException {
        private final RuntimeException thrown;

        CallbackException(RuntimeException thrown) {
            super(null, thrown, false, false);
            this.thrown = thrown;
        }
    }
}

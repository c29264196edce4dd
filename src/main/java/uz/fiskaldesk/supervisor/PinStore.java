package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stores the supervisor's PIN, the number of wrong attempts and the delay after them. They are stored with the list of
 * payments that they guard and so apply to everybody who works on that list. Safe for use by several threads and
 * processes.
 */
public interface PinStore {
    /**
     * Returns the stored content; null if there is none.
     *
     * @throws IOException if it cannot be read now
     */
    @Nullable
    String read() throws IOException;

    /**
     * Changes the stored content. Changes are serialised across all processes and are durable when this method returns.
     *
     * @throws IOException if it cannot be changed now
     */
    <T> T change(Change<T> change) throws IOException;

    /** Computes new content from the current one. */
    interface Change<T> {
        /**
         * @param content the current content; null if there is none
         * @param now the time on a monotonic clock that users cannot set; only differences are meaningful. It may
         *     restart when the computer restarts
         */
        Changed<T> of(@Nullable String content, Duration now) throws IOException;
    }

    /** @param content the new content; null to remove it */
    record Changed<T>(@Nullable String content, T result) {}

    /** A store that cannot be read, so that everything is guarded. */
    PinStore UNREADABLE = new PinStore() {
        @Override
        public String read() throws IOException {
            throw new IOException("The PIN cannot be read");
        }

        @Override
        public <T> T change(Change<T> change) throws IOException {
            throw new IOException("The PIN cannot be changed");
        }
    };

    /** An empty store that refuses all changes. */
    PinStore NONE = new PinStore() {
        @Override
        public @Nullable String read() {
            return null;
        }

        @Override
        public <T> T change(Change<T> change) throws IOException {
            throw new IOException("No PIN can be stored here");
        }
    };
}

package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the supervisor's PIN, the count of wrong tries and the block after them are kept: with the list of payments that
 * it guards, so that it holds for everybody who works on that list. Safe for use by several threads and processes.
 */
public interface PinStore {
    /**
     * What is kept; null where nothing is.
     *
     * @throws IOException where it cannot be read now
     */
    @Nullable
    String read() throws IOException;

    /**
     * Changes what is kept. No two changes run at the same time, in whatever process; a change is on disk when this
     * returns.
     *
     * @throws IOException where it cannot be changed now
     */
    <T> T change(Change<T> change) throws IOException;

    /** A change, which is given what is kept. */
    interface Change<T> {
        /**
         * @param content null where nothing is kept
         * @param now the time on a clock that nobody at the till can set; only differences of it mean something. It may
         *     begin anew at a restart of the computer
         */
        Changed<T> of(@Nullable String content, Duration now) throws IOException;
    }

    /** @param content what is kept from now on; null for nothing */
    record Changed<T>(@Nullable String content, T result) {}

    /** Nobody can tell what is kept. */
    PinStore UNREADABLE = new PinStore() {
        @Override
        public String read() throws IOException {
            throw new IOException("the PIN cannot be read");
        }

        @Override
        public <T> T change(Change<T> change) throws IOException {
            throw new IOException("the PIN cannot be changed");
        }
    };

    /** Nothing is kept, and nothing can be. */
    PinStore NONE = new PinStore() {
        @Override
        public @Nullable String read() {
            return null;
        }

        @Override
        public <T> T change(Change<T> change) throws IOException {
            throw new IOException("no PIN is kept here");
        }
    };
}

package uz.fiskaldesk.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.supervisor.PinStore.Changed;
import uz.fiskaldesk.support.SecretFile;

/**
 * Whether an act needs the supervisor's PIN, and whether a PIN is the right one. All of it is kept with the list of
 * payments; where nothing is kept there, nothing is guarded. A try is counted before the PIN is looked at, so that
 * neither ending the program nor trying in several at once makes the count smaller. The block after too many wrong ones is
 * measured on a clock that nobody at the till can set.
 *
 * <p>It guards against haste and temptation at the till. Whoever can write the list's database directly, as the same user
 * of the operating system can where it is a file, is not kept out.
 *
 * <p>Safe for use by several threads; {@link #permit} takes a good part of a second.
 */
public final class Supervisor {
    public static final int SHORTEST_PIN = 4;
    public static final int LONGEST_PIN = 64;

    static final int FREE_TRIES = 3;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** What came of a PIN. */
    public sealed interface Verdict {
        /**
         * It is the right one.
         *
         * @param name whose approval stands beside the cashier's name
         */
        record Permitted(String name) implements Verdict {}

        /**
         * It is not.
         *
         * @param nextTry when another one may be tried; null for at once
         */
        record Wrong(@Nullable Instant nextTry) implements Verdict {}

        /** After too many wrong ones it was not even looked at. */
        record TooSoon(Instant nextTry) implements Verdict {}

        /** What is kept cannot be read or written now, so nobody is let through. */
        record Trouble() implements Verdict {}
    }

    private final PinStore store;
    private final Path oldFile;
    private final Clock clock;
    private final int rounds;

    /** @param rounds how slow the hash of a PIN is that is set here */
    Supervisor(PinStore store, Path oldFile, Clock clock, int rounds) {
        this.store = store;
        this.oldFile = oldFile;
        this.clock = clock;
        this.rounds = rounds;
    }

    /**
     * The supervisor of a list of payments.
     *
     * @param folder the data folder, in which earlier versions kept the PIN; it is moved from there into the store
     * @param clock only to say when the next try is possible
     */
    public static Supervisor of(PinStore store, Path folder, Clock clock) {
        return new Supervisor(store, folder.resolve("supervisor.json"), clock, SlowHash.ROUNDS);
    }

    /** Whether there is a PIN at all; also where that cannot be told now. */
    public boolean isSet() {
        try {
            return read() != null;
        } catch (IOException e) {
            LOG.error("the supervisor's PIN cannot be read, so it counts as set", e);
            return true;
        }
    }

    /** Whether this needs the PIN. What cannot be read or understood guards everything. */
    public boolean guards(Bending act) {
        try {
            return guarded().contains(act);
        } catch (IOException e) {
            LOG.error("the supervisor's PIN cannot be read, so everything is guarded", e);
            return true;
        }
    }

    /** What needs the PIN; nothing where there is none. */
    public Set<Bending> guarded() throws IOException {
        Pin pin = read();
        return pin == null ? Set.of() : pin.guarded();
    }

    /**
     * Sets the PIN, in the place of any earlier one.
     *
     * @param name whose approval stands beside the cashier's name
     * @throws IllegalArgumentException where the PIN is shorter or longer than may be
     */
    public void set(char[] pin, String name, Set<Bending> guarded) throws IOException {
        if (pin.length < SHORTEST_PIN || pin.length > LONGEST_PIN) {
            throw new IllegalArgumentException("a PIN has from " + SHORTEST_PIN + " to " + LONGEST_PIN + " characters");
        }
        keep(new Pin(SlowHash.of(pin, rounds), name, guarded).toJson());
        LOG.info("a supervisor's PIN was set for {}", guarded);
    }

    /** Guards nothing any more. */
    public void remove() throws IOException {
        adoptOldFile();
        keep(null);
        LOG.info("the supervisor's PIN was removed");
    }

    /** All that is kept, to be put where the list goes; null where there is no PIN, or where it cannot be read. */
    public @Nullable String copy() {
        try {
            read();
            return store.read();
        } catch (IOException e) {
            LOG.warn("the supervisor's PIN cannot be read", e);
            return null;
        }
    }

    /** Keeps what {@link #copy} gave; nothing where it gave nothing. */
    public void putBack(@Nullable String copy) throws IOException {
        if (copy != null) {
            keep(copy);
        }
    }

    private void keep(@Nullable String content) throws IOException {
        store.change((_, _) -> new Changed<>(content, true));
    }

    /** Tries a PIN. */
    public Verdict permit(char[] pin) {
        try {
            adoptOldFile();
            Counted counted = store.change(this::count);
            if (counted.pin() == null) {
                return counted.otherwise();
            }
            if (pin.length <= LONGEST_PIN && SlowHash.matches(pin, counted.pin().hash())) {
                return permitted(counted.pin());
            }
            LOG.warn(
                    "a wrong supervisor's PIN was tried, {} in a row",
                    counted.pin().wrongTries());
            return counted.otherwise();
        } catch (IOException e) {
            LOG.error("the supervisor's PIN cannot be looked at", e);
            return new Verdict.Trouble();
        }
    }

    /**
     * A try that was counted.
     *
     * @param pin null where none may be looked at
     * @param otherwise what came of it unless the PIN is right
     */
    private record Counted(@Nullable Pin pin, Verdict otherwise) {}

    private Changed<Counted> count(@Nullable String content, Duration now) throws IOException {
        if (content == null) {
            throw new IOException("there is no PIN");
        }
        Pin known = Pin.parse(content).on(now);
        Duration rest = known.remaining(now);
        if (rest.isPositive()) {
            return new Changed<>(
                    known.toJson(),
                    new Counted(null, new Verdict.TooSoon(clock.instant().plus(rest))));
        }
        int tries = known.wrongTries() + 1;
        Duration wait = waitAfter(tries);
        Pin counted = known.after(tries, now, wait);
        Instant nextTry = wait.isZero() ? null : clock.instant().plus(wait);
        return new Changed<>(counted.toJson(), new Counted(counted, new Verdict.Wrong(nextTry)));
    }

    /** The count begins anew, unless another PIN has been set since this one was looked at. */
    private Verdict permitted(Pin looked) throws IOException {
        return store.change((content, now) -> {
            Pin known = content == null ? null : Pin.parse(content);
            return known != null && known.hash().equals(looked.hash())
                    ? new Changed<>(known.after(0, now, Duration.ZERO).toJson(), new Verdict.Permitted(known.name()))
                    : new Changed<>(content, new Verdict.Wrong(null));
        });
    }

    static Duration waitAfter(int tries) {
        if (tries < FREE_TRIES) {
            return Duration.ZERO;
        }
        int doublings = Math.clamp((long) tries - FREE_TRIES, 0, 16);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private @Nullable Pin read() throws IOException {
        adoptOldFile();
        String content = store.read();
        return content == null ? null : Pin.parse(content);
    }

    /** Moves the PIN of an earlier version from the data folder to the list; a PIN that is there already stays. */
    private void adoptOldFile() throws IOException {
        if (!Files.exists(oldFile)) {
            return;
        }
        String old = SecretFile.readAll(oldFile);
        Pin.parse(old);
        boolean adopted = store.change((content, _) -> new Changed<>(content == null ? old : content, content == null));
        Path aside = oldFile.resolveSibling(oldFile.getFileName() + ".moved");
        Files.move(oldFile, aside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        LOG.warn(
                adopted
                        ? "the supervisor's PIN is now kept with the list of payments; its file is now {}"
                        : "the list of payments has a supervisor's PIN of its own; the file with another is now {}",
                aside);
    }

    /** All that may be guarded. */
    public static Set<Bending> everything() {
        return EnumSet.allOf(Bending.class);
    }
}

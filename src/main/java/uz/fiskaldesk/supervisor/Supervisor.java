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
import uz.fiskaldesk.support.SecretFile;

/**
 * Whether an act needs the supervisor's PIN, and whether a PIN is the right one. All of it is in one file of the data
 * folder that only its owner can read; where there is no such file, nothing is guarded. Wrong tries are counted in that
 * file before the PIN is looked at, so that ending the program makes nobody forget them.
 *
 * <p>It guards against haste and temptation at the till. Whoever can delete the program's files, as the same user of the
 * operating system can, is not kept out.
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
         * @param name what acts are signed with, beside the cashier's name
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

        /** The file cannot be read or written, so nobody is let through. */
        record Trouble(Path file) implements Verdict {}
    }

    private final Path file;
    private final Clock clock;
    private final int rounds;

    /** @param rounds how slow the hash of a PIN is that is set here */
    Supervisor(Path file, Clock clock, int rounds) {
        this.file = file;
        this.clock = clock;
        this.rounds = rounds;
    }

    /** The supervisor of a data folder. */
    public static Supervisor in(Path folder, Clock clock) {
        return new Supervisor(folder.resolve("supervisor.json"), clock, SlowHash.ROUNDS);
    }

    public Path file() {
        return file;
    }

    /** Whether there is a PIN at all. */
    public boolean isSet() {
        return Files.exists(file);
    }

    /** Whether this needs the PIN. A file that cannot be understood guards everything. */
    public synchronized boolean guards(Bending act) {
        if (!isSet()) {
            return false;
        }
        try {
            return read().guarded().contains(act);
        } catch (IOException e) {
            LOG.error("{} cannot be read, so everything is guarded", file, e);
            return true;
        }
    }

    /** What needs the PIN; nothing where there is none. */
    public synchronized Set<Bending> guarded() throws IOException {
        return isSet() ? read().guarded() : Set.of();
    }

    /**
     * Sets the PIN, in the place of any earlier one.
     *
     * @param name what acts are signed with, beside the cashier's name
     * @throws IllegalArgumentException where the PIN is shorter or longer than may be
     */
    public synchronized void set(char[] pin, String name, Set<Bending> guarded) throws IOException {
        if (pin.length < SHORTEST_PIN || pin.length > LONGEST_PIN) {
            throw new IllegalArgumentException("a PIN has from " + SHORTEST_PIN + " to " + LONGEST_PIN + " characters");
        }
        write(new PinFile(SlowHash.of(pin, rounds), name, guarded, 0, null));
        LOG.info("a supervisor's PIN was set for {}", guarded);
    }

    /** Guards nothing any more. */
    public synchronized void remove() throws IOException {
        Files.deleteIfExists(file);
        LOG.info("the supervisor's PIN was removed");
    }

    /** Tries a PIN. */
    public synchronized Verdict permit(char[] pin) {
        try {
            return permit(pin, read());
        } catch (IOException e) {
            LOG.error("{} cannot be used", file, e);
            return new Verdict.Trouble(file);
        }
    }

    private Verdict permit(char[] pin, PinFile known) throws IOException {
        Instant now = clock.instant();
        Instant blocked = known.blockedUntil();
        // A clock that was set back must not lock the supervisor out for longer than ever intended.
        if (blocked != null
                && now.isBefore(blocked)
                && blocked.isBefore(now.plus(LONGEST_WAIT).plusSeconds(1))) {
            return new Verdict.TooSoon(blocked);
        }
        int tries = known.wrongTries() + 1;
        Instant until = tries < FREE_TRIES ? null : now.plus(waitAfter(tries));
        write(known.after(tries, until));
        if (pin.length <= LONGEST_PIN && SlowHash.matches(pin, known.hash())) {
            write(known.after(0, null));
            return new Verdict.Permitted(known.name());
        }
        LOG.warn("a wrong supervisor's PIN was tried, {} in a row", tries);
        return new Verdict.Wrong(until);
    }

    private static Duration waitAfter(int tries) {
        int doublings = Math.clamp((long) tries - FREE_TRIES, 0, 16);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private PinFile read() throws IOException {
        return PinFile.parse(SecretFile.readAll(file));
    }

    private void write(PinFile content) throws IOException {
        SecretFile.write(file, content.toJson());
    }

    /** All that may be guarded. */
    public static Set<Bending> everything() {
        return EnumSet.allOf(Bending.class);
    }
}

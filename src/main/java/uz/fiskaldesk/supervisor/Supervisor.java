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
 * Tells whether an act needs the supervisor's PIN, and verifies PINs. Everything is stored with the list of payments;
 * if nothing is stored, nothing is guarded. An attempt is counted before its PIN is verified, so that neither ending
 * the program nor parallel attempts lower the count. The delay after too many wrong attempts is measured on a clock
 * that users cannot set.
 *
 * <p>This protects against haste and temptation at the till. It does not stop anybody who can write the list's database
 * directly, as the same operating system user can if it is a file.
 *
 * <p>Thread-safe. {@link #verify} takes several hundred milliseconds.
 */
public final class Supervisor {
    public static final int SHORTEST_PIN = 4;
    public static final int LONGEST_PIN = 64;

    static final int FREE_TRIES = 3;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** The result of verifying a PIN. */
    public sealed interface Verification {
        /**
         * The PIN is correct.
         *
         * @param name the name recorded as the approver next to the cashier's
         */
        record Permitted(String name) implements Verification {}

        /**
         * The PIN is wrong.
         *
         * @param nextTry when the next attempt is allowed; null for immediately
         */
        record Wrong(@Nullable Instant nextTry) implements Verification {}

        /** The PIN was not verified because of too many wrong attempts. */
        record Blocked(Instant nextTry) implements Verification {}

        /** The stored PIN cannot be read or written now, so nothing is permitted. */
        record Unavailable() implements Verification {}
    }

    private final PinStore store;
    private final Path oldFile;
    private final Clock clock;
    private final int rounds;

    /** @param rounds iterations of the hash of newly set PINs */
    Supervisor(PinStore store, Path oldFile, Clock clock, int rounds) {
        this.store = store;
        this.oldFile = oldFile;
        this.clock = clock;
        this.rounds = rounds;
    }

    /**
     * Creates the supervisor of a list of payments.
     *
     * @param folder the data folder, in which earlier versions kept the PIN; it is moved from there into the store
     * @param clock used only to compute when the next attempt is allowed
     */
    public static Supervisor of(PinStore store, Path folder, Clock clock) {
        return new Supervisor(store, folder.resolve("supervisor.json"), clock, PinHash.ROUNDS);
    }

    /** Whether a PIN is set; true if that cannot be determined. */
    public boolean isSet() {
        try {
            return read() != null;
        } catch (IOException e) {
            LOG.error("Cannot read the supervisor's PIN; treating it as set", e);
            return true;
        }
    }

    /** Whether this act needs the PIN; true if the stored PIN cannot be read or parsed. */
    public boolean guards(GuardedAct act) {
        try {
            return guarded().contains(act);
        } catch (IOException e) {
            LOG.error("Cannot read the supervisor's PIN; guarding everything", e);
            return true;
        }
    }

    /** Returns the acts that need the PIN; empty if no PIN is set. */
    public Set<GuardedAct> guarded() throws IOException {
        PinRecord pin = read();
        return pin == null ? Set.of() : pin.guarded();
    }

    /**
     * Sets or replaces the PIN.
     *
     * @param name the name recorded as the approver next to the cashier's
     * @throws IllegalArgumentException if the PIN is too short or too long
     */
    public void set(char[] pin, String name, Set<GuardedAct> guarded) throws IOException {
        if (pin.length < SHORTEST_PIN || pin.length > LONGEST_PIN) {
            throw new IllegalArgumentException("A PIN has from " + SHORTEST_PIN + " to " + LONGEST_PIN + " characters");
        }
        keep(new PinRecord(PinHash.of(pin, rounds), name, guarded).toJson());
        LOG.info("Supervisor's PIN set for {}", guarded);
    }

    /** Removes the PIN; nothing is guarded afterwards. */
    public void remove() throws IOException {
        adoptOldFile();
        keep(null);
        LOG.info("Supervisor's PIN removed");
    }

    /**
     * Returns the stored content so that it can follow the list to another database; null if no PIN is set or it cannot
     * be read.
     */
    public @Nullable String storedContent() {
        try {
            read();
            return store.read();
        } catch (IOException e) {
            LOG.warn("Cannot read the supervisor's PIN", e);
            return null;
        }
    }

    /** Stores content returned by {@link #storedContent}; does nothing for null. */
    public void restore(@Nullable String copy) throws IOException {
        if (copy != null) {
            keep(copy);
        }
    }

    private void keep(@Nullable String content) throws IOException {
        store.change((_, _) -> new Changed<>(content, true));
    }

    /** Verifies a PIN and counts the attempt. */
    public Verification verify(char[] pin) {
        try {
            adoptOldFile();
            Counted counted = store.change(this::count);
            if (counted.pin() == null) {
                return counted.otherwise();
            }
            if (pin.length <= LONGEST_PIN && PinHash.matches(pin, counted.pin().hash())) {
                return permitted(counted.pin());
            }
            LOG.warn("Wrong supervisor's PIN, {} in a row", counted.pin().wrongTries());
            return counted.otherwise();
        } catch (IOException e) {
            LOG.error("Cannot verify the supervisor's PIN", e);
            return new Verification.Unavailable();
        }
    }

    /**
     * A counted attempt.
     *
     * @param pin null if no PIN may be verified now
     * @param otherwise the result unless the PIN is correct
     */
    private record Counted(@Nullable PinRecord pin, Verification otherwise) {}

    private Changed<Counted> count(@Nullable String content, Duration now) throws IOException {
        if (content == null) {
            throw new IOException("No PIN is set");
        }
        PinRecord known = PinRecord.parse(content).on(now);
        Duration rest = known.remaining(now);
        if (rest.isPositive()) {
            return new Changed<>(
                    known.toJson(),
                    new Counted(null, new Verification.Blocked(clock.instant().plus(rest))));
        }
        int tries = known.wrongTries() + 1;
        Duration wait = waitAfter(tries);
        PinRecord counted = known.after(tries, now, wait);
        Instant nextTry = wait.isZero() ? null : clock.instant().plus(wait);
        return new Changed<>(counted.toJson(), new Counted(counted, new Verification.Wrong(nextTry)));
    }

    /** Resets the count, unless the PIN was replaced after it was verified. */
    private Verification permitted(PinRecord verified) throws IOException {
        return store.change((content, now) -> {
            PinRecord known = content == null ? null : PinRecord.parse(content);
            return known != null && known.hash().equals(verified.hash())
                    ? new Changed<>(
                            known.after(0, now, Duration.ZERO).toJson(), new Verification.Permitted(known.name()))
                    : new Changed<>(content, new Verification.Wrong(null));
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

    private @Nullable PinRecord read() throws IOException {
        adoptOldFile();
        String content = store.read();
        return content == null ? null : PinRecord.parse(content);
    }

    /** Moves the PIN of an earlier version from the data folder into the store; a PIN already stored there is kept. */
    private void adoptOldFile() throws IOException {
        if (!Files.exists(oldFile)) {
            return;
        }
        String old = SecretFile.readAll(oldFile);
        PinRecord.parse(old);
        boolean adopted = store.change((content, _) -> new Changed<>(content == null ? old : content, content == null));
        Path aside = oldFile.resolveSibling(oldFile.getFileName() + ".moved");
        Files.move(oldFile, aside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        LOG.warn(
                adopted
                        ? "Moved the supervisor's PIN to the list of payments and renamed its file to {}"
                        : "The list of payments already has a supervisor's PIN; renamed the file with another one to {}",
                aside);
    }

    /** Returns all acts that can be guarded. */
    public static Set<GuardedAct> everything() {
        return EnumSet.allOf(GuardedAct.class);
    }
}

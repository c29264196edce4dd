package uz.fiskaldesk.update;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.fiscalbox.WebClient;
import uz.fiskaldesk.update.UpdateException.Reason;

/**
 * Finds and installs newer releases. Nothing is believed that is not signed with a pinned key, and nothing is changed
 * before the whole archive was verified. All methods block. Thread-safe.
 */
public final class Updates {
    /**
     * This program.
     *
     * @param version as built
     * @param ledgerSchema the version of the ledger's tables; slow
     * @param platform see {@link Installation#platform}
     */
    public record Program(
            ReleaseVersion version, IntSupplier ledgerSchema, String platform, Installation installation) {
        public boolean isWindows() {
            return platform.startsWith("windows");
        }
    }

    /** What was done with a release that a person accepted. */
    public sealed interface Applied {
        /** It is used from the next start on. */
        record Installed(ReleaseVersion version) implements Applied {}

        /** An administrator has to type a command. Nothing was downloaded. */
        record ByCommand(String command) implements Applied {}

        /** This program was not installed; the verified archive is in a file. */
        record Saved(Path archive) implements Applied {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);
    private static final Duration BETWEEN_CHECKS = Duration.ofDays(1);
    private static final Duration LATER = Duration.ofDays(1);

    private final Program program;
    private final ReleaseKeys keys;
    private final @Nullable String address;
    private final boolean automatic;
    private final WebClient client;
    private final Path folder;
    private final Clock clock;

    /**
     * @param address where to look, instead of the address in {@code keys}; null for that
     * @param automatic whether {@link #checkIfDue} checks at all
     * @param dataFolder keeps the state, and the download while it is in progress
     */
    public Updates(
            Program program,
            ReleaseKeys keys,
            @Nullable String address,
            boolean automatic,
            WebClient client,
            Path dataFolder,
            Clock clock) {
        this.program = program;
        this.keys = keys;
        this.address = address == null || address.isBlank() ? keys.address() : address;
        this.automatic = automatic;
        this.client = client;
        this.folder = dataFolder.resolve("updates");
        this.clock = clock;
    }

    public Program program() {
        return program;
    }

    /** Whether this program has a key, without which no release is accepted from any address. */
    public boolean hasKeys() {
        return !keys.keys().isEmpty();
    }

    /** Whether {@link #checkIfDue} may ever find anything. */
    public boolean isAutomatic() {
        return automatic && isSetUp();
    }

    /** Whether a release changes the tables of the ledger, so that this version does not open it any more. */
    public boolean migratesLedger(Release release) {
        return release.ledgerSchema() > program.ledgerSchema().getAsInt();
    }

    /**
     * Checks once a day and returns a newer release that a person has not postponed within the last 24 hours. A failure is
     * only logged, because nobody asked.
     */
    public synchronized Optional<Release> checkIfDue() throws InterruptedException {
        UpdateState state = UpdateState.read(stateFile());
        Instant now = clock.instant();
        if (!isAutomatic()
                || !isElapsed(state.checkedAt(), BETWEEN_CHECKS, now)
                || !isElapsed(state.postponedAt(), LATER, now)) {
            return Optional.empty();
        }
        try {
            // First, so that a failure is not repeated before the next day.
            state.checked(now).write(stateFile());
            return check();
        } catch (IOException | UpdateException e) {
            LOG.warn("The check for updates failed; nothing was changed: {}", e.getMessage(), e);
            return Optional.empty();
        }
    }

    private static boolean isElapsed(@Nullable Instant start, Duration length, Instant now) {
        // A start in the future was recorded by a wrong clock.
        return start == null || now.isBefore(start) || !now.isBefore(start.plus(length));
    }

    /** Returns the published release if it is newer than this program. */
    public synchronized Optional<Release> check() throws UpdateException, InterruptedException {
        Instant now = clock.instant();
        Release release = Manifest.read(server(() -> false).manifest(), keys, now);
        UpdateState state = UpdateState.read(stateFile());
        requireNewest(release, state, now);
        int difference = release.version().compareTo(program.version());
        if (difference < 0) {
            throw new UpdateException(Reason.OLDER_VERSION, release.version());
        }
        try {
            state.accepted(release.signedAt()).write(stateFile());
        } catch (IOException e) {
            throw new UpdateException(Reason.STORAGE, stateFile(), e);
        }
        return difference > 0 ? Optional.of(release) : Optional.empty();
    }

    private static void requireNewest(Release release, UpdateState state, Instant now) throws UpdateException {
        Instant newest = state.signedAt();
        // A newest one in the future was accepted by a wrong clock, which must not block updates for ever.
        if (newest != null && release.signedAt().isBefore(newest) && !newest.isAfter(now.plus(Duration.ofDays(1)))) {
            throw new UpdateException(Reason.REPLAYED, release.signedAt());
        }
    }

    /** A person does not want to be asked again before tomorrow. */
    public synchronized void postpone() {
        try {
            UpdateState.read(stateFile()).postponed(clock.instant()).write(stateFile());
        } catch (IOException e) {
            LOG.warn("It could not be recorded that the update was postponed", e);
        }
    }

    /**
     * Downloads, verifies and installs a release that a person accepted, as far as this needs no administrator.
     *
     * @param busy while true, the download pauses
     * @param progress receives the percentage of the download, on any thread
     */
    public synchronized Applied apply(Release release, BooleanSupplier busy, LongConsumer progress)
            throws UpdateException, InterruptedException {
        if (program.installation() instanceof Installation.SystemPackage(String command)) {
            return new Applied.ByCommand(command);
        }
        Release.File file = release.archiveFor(program.platform())
                .orElseThrow(() -> new UpdateException(Reason.NO_ARCHIVE, program.platform()));
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = tryLock(channel)) {
                if (lock == null) {
                    throw new UpdateException(Reason.IN_PROGRESS, folder);
                }
                // It may have been offered days ago, and a newer one installed since by another process.
                Manifest.requireValid(release, clock.instant());
                requireNewest(release, UpdateState.read(stateFile()), clock.instant());
                return apply(release, file, busy, progress);
            }
        } catch (IOException e) {
            throw new UpdateException(Reason.STORAGE, folder, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private Applied apply(Release release, Release.File file, BooleanSupplier busy, LongConsumer progress)
            throws IOException, UpdateException, InterruptedException {
        Path part = folder.resolve("download.zip");
        server(busy).download(file, part, bytes -> progress.accept(100 * bytes / file.size()));
        if (program.installation() instanceof Installation.None) {
            Path archive = folder.resolve(file.name());
            Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
            return new Applied.Saved(archive);
        }
        try {
            new ArchiveInstaller(program.isWindows()).install(part, folder.resolve("unpacked"));
        } finally {
            Files.deleteIfExists(part);
        }
        LOG.info("Version {} was installed; it is used from the next start on", release.version());
        return new Applied.Installed(release.version());
    }

    private boolean isSetUp() {
        return hasKeys() && address != null && !address.isEmpty();
    }

    private ReleaseServer server(BooleanSupplier busy) throws UpdateException {
        if (address == null || !isSetUp()) {
            throw new UpdateException(Reason.NOT_SET_UP, "");
        }
        return new ReleaseServer(client, address, busy);
    }

    private Path stateFile() {
        return folder.resolve("state.json");
    }
}

package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * Binds a ledger file to the machine and path where it is used, and detects copies. A small file beside the ledger
 * holds the same generation as the ledger itself, so a copy made elsewhere, or an older state put back by hand, does
 * not match. Not detected: a whole folder restored to the same path of the same machine, for example by a virtual
 * machine snapshot.
 *
 * <p>Used under the lock of {@link ProcessLocks#exclusively}, or inside a write transaction.
 */
final class LedgerBinding {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerBinding.class);
    private static final String SUFFIX = ".home";

    /**
     * The content of the binding file.
     *
     * @param list the ID of the list that is used here
     * @param generations the valid generations: one, or more if changes were interrupted
     * @param movedTo the shared list that this list was or is being moved to; null if it was not moved
     */
    private record State(
            @Nullable String list,
            List<String> generations,
            @Nullable String movedTo) {}

    private final Path ledger;
    private final Path file;
    private final MachineFingerprint machine;

    LedgerBinding(Path ledger, MachineFingerprint machine) {
        this.ledger = ledger.toAbsolutePath();
        this.file = this.ledger.resolveSibling(this.ledger.getFileName() + SUFFIX);
        this.machine = machine;
    }

    /** Whether a list was used here. */
    boolean isKnown() {
        return Files.exists(file);
    }

    Path file() {
        return file;
    }

    /** The ID of the list that was used here; null if there was none, or an earlier version of the program wrote it. */
    @Nullable
    String list() throws IOException {
        return read().list();
    }

    /** @throws LedgerException if the list that was used here was moved, whatever file is here now */
    void refuseMoved() throws IOException {
        String to = read().movedTo();
        if (to != null) {
            throw new LedgerException(Reason.MOVED, to);
        }
    }

    /** Whether this ledger is the one that was last used here, as far as can be determined. */
    boolean matches(LedgerMetadata metadata) throws IOException {
        State state = read();
        boolean sameList = state.list() == null || state.list().equals(metadata.list());
        if (metadata.payments() == 0 && sameList) {
            // It contains nothing that could be sent twice.
            return true;
        }
        String generation = metadata.generation();
        if (generation == null) {
            return !isKnown();
        }
        return state.generations().contains(generation) && wasUsedHere(metadata);
    }

    /** Whether this ledger, or the one that it is a copy of, was last used here. Also true if it has no binding. */
    boolean wasUsedHere(LedgerMetadata metadata) {
        String home = metadata.home();
        return home == null || (isThisMachine(metadata) && (isHere(home) || isRenamed(home, metadata.fileKey())));
    }

    private boolean isThisMachine(LedgerMetadata metadata) {
        String serialized = metadata.machine();
        return serialized == null || MachineFingerprint.parse(serialized, "").isSameAs(machine);
    }

    private boolean isHere(String home) {
        Path before = Path.of(home);
        try {
            return before.equals(path()) || (Files.exists(before) && Files.isSameFile(before, ledger));
        } catch (IOException e) {
            LOG.debug("{}", before, e);
            return false;
        }
    }

    /** The folder was renamed, and the file is the same one. */
    private boolean isRenamed(String home, @Nullable String fileKey) {
        return fileKey != null && fileKey.equals(fileKey(ledger)) && !Files.exists(Path.of(home));
    }

    private Path path() {
        try {
            return ledger.toRealPath();
        } catch (IOException e) {
            return ledger;
        }
    }

    /** The operating system's identity of a file, such as its inode; null if there is none. */
    static @Nullable String fileKey(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? null : key.toString();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Binds the ledger to this place with a new generation. After an interruption at any point, either the old or the
     * new generation matches. Processes that bind at the same time take turns: the binding file is only written in a
     * transaction.
     *
     * @param connection to the ledger, outside a transaction
     */
    void bind(Connection connection) throws SQLException, IOException {
        String next = UUID.randomUUID().toString();
        try (Statement transaction = connection.createStatement()) {
            transaction.execute("BEGIN IMMEDIATE");
            LedgerMetadata metadata = LedgerMetadata.read(connection);
            String before = metadata.generation();
            write(new State(metadata.list(), before == null ? List.of(next) : List.of(before, next), null));
            writeMetadata(connection, next, path().toString(), fileKey(ledger));
            transaction.execute("COMMIT");
            transaction.execute("BEGIN IMMEDIATE");
            if (isGeneration(next, transaction)) {
                write(new State(metadata.list(), List.of(next), null));
            }
            transaction.execute("COMMIT");
        }
    }

    /** False if another process has bound the ledger since. */
    private static boolean isGeneration(String generation, Statement transaction) throws SQLException {
        try (ResultSet row = transaction.executeQuery("SELECT generation FROM identity")) {
            return row.next() && generation.equals(row.getString(1));
        }
    }

    /**
     * Binds a file that is about to replace the ledger. From then on, both files match.
     *
     * @param replacement the file, migrated to this version's schema
     */
    void bindReplacement(Connection replacement) throws SQLException, IOException {
        String next = UUID.randomUUID().toString();
        LedgerMetadata metadata = LedgerMetadata.read(replacement);
        State before = read();
        // All of them: the ledger has one of them until it is replaced.
        List<String> generations = new ArrayList<>(before.generations());
        generations.add(next);
        write(new State(metadata.list(), generations, before.movedTo()));
        writeMetadata(replacement, next, ledger.toString(), null);
    }

    private void writeMetadata(Connection connection, String generation, String home, @Nullable String fileKey)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE identity SET generation = ?, home = ?,"
                + " file_key = ?, machine = ?, machine_name = ?, purpose = 'WORK', backup_number = 0")) {
            update.setString(1, generation);
            update.setString(2, home);
            update.setString(3, fileKey);
            update.setString(4, machine.serialized());
            update.setString(5, machine.name());
            update.executeUpdate();
        }
    }

    /** Records that the list was moved, for any file that will be here later; null removes the record. */
    void recordMove(@Nullable String shared) throws IOException {
        State state = read();
        write(new State(state.list(), state.generations(), shared));
    }

    private State read() throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (NoSuchFileException e) {
            return new State(null, List.of(), null);
        } catch (IllegalArgumentException e) {
            throw new IOException("could not be parsed: " + file, e);
        }
        String generations = properties.getProperty("generations", "");
        return new State(
                properties.getProperty("list"),
                generations.isEmpty() ? List.of() : List.of(generations.split(" ")),
                properties.getProperty("movedTo"));
    }

    private static void property(StringBuilder text, String key, @Nullable String value) {
        if (value != null) {
            text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n');
        }
    }

    private void write(State state) throws IOException {
        // Not Properties.store: its comment with the date loads the names of all time zones, which slows each start.
        StringBuilder text = new StringBuilder();
        text.append("# Belongs to this ledger: the list of payments is used here\n");
        property(text, "generations", String.join(" ", state.generations()));
        property(text, "list", state.list());
        property(text, "movedTo", state.movedTo());
        DurableFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        syncFolder();
    }

    /** Makes the renaming durable. Windows does so itself. */
    private void syncFolder() {
        try (FileChannel folder = FileChannel.open(ledger.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            LOG.debug("could not flush the folder of {}", file, e);
        }
    }
}

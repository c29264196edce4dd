package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;

/**
 * Ties a ledger file to the place where it is used: the machine, the path, and a small file beside it that has the same
 * generation as the ledger. A copy that was made elsewhere, and an older state that somebody put back by hand, do not
 * match and are told from the list itself. What does not show: a folder that was put back as a whole, both files in it,
 * at the same path of the same machine, such as by a snapshot of a virtual machine.
 *
 * <p>Used under the lock of {@link ProcessLocks#exclusively}, or within a transaction that writes.
 */
final class LedgerBinding {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerBinding.class);
    private static final String SUFFIX = ".home";

    /**
     * What the file beside the ledger says.
     *
     * @param list which list is used here
     * @param generations those that the ledger may have: one, or two where its change was cut short
     * @param movedTo the shared list that it is being moved to, or was; null where it was not
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

    /** The list that was used here; null where none was, or an earlier version of the program did. */
    @Nullable
    String list() throws IOException {
        return read().list();
    }

    /** @throws LedgerException where the list that was used here was moved, whatever file lies here now */
    void refuseMoved() throws IOException {
        String to = read().movedTo();
        if (to != null) {
            throw new LedgerException(Trouble.MOVED, to);
        }
    }

    /** Whether this ledger is the one that was last used here, as far as can be told. */
    boolean matches(LedgerMetadata metadata) throws IOException {
        State state = read();
        boolean sameList = state.list() == null || state.list().equals(metadata.list());
        if (metadata.payments() == 0 && sameList) {
            // Nothing of it can be sent twice.
            return true;
        }
        String generation = metadata.generation();
        if (generation == null) {
            return !isKnown();
        }
        return state.generations().contains(generation) && wasUsedHere(metadata);
    }

    /** Whether this ledger, or the one that it is a copy of, was last used here; also where it does not say. */
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

    /** The folder has another name, and the file is the same one. */
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

    /** What the operating system calls a file, whatever its name; null where it does not say. */
    static @Nullable String fileKey(Path file) {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? null : key.toString();
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Makes this place the ledger's home, with a new generation. Cut short at any point, either the old or the new
     * generation is good.
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
            write(new State(metadata.list(), List.of(next), null));
        }
    }

    /**
     * The same for a file that is about to take the ledger's place: from now on this one is good too.
     *
     * @param replacement the file, whose tables are those of this version
     */
    void bindReplacement(Connection replacement) throws SQLException, IOException {
        String next = UUID.randomUUID().toString();
        LedgerMetadata metadata = LedgerMetadata.read(replacement);
        List<String> before = read().generations();
        write(new State(
                metadata.list(), before.isEmpty() ? List.of(next) : List.of(before.getLast(), next), read().movedTo()));
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

    /** What lies here was moved, whatever file will lie here later; null ends that. */
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
            throw new IOException("not understood: " + file, e);
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
        // By hand: Properties.store adds the date in words, and loading the names of time zones takes long at each
        // start.
        StringBuilder text = new StringBuilder();
        text.append("# Belongs to this ledger: the list of payments is used here\n");
        property(text, "generations", String.join(" ", state.generations()));
        property(text, "list", state.list());
        property(text, "movedTo", state.movedTo());
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = StandardCharsets.UTF_8.encode(text.toString());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    /** So that the file has its name after a power cut too; Windows does that itself. */
    private void syncFolder() {
        try (FileChannel folder = FileChannel.open(ledger.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            LOG.debug("the folder of {}", file, e);
        }
    }
}

package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the last chain entry of each backup with the list's chain. To rewrite the history undetected, one would have
 * to rewrite every backup too.
 */
final class BackupChainCheck {
    private static final Logger LOG = LoggerFactory.getLogger(BackupChainCheck.class);

    private record Head(long seq, String hash) {}

    /** The entry about a restore. */
    private record Restore(long seq, @Nullable String content) {}

    private BackupChainCheck() {}

    /**
     * The backups whose last entry is not in the list's chain. Backups without the list's last entry about a restore are
     * ignored: they are from before it, and a restore removes entries. Their times prove nothing, because clocks may be
     * wrong.
     */
    static List<Path> backupsNotInChain(Handle list, SqliteBackups backups) {
        Optional<Restore> restore = lastRestore(list);
        List<Path> found = new ArrayList<>();
        for (Path file : backups.files()) {
            Optional<Head> head = head(file, restore);
            if (head.isPresent() && !has(list, head.get())) {
                found.add(file);
            }
        }
        return found;
    }

    private static Optional<Restore> lastRestore(Handle list) {
        return list.createQuery("SELECT seq, content FROM chain WHERE kind = 'BACK' ORDER BY seq DESC LIMIT 1")
                .map((row, _) -> new Restore(row.getLong("seq"), row.getString("content")))
                .findOne();
    }

    private static boolean has(Handle list, Head head) {
        return list.createQuery("SELECT hash FROM chain WHERE seq = :seq")
                .bind("seq", head.seq())
                .mapTo(String.class)
                .findOne()
                .filter(head.hash()::equals)
                .isPresent();
    }

    /**
     * Empty if the backup does not have the entry about the restore, if its version has no chain, or if it cannot be read,
     * which is reported elsewhere.
     */
    private static Optional<Head> head(Path backup, Optional<Restore> restore) {
        try (Connection connection = SqliteBackups.openReadOnly(backup);
                Handle handle = Jdbi.open(connection)) {
            boolean isLater = restore.isEmpty() || has(handle, restore.get());
            return isLater
                    ? handle.createQuery("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
                            .map((row, _) -> new Head(row.getLong("seq"), row.getString("hash")))
                            .findOne()
                    : Optional.empty();
        } catch (SQLException | JdbiException e) {
            LOG.info("no chain in {}", backup, e);
            return Optional.empty();
        }
    }

    private static boolean has(Handle backup, Restore restore) {
        return backup.createQuery("SELECT content FROM chain WHERE kind = 'BACK' AND seq = :seq")
                .bind("seq", restore.seq())
                .mapTo(String.class)
                .findOne()
                .filter(content -> content.equals(restore.content()))
                .isPresent();
    }
}

package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the last chain entry of each backup with the list's chain. To rewrite the history undetected, one would have
 * to rewrite every backup too.
 */
final class BackupChainCheck {
    private static final Logger LOG = LoggerFactory.getLogger(BackupChainCheck.class);

    private record Head(long seq, String hash) {}

    private BackupChainCheck() {}

    /**
     * The backups whose last entry is not in the list's chain. Backups from before the last restore are ignored,
     * because a restore removes entries.
     */
    static List<Path> backupsNotInChain(Handle list, SqliteBackups backups, Instant now) {
        Instant restored = lastRestore(list);
        List<Path> found = new ArrayList<>();
        backups.moments(now).forEach((file, at) -> {
            Optional<Head> head = at.isAfter(restored) ? head(file) : Optional.empty();
            if (head.isPresent() && !has(list, head.get())) {
                found.add(file);
            }
        });
        return found;
    }

    private static Instant lastRestore(Handle list) {
        return list.createQuery("SELECT content FROM chain WHERE kind = 'BACK' ORDER BY seq DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .map(content -> Instant.parse(content.split(" ", 3)[1]))
                .orElse(Instant.MIN);
    }

    private static boolean has(Handle list, Head head) {
        return list.createQuery("SELECT hash FROM chain WHERE seq = :seq")
                .bind("seq", head.seq())
                .mapTo(String.class)
                .findOne()
                .filter(head.hash()::equals)
                .isPresent();
    }

    /** Empty if the backup's version has no chain, or it cannot be read, which is reported elsewhere. */
    private static Optional<Head> head(Path backup) {
        try (Connection connection = SqliteBackups.openReadOnly(backup);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")) {
            return rows.next() ? Optional.of(new Head(rows.getLong(1), rows.getString(2))) : Optional.empty();
        } catch (SQLException e) {
            LOG.info("no chain in {}", backup, e);
            return Optional.empty();
        }
    }
}

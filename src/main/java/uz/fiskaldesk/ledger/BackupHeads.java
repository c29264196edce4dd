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
 * Holds the ends of the chain that the backups have kept against the chain of the list. Whoever rewrites the whole chain
 * has to rewrite every backup as well.
 */
final class BackupHeads {
    private static final Logger LOG = LoggerFactory.getLogger(BackupHeads.class);

    private record Head(long seq, String hash) {}

    private BackupHeads() {}

    /**
     * The backups whose history is not a part of the list's. Those from before the list was last brought back to an older
     * state are left out: that the list lacks what they have is what bringing back means.
     */
    static List<Path> notInTheList(Handle list, SqliteBackups backups, Instant now) {
        Instant broughtBack = lastTimeBroughtBack(list);
        List<Path> others = new ArrayList<>();
        backups.moments(now).forEach((file, at) -> {
            Optional<Head> head = at.isAfter(broughtBack) ? head(file) : Optional.empty();
            if (head.isPresent() && !has(list, head.get())) {
                others.add(file);
            }
        });
        return others;
    }

    private static Instant lastTimeBroughtBack(Handle list) {
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

    /** Empty where the backup is of a version before the chain, or cannot be read, which is not asked here. */
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

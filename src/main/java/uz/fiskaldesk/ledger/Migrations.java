package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/**
 * Creates and migrates the ledger's tables with Flyway. Flyway is loaded only if the ledger is not of this version: loading
 * it takes longer than opening a small ledger.
 */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String SCRIPTS = "uz/fiskaldesk/ledger/";
    private static final Pattern SCRIPT = Pattern.compile("(?:.*/)?V(\\d+)__\\w+\\.sql");

    private final DataSource source;
    private final String folder;
    private final String where;

    private Migrations(DataSource source, String folder, String where) {
        this.source = source;
        this.folder = folder;
        this.where = where;
    }

    /** @param where the name of the ledger in messages */
    static Migrations sqlite(DataSource source, String where) {
        return new Migrations(source, "sqlite", where);
    }

    /** @param where the name of the ledger in messages */
    static Migrations postgresql(DataSource source, String where) {
        return new Migrations(source, "postgresql", where);
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:" + SCRIPTS + folder)
                .load();
    }

    /** @throws LedgerException if a newer version of the program has migrated the ledger */
    boolean arePending() {
        return !isOfThisVersion() && arePending(flyway());
    }

    private boolean arePending(Flyway flyway) {
        // Each call reads the scripts and the database again.
        MigrationInfoService info = flyway.info();
        boolean newer = Arrays.stream(info.all()).anyMatch(migration -> switch (migration.getState()) {
            case FUTURE_SUCCESS, FUTURE_FAILED -> true;
            default -> false;
        });
        if (newer) {
            throw new LedgerException(Reason.NEWER, where);
        }
        return info.pending().length > 0;
    }

    boolean isEmptyDatabase() {
        return !isOfThisVersion() && flyway().info().applied().length == 0;
    }

    /** @throws LedgerException if a newer version of the program has migrated the ledger */
    void run() {
        run(() -> {});
    }

    /**
     * @param beforeChange runs before tables of an earlier version are migrated; if it throws, nothing is changed
     * @throws LedgerException if a newer version of the program has migrated the ledger
     */
    void run(Runnable beforeChange) {
        if (isOfThisVersion()) {
            return;
        }
        Flyway flyway = flyway();
        if (arePending(flyway)) {
            if (flyway.info().applied().length > 0) {
                beforeChange.run();
            }
            flyway.migrate();
        }
    }

    /** Whether the last applied script is the newest one, and none has failed; false in case of doubt. */
    private boolean isOfThisVersion() {
        OptionalInt newest = newestScript(folder);
        // https://documentation.red-gate.com/fd/flyway-schema-history-table-273973417.html
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT version, success FROM flyway_schema_history ORDER BY success, installed_rank DESC")) {
            return newest.isPresent()
                    && row.next()
                    && row.getBoolean("success")
                    && Integer.toString(newest.getAsInt()).equals(row.getString("version"));
        } catch (SQLException e) {
            LOG.debug("The ledger is new, or Flyway reports the reason", e);
            return false;
        }
    }

    /** The version of the newest script; empty if the program's classes are neither in a jar nor in a folder. */
    static OptionalInt newestScript(String folder) {
        CodeSource code = Migrations.class.getProtectionDomain().getCodeSource();
        if (code == null) {
            return OptionalInt.empty();
        }
        try {
            Path program = Path.of(code.getLocation().toURI());
            if (Files.isDirectory(program)) {
                try (Stream<Path> files = Files.list(program.resolve(SCRIPTS + folder))) {
                    return newestOf(files.map(file -> file.getFileName().toString()));
                }
            }
            try (ZipFile jar = new ZipFile(program.toFile())) {
                return newestOf(
                        jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith(SCRIPTS + folder + "/")));
            }
        } catch (IOException | URISyntaxException e) {
            LOG.warn("The migration scripts cannot be listed", e);
            return OptionalInt.empty();
        }
    }

    private static OptionalInt newestOf(Stream<String> names) {
        return names.flatMap(name -> SCRIPT.matcher(name).results())
                .map((MatchResult match) -> match.group(1))
                .mapToInt(Integer::parseInt)
                .max();
    }
}

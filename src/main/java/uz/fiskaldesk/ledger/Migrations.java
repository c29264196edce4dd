package uz.fiskaldesk.ledger;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/** Creates and migrates the ledger's tables with Flyway. */
final class Migrations {
    private final Flyway flyway;
    private final String where;

    private Migrations(DataSource source, String folder, String where) {
        this.flyway = Flyway.configure()
                .dataSource(source)
                .locations("classpath:uz/fiskaldesk/ledger/" + folder)
                .load();
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

    /** @throws LedgerException if a newer version of the program has migrated the ledger */
    boolean arePending() {
        boolean newer = Arrays.stream(flyway.info().all()).anyMatch(migration -> switch (migration.getState()) {
            case FUTURE_SUCCESS, FUTURE_FAILED -> true;
            default -> false;
        });
        if (newer) {
            throw new LedgerException(Reason.NEWER, where);
        }
        return flyway.info().pending().length > 0;
    }

    boolean isEmptyDatabase() {
        return flyway.info().applied().length == 0;
    }

    /** @throws LedgerException if a newer version of the program has migrated the ledger */
    void run() {
        if (arePending()) {
            flyway.migrate();
        }
    }
}

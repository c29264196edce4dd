package uz.fiskaldesk.ledger;

import java.util.Arrays;
import org.flywaydb.core.Flyway;

/** What the history of a ledger's tables says. */
final class Migrations {
    private Migrations() {}

    /** Whether a newer version of the program has changed the tables. */
    static boolean anyFromTheFuture(Flyway flyway) {
        return Arrays.stream(flyway.info().all()).anyMatch(migration -> switch (migration.getState()) {
            case FUTURE_SUCCESS, FUTURE_FAILED -> true;
            default -> false;
        });
    }
}

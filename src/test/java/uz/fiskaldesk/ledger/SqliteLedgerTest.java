package uz.fiskaldesk.ledger;

import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in an SQLite file keeps the ledger's contract. */
@NullUnmarked
class SqliteLedgerTest {
    @TempDir
    Path folder;

    @Nested
    class ChangeMark extends ChangeMarkContract {
        @Override
        LedgerStore newStore() {
            return new SqliteStore(folder);
        }
    }
}

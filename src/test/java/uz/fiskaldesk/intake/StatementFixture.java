package uz.fiskaldesk.intake;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;

/** An empty list that statements are compared with, and a folder for their files. */
abstract class StatementFixture {
    @TempDir
    Path folder;

    SqliteLedger ledger;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), Samples.NOON);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    static String id(int number) {
        return Samples.id(number).text();
    }

    StatementReport check(Path file, ColumnMapping mapping) throws ImportFileException {
        return new StatementCheck(ledger, Providers.DEFAULT).check(file, _ -> mapping);
    }
}

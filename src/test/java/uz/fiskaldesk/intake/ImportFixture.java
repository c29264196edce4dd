package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;

/** An empty list that files are imported into, and a folder for the files. */
abstract class ImportFixture {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T07:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    SqliteLedger ledger;
    Import imports;
    final List<RowReport> reports = new ArrayList<>();

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), CLOCK.instant());
        imports =
                new Import(ledger, new ReceiptReader(CLOCK), new Operator("Till 1", "Aziza", CLOCK), Providers.DEFAULT);
    }

    @AfterEach
    void close() {
        ledger.close();
    }
}

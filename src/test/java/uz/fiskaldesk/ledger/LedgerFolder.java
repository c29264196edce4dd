package uz.fiskaldesk.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;

/** A folder with a ledger file, its backups, and files that were moved aside. */
@NullUnmarked
abstract class LedgerFolder {
    static final Instant MORNING = Instant.parse("2026-11-24T04:00:00Z");
    static final Instant LATER = MORNING.plus(Duration.ofHours(5));
    static final int PAYMENTS = 200;

    @TempDir
    Path folder;

    Path path;
    LedgerFile file;

    @BeforeEach
    void choosePlace() {
        path = folder.resolve("ledger.db");
        file = new LedgerFile(SqliteLedger.urlOf(path));
    }

    /** Adds READY payments with these sample numbers. */
    static void fill(Ledger ledger, int first, int last) {
        for (int number = first; number <= last; number++) {
            ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.ADDED));
        }
    }

    /** Creates a ledger and a backup; the last payment was added after the backup. */
    void ledgerWithBackupAndNewerPayment() {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, PAYMENTS);
            file.backUpDaily(MORNING);
            fill(ledger, PAYMENTS + 1, PAYMENTS + 1);
        }
    }

    LedgerFile.Opened open() {
        return file.open(LATER);
    }

    List<Path> backups() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            return files.sorted().toList();
        }
    }

    List<String> aside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString())
                    .filter(name -> name.contains(".aside-"))
                    .sorted()
                    .toList();
        }
    }

    void overwriteTheMiddle() throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.seek(3 * 4096);
            bytes.write("garbage ".repeat(3 * 512).getBytes(StandardCharsets.US_ASCII));
        }
    }
}

package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.LedgerFile;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Kills the program before and within each system call that writes to the ledger's files during one payment. Three
 * states of the disk are checked: as the process left it; after a power failure at the same moment, with only what was
 * flushed; and with some sectors of the rest. {@code soak.diskCalls} selects the calls: 1 is each, 5 every fifth.
 */
@NullUnmarked
class DiskCallsTest {
    private static final int EVERY = Integer.getInteger("soak.diskCalls", 5);
    private static final int SECTOR = 512;
    private static final int MIXES = 8;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private PackedProgram program;
    private FaultyDisk disk;
    private Path data;
    private Path stable;

    @BeforeEach
    void pack() throws Exception {
        data = folder.resolve("data");
        stable = folder.resolve("stable");
        disk = FaultyDisk.under(ledgerIn(data), folder);
        program = PackedProgram.in(folder);
        onePayment();
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(Scenario.confirming())) {
            program.record(WorkflowChild.class, arguments(simulator));
        }
    }

    private static Path ledgerIn(Path place) {
        return place.resolve("ledger.db");
    }

    /** Creates a ledger with a payment without a receipt, flushed to disk. */
    private void onePayment() throws IOException {
        empty(data);
        empty(stable);
        try (Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(ledgerIn(data)), Instant.now())) {
            ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
        }
        Files.copy(ledgerIn(data), ledgerIn(stable));
    }

    private static void empty(Path place) throws IOException {
        Files.createDirectories(place);
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<String> arguments(FiscalBoxSimulator simulator) {
        return List.of(SqliteLedger.urlOf(ledgerIn(data)), simulator.address().toString(), "never");
    }

    @Test
    void killedAtAnyCallNothingIsLost() throws Exception {
        int deaths = 0;
        int call = 1 + random.nextInt(EVERY);
        while (diesAt(call, false)) {
            deaths++;
            String last = disk.calls().getLast();
            if (last.contains("write") && diesAt(call, true)) {
                deaths++;
                disk.calls();
            }
            call += EVERY;
        }
        System.out.printf(
                "killed %d times at the calls up to %d of one payment's way, soak.seed=%d%n", deaths, call - 1, seed);
        assertThat(call).as("calls that write").isGreaterThan(20);
    }

    /** Whether the process was killed before it completed. */
    private boolean diesAt(int call, boolean writesHalf) throws Exception {
        onePayment();
        try (FiscalBoxSimulator simulator =
                        FiscalBoxSimulator.start(Scenario.confirming(), 0, Clock.systemUTC(), _ -> {});
                ChildJvm child = program.start(
                        WorkflowChild.class, disk.dyingAt(call, writesHalf, stable), arguments(simulator))) {
            boolean died = child.waitFor() != 0;
            String where = "dead at call " + call + (writesHalf ? ", torn" : "") + ", soak.seed=" + seed;
            Path left = folder.resolve("left");
            for (int mix = 0; mix < MIXES; mix++) {
                writePossibleDisk(left);
                check(left, simulator, "some of the rest on the disk, " + where);
            }
            check(stable, simulator, "the power gone, " + where);
            check(data, simulator, "the process gone, " + where);
            return died;
        }
    }

    /**
     * Writes a possible state of the disk to a folder: everything flushed, and any sectors of what was written since.
     */
    private void writePossibleDisk(Path left) throws IOException {
        empty(left);
        for (String name : List.of("ledger.db", "ledger.db-wal")) {
            Path written = data.resolve(name);
            if (Files.exists(written)) {
                Path flushed = stable.resolve(name);
                byte[] before = Files.exists(flushed) ? Files.readAllBytes(flushed) : new byte[0];
                Files.write(left.resolve(name), mixSectors(before, Files.readAllBytes(written)));
            }
        }
    }

    private byte[] mixSectors(byte[] before, byte[] after) {
        int length = before.length == after.length
                ? after.length
                : random.nextInt(Math.min(before.length, after.length), Math.max(before.length, after.length) + 1);
        byte[] mixed = Arrays.copyOf(before, length);
        for (int sector = 0; sector < Math.min(length, after.length); sector += SECTOR) {
            if (random.nextBoolean()) {
                System.arraycopy(
                        after, sector, mixed, sector, Math.min(SECTOR, Math.min(length, after.length) - sector));
            }
        }
        return mixed;
    }

    /** The next start: nothing is damaged, and all invariants hold. */
    private static void check(Path place, FiscalBoxSimulator simulator, String where) {
        try {
            LedgerFile.Opened opened = new LedgerFile(SqliteLedger.urlOf(ledgerIn(place))).open(Instant.now());
            try (Ledger ledger = opened.ledger()) {
                assertThat(opened.recovery()).isNull();
                new Invariants(ledger, simulator).check(List.of(Samples.id(1)));
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where, e);
        }
    }
}

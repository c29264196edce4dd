package uz.fiskaldesk.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Provides the simulated FiscalBox and the sample payments of training mode. Samples are kept in a separate ledger
 * until all are done or the day is over; then training starts again with new ones.
 */
public final class Training implements AutoCloseable {
    /**
     * The response timeout in training mode. One sample never gets a response, and trainees should not wait a whole
     * minute.
     */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Path folder;
    private final Clock clock;
    private @Nullable FiscalBoxSimulator simulator;

    /** @param folder the data folder of training mode, separate from the real one */
    public Training(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Returns the URL of the simulated FiscalBox, which is started by the first call. */
    public synchronized String address() {
        if (simulator == null) {
            try {
                simulator = FiscalBoxSimulator.start(Scenario.confirming(), 0, clock, _ -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return simulator.address().toString();
    }

    /**
     * Opens the training ledger; deletes its contents first if they belong to another day or are all done.
     *
     * @param file the file of the ledger that {@code opening} opens
     */
    public Ledger open(Supplier<Ledger> opening, Path file) {
        Ledger ledger = opening.get();
        if (!isOver(ledger)) {
            return ledger;
        }
        ledger.close();
        delete(file);
        return opening.get();
    }

    private boolean isOver(Ledger ledger) {
        boolean nothingToDo = ledger.page(LedgerQuery.ALL.in(PaymentState.where(PaymentState::isOpen)), null, 1)
                .isEmpty();
        return nothingToDo || ledger.find(TrainingDay.firstOf(today())).isEmpty();
    }

    /** The samples are not real and may be deleted. */
    private static void delete(Path ledger) {
        try {
            for (String ending : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(ledger.resolveSibling(ledger.getFileName() + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds the day's samples to the ledger unless they are there, and starts the day's scenario in the simulator. */
    public TrainingReceipts start(Ledger ledger, Operator operator) {
        LocalDate today = today();
        Instant opened = ledger.find(TrainingDay.firstOf(today))
                .map(LedgerEntry::addedAt)
                .orElseGet(clock::instant);
        TrainingDay day = new TrainingDay(today, opened);
        List<Sample> samples = day.samples();
        for (Sample sample : samples.reversed()) {
            ledger.add(sample.payment(), null, operator.act(Act.Kind.IMPORTED, null));
        }
        play(day.scenario());
        return new TrainingReceipts(samples, opened, folder.resolve("receipts"));
    }

    private synchronized void play(Scenario scenario) {
        if (simulator != null) {
            simulator.play(scenario);
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), FiscalReceipt.TASHKENT);
    }

    @Override
    public synchronized void close() {
        if (simulator != null) {
            simulator.close();
        }
    }
}

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
 * The training mode of one run of the program: its FiscalBox, and its payments in a ledger of its own. A day's work is
 * kept while there is something left to do; the next day, or when all is done, it starts over.
 */
public final class Training implements AutoCloseable {
    /** One of the payments never gets its answer; nobody who practises shall wait a whole minute for that. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Path folder;
    private final Clock clock;
    private @Nullable FiscalBoxSimulator simulator;

    /**
     * @param folder the data folder of training, apart from the real one
     */
    public Training(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The address of this training's FiscalBox, which runs from the first call on. */
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
     * Opens the training's ledger, anew where what it holds is another day's or is all done.
     *
     * @param file where the ledger lies that {@code opening} opens
     */
    public Ledger open(Supplier<Ledger> opening, Path file) {
        Ledger ledger = opening.get();
        if (!isOver(ledger)) {
            return ledger;
        }
        ledger.close();
        forget(file);
        return opening.get();
    }

    private boolean isOver(Ledger ledger) {
        boolean nothingToDo = ledger.page(LedgerQuery.ALL.in(PaymentState.where(PaymentState::isOpen)), null, 1)
                .isEmpty();
        return nothingToDo || ledger.find(TrainingDay.firstOf(today())).isEmpty();
    }

    /** Nothing of these files was real. */
    private static void forget(Path ledger) {
        try {
            for (String ending : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(ledger.resolveSibling(ledger.getFileName() + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the day's payments into the ledger where they are not there yet, and lets FiscalBox know of the day. */
    public TrainingReceipts begin(Ledger ledger, Operator operator) {
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

package uz.fiskaldesk.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.desk.start.Practice;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * The payment and the receipt of the guide of the first start: a ledger in a temporary folder, which is deleted at the end, and
 * a simulated FiscalBox that confirms. The workflow is the real one.
 */
public final class FirstReceipt implements Practice {
    private static final Amount AMOUNT = new Amount(125_000_00);
    private static final Duration BEFORE = Duration.ofMinutes(3);

    private final Path folder;
    private final FiscalBoxSimulator simulator;
    private final Ledger ledger;
    private final ConfirmationWorkflow workflow;
    private final Payment payment;
    private final FiscalReceipt receipt;

    private FirstReceipt(
            Path folder,
            FiscalBoxSimulator simulator,
            Ledger ledger,
            FiscalApi fiscalBox,
            Operator operator,
            Instant now) {
        this.folder = folder;
        this.simulator = simulator;
        this.ledger = ledger;
        this.workflow = new ConfirmationWorkflow(ledger, fiscalBox, new RetryBackoff(new Random()), operator);
        TransactionId id = TransactionId.of(UUID.randomUUID().toString());
        payment = new Payment(id, null, AMOUNT, null, null, now.minus(BEFORE), null);
        String sign = String.format(Locale.ROOT, "%012d", new Random().nextLong(1_000_000_000_000L));
        receipt = TrainingDay.receipt(
                TrainingDay.TERMINAL, "2391", now.minus(BEFORE.dividedBy(3)).truncatedTo(ChronoUnit.SECONDS), sign);
        ledger.add(payment, null, operator.act(Act.Kind.ADDED, null));
    }

    /**
     * Starts the simulated FiscalBox and makes the ledger.
     *
     * @param ledgerAt opens a ledger of training in a file
     * @param fiscalBoxAt creates a client for the address of the simulator
     */
    public static FirstReceipt open(
            Function<Path, Ledger> ledgerAt, Function<String, FiscalApi> fiscalBoxAt, Operator operator, Clock clock) {
        try {
            Path folder = Files.createTempDirectory("fiskaldesk-guide");
            FiscalBoxSimulator simulator = FiscalBoxSimulator.start(
                    Scenario.confirming().withTerminal(TrainingDay.TERMINAL), 0, clock, _ -> {});
            try {
                return new FirstReceipt(
                        folder,
                        simulator,
                        ledgerAt.apply(folder.resolve("ledger.db")),
                        fiscalBoxAt.apply(simulator.address().toString()),
                        operator,
                        clock.instant());
            } catch (RuntimeException e) {
                simulator.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Payment payment() {
        return payment;
    }

    @Override
    public FiscalReceipt receipt() {
        return receipt;
    }

    @Override
    public BufferedImage picture() {
        return new ReceiptPicture().of(receipt, AMOUNT);
    }

    @Override
    public Outcome confirm(FiscalReceipt scanned) {
        LedgerEntry entry = ledger.find(payment.transactionId()).orElseThrow();
        workflow.attach(entry, scanned, ConfirmationWorkflow.Consent.NONE);
        workflow.send(ledger.find(payment.transactionId()).orElseThrow());
        LedgerEntry sent = ledger.find(payment.transactionId()).orElseThrow();
        return Objects.requireNonNull(sent.lastOutcome());
    }

    @Override
    public void close() {
        simulator.close();
        ledger.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // The system empties its temporary folder.
            folder.toFile().deleteOnExit();
        }
    }
}

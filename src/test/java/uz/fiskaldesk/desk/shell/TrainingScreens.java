package uz.fiskaldesk.desk.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.scan.QrReader;
import uz.fiskaldesk.scan.decoder.Deadline;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.training.Training;
import uz.fiskaldesk.training.TrainingReceipts;

/** A day of training mode with its own FiscalBox: its beginning, the first receipt, failures, and its end. */
abstract class TrainingScreens extends OverlayScreens {
    private @Nullable TrainingReceipts receipts;

    final void lookAtTraining(double width, double height) throws IOException {
        Path data = Files.createDirectory(folder.resolve("training-day"));
        try (Training training = new Training(data, sessions.clock())) {
            sessions = new TestSessions(data, training.address());
            begin(training);
            open(width, height);
            until("the day's payments are listed", () -> model().list().rows().size() == 30);
            lookAt("training begins");
            run(() -> model().pages().open(Page.SAMPLES));
            untilShown("#sample-own-take");
            lookAt("training receipts");
            run(() -> model().pages().open(Page.HELP));
            lookAt("training help");
            run(() -> model().pages().back());
            sendTheFirst();
            lookAt("training confirmed");
            sendTheRest();
            lookAt("training failures");
            // What is finished in the moment in which the report ends belongs to the next one.
            sessions.advanceClock(Duration.ofMinutes(1));
            run(() -> model().shift().toggle());
            until("the report is shown", () -> model().shift().shown().get() != null);
            lookAt("training shift");
            run(() -> model().pages().back());
            end();
            lookAt("training ends");
            closeWindow();
        }
    }

    private void begin(Training training) {
        try (Ledger ledger = training.open(
                () -> SqliteLedger.open(
                        SqliteLedger.urlOf(sessions.ledgerFile()),
                        sessions.clock().instant()),
                sessions.ledgerFile())) {
            TrainingReceipts started = training.start(ledger, new Operator("till 3", "Dilnoza", sessions.clock()));
            receipts = started;
            sessions.train(started);
        }
    }

    private void sendTheFirst() {
        LedgerEntry first = onWindow(() -> model().list().selected().get());
        run(() -> model().capture().captureText(linkOf(first)));
        untilShown("#offer");
        lookAt("training offer");
        sessions.advanceClock(Duration.ofSeconds(1));
        run(() -> model().sending().confirm());
        until("it has an outcome", () -> state(first) != PaymentState.PENDING && state(first) != PaymentState.SENDING);
        run(() -> model().list()
                .select(sessions.ledger().find(first.transactionId()).orElseThrow()));
    }

    private void sendTheRest() {
        List<LedgerEntry> sent = entries(PaymentState.PENDING).subList(0, 10);
        for (LedgerEntry entry : sent) {
            sessions.ledger().attach(entry, ReceiptLink.parse(linkOf(entry)).orElseThrow(), null, List.of(act()));
        }
        run(() -> model().list().refresh());
        until("they are ready", () -> model().list().totals().sendable().get().payments() == 10);
        run(() -> model().sending().sendAll());
        until(
                "all have an outcome",
                () -> sent.stream()
                                .noneMatch(entry ->
                                        sessions.ledger().attempts(entry).isEmpty())
                        && model().sender().inFlightCount() == 0
                        && entries(PaymentState.SENDING).isEmpty());
        run(() -> model().list().filter().set(PaymentFilter.ALL));
    }

    private void end() {
        for (LedgerEntry entry : sessions.ledger().page(LedgerQuery.ALL, null, 100)) {
            if (entry.canSetAside()) {
                sessions.ledger().setAside(entry, act());
            }
        }
        run(() -> {
            model().list().filter().set(PaymentFilter.TO_DO);
            model().list().refresh();
        });
        until("nothing is left", () -> model().list().rows().isEmpty());
    }

    private PaymentState state(LedgerEntry entry) {
        return sessions.ledger().find(entry.transactionId()).orElseThrow().state();
    }

    private List<LedgerEntry> entries(PaymentState state) {
        return sessions.ledger().page(LedgerQuery.ALL.in(Set.of(state)), null, 100);
    }

    private String linkOf(LedgerEntry entry) {
        BufferedImage picture = Objects.requireNonNull(receipts)
                .receiptOf(entry.transactionId())
                .orElseThrow();
        return QrReader.forReceipts(_ -> true, sessions.clock())
                .read(Luminance.of(picture), Deadline.never())
                .wanted()
                .getFirst()
                .text();
    }
}

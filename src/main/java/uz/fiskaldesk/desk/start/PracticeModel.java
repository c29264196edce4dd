package uz.fiskaldesk.desk.start;

import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** The way of one receipt, to try: scanned, compared, sent, confirmed. Nothing of it is real. */
public final class PracticeModel {
    /** How far it is. */
    public enum Stage {
        PREPARING,
        SCAN,
        /** Another code was scanned. */
        SCAN_AGAIN,
        COMPARE,
        SENDING,
        CONFIRMED,
        FAILED
    }

    private final Supplier<Practice> opening;
    private final ReceiptReader reader;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.PREPARING);
    private @Nullable Practice practice;
    private boolean opened;

    /** How often it was begun. */
    private int times;

    /** @param opening prepares a payment and its receipt; blocks for a moment */
    public PracticeModel(Supplier<Practice> opening, ReceiptReader reader, BackgroundTasks tasks) {
        this.opening = opening;
        this.reader = reader;
        this.tasks = tasks;
    }

    public ReadOnlyObjectProperty<Stage> stage() {
        return stage.getReadOnlyProperty();
    }

    /** What is practised with; null while it is prepared. */
    public @Nullable Practice practice() {
        return practice;
    }

    /** Prepares a payment, unless there is one. */
    void begin() {
        if (opened) {
            return;
        }
        opened = true;
        int own = ++times;
        stage.set(Stage.PREPARING);
        tasks.inBackground(
                opening,
                made -> {
                    if (!isOpen(own)) {
                        tasks.inBackground(() -> closed(made), _ -> {}, () -> {});
                        return;
                    }
                    practice = made;
                    stage.set(Stage.SCAN);
                },
                () -> failed(own));
    }

    /** Whether the guide was not left since. */
    private boolean isOpen(int time) {
        return opened && time == times;
    }

    private void failed(int time) {
        if (isOpen(time)) {
            stage.set(Stage.FAILED);
        }
    }

    /** Takes a text that was scanned. */
    void scanned(String text) {
        Practice with = practice;
        if (with == null || (stage.get() != Stage.SCAN && stage.get() != Stage.SCAN_AGAIN)) {
            return;
        }
        boolean right = reader.read(text) instanceof ReceiptReading.Accepted accepted
                && accepted.receipt().url().equals(with.receipt().url());
        stage.set(right ? Stage.COMPARE : Stage.SCAN_AGAIN);
    }

    /** Takes the receipt without a scanner. */
    public void takeReceipt() {
        if (practice != null) {
            scanned(practice.receipt().url());
        }
    }

    /** Sends the receipt to the simulated FiscalBox. */
    void confirm() {
        Practice with = practice;
        if (with == null || stage.get() != Stage.COMPARE) {
            return;
        }
        stage.set(Stage.SENDING);
        FiscalReceipt receipt = with.receipt();
        int own = times;
        tasks.inBackground(
                () -> with.confirm(receipt),
                outcome -> {
                    if (isOpen(own)) {
                        stage.set(outcome instanceof Outcome.Confirmed ? Stage.CONFIRMED : Stage.FAILED);
                    }
                },
                () -> failed(own));
    }

    /** Ends the practice; {@link #begin} starts another one. */
    void end() {
        Practice with = practice;
        practice = null;
        opened = false;
        if (with != null) {
            tasks.inBackground(() -> closed(with), _ -> {}, () -> {});
        }
    }

    private static boolean closed(Practice practice) {
        practice.close();
        return true;
    }
}

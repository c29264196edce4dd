package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs tasks in the background. The methods return immediately, run {@code work} on another thread and pass its result
 * to {@code then} on the JavaFX thread. If either throws anything, also an {@link Error}, it is reported with
 * {@link NoticeModel#logAndShow} and {@code failed} is called on the JavaFX thread to reset the caller's state. A task that
 * is submitted while the desk is closing is not run; {@code failed} is called without a report.
 */
public interface BackgroundTasks {
    /** Runs a task that uses the ledger. These tasks run one at a time, in the order of submission. */
    <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed);

    /** Runs a task that reads files or pictures or calls FiscalBox. These tasks run concurrently. */
    <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed);

    default <T> void onLedger(Supplier<T> work, Consumer<? super T> then) {
        onLedger(work, then, () -> {});
    }

    default <T> void inBackground(Supplier<T> work, Consumer<? super T> then) {
        inBackground(work, then, () -> {});
    }
}

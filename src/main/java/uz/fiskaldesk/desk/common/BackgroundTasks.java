package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does work beside the window. Both methods return at once, do the work on another thread, and bring its result back to
 * the window's thread. Whatever is thrown, be it an {@link Error} and be it by the work or by {@code then}, ends in
 * {@link NoticeModel#trouble}, and {@code failed} is called, which resets what the caller has set. Work that is asked for
 * while the desk closes is not done, and counts as failed without a word.
 */
public interface BackgroundTasks {
    /** Reads or changes the ledger; one piece of work after the other, in the order they came. */
    <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed);

    /** Reads files and pictures or asks FiscalBox; several at once, in no order. */
    <T> void aside(Supplier<T> work, Consumer<? super T> then, Runnable failed);

    default <T> void onLedger(Supplier<T> work, Consumer<? super T> then) {
        onLedger(work, then, () -> {});
    }

    default <T> void aside(Supplier<T> work, Consumer<? super T> then) {
        aside(work, then, () -> {});
    }
}

package uz.fiskaldesk.desk;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;

/** Replaces the JavaFX thread: queued tasks run on the test's thread when it calls {@link #settle} or {@link #until}. */
public final class TestExecutor implements Executor, BackgroundTasks {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final NoticeModel notices;

    public TestExecutor(NoticeModel notices) {
        this.notices = notices;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        try {
            T result = work.get();
            tasks.add(() -> then.accept(result));
        } catch (RuntimeException e) {
            tasks.add(() -> {
                notices.logAndShow(e);
                failed.run();
            });
        }
    }

    @Override
    public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        onLedger(work, then, failed);
    }

    /** Runs the queued tasks. */
    public void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Runs tasks until the condition holds; fails if none arrives for 20 seconds. */
    public void until(BooleanSupplier condition) {
        try {
            while (!condition.getAsBoolean()) {
                Runnable task = tasks.poll(20, TimeUnit.SECONDS);
                if (task == null) {
                    throw new AssertionError("No task arrived any more, and the condition does not hold");
                }
                task.run();
            }
            settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

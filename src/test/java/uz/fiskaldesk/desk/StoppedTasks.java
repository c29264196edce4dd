package uz.fiskaldesk.desk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import uz.fiskaldesk.desk.common.BackgroundTasks;

/** Tasks that stand still until the test lets one of them work; their answers are passed on at once. */
@NullUnmarked
public final class StoppedTasks implements BackgroundTasks {
    private record Task(Runnable work, Runnable answer) {}

    private final Deque<Task> waiting = new ArrayDeque<>();

    @Override
    public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        Object[] result = new Object[1];
        waiting.add(new Task(() -> result[0] = work.get(), () -> accept(then, result[0])));
    }

    @SuppressWarnings("unchecked")
    private static <T> void accept(Consumer<? super T> then, Object result) {
        then.accept((T) result);
    }

    @Override
    public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
        onLedger(work, then, failed);
    }

    /** Does the work that waits now, and keeps the answers back. */
    public void work() {
        for (int i = waiting.size(); i > 0; i--) {
            Task next = waiting.remove();
            next.work().run();
            waiting.add(new Task(() -> {}, next.answer()));
        }
    }

    /** Finishes the first task; returns whether there was one. */
    public boolean workOnce() {
        Task next = waiting.poll();
        if (next != null) {
            next.work().run();
            next.answer().run();
        }
        return next != null;
    }

    /** Finishes the task that was given last. */
    public void finishLast() {
        Task last = waiting.removeLast();
        last.work().run();
        last.answer().run();
    }
}

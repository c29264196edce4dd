package uz.fiskaldesk.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Fails where one input keeps the processor busy for too long. Waiting for a busy machine does not count. */
public final class Bounded {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** While the code is still cold, the same work takes many times as long. */
    private static final int COLD = 500;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private int inputs;

    /** Something that is done to one input. */
    public interface Work {
        void run() throws Exception;
    }

    public void run(Work work) {
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before);
        inputs++;
        if (inputs > COLD && took.compareTo(LONGEST) > 0) {
            throw new AssertionError("one input took " + took);
        }
    }
}

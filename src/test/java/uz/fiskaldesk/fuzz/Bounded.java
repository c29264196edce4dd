package uz.fiskaldesk.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Fails if an input uses too much CPU time. Waiting on a busy machine does not count. */
public final class Bounded {
    private static final int COLD_TIMES = 5;

    private final Duration longest;

    private final int cold;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private int inputs;

    /** Creates limits of one second per input after a warm-up of five hundred inputs. */
    public Bounded() {
        this(Duration.ofSeconds(1), 500);
    }

    /**
     * Other limits.
     *
     * @param longest of the processor's time for one input
     * @param cold so many inputs come first, which may take {@value #COLD_TIMES} times as long, as the code is still
     *     cold
     */
    public Bounded(Duration longest, int cold) {
        this.longest = longest;
        this.cold = cold;
    }

    /** The processing of one input. */
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
        if (took.compareTo(inputs > cold ? longest : longest.multipliedBy(COLD_TIMES)) > 0) {
            throw new AssertionError("one input took " + took);
        }
    }
}

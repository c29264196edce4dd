package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;

/** What is heard, so that a cashier need not look up. Silent until somebody listens; on the window's thread. */
public final class SoundCues {
    /** What became of something that was captured. */
    public enum Signal {
        TAKEN,
        REFUSED
    }

    private Consumer<Signal> listener = _ -> {};

    public void heardBy(Consumer<Signal> newListener) {
        listener = newListener;
    }

    public void give(Signal signal) {
        listener.accept(signal);
    }
}

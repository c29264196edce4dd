package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;

/** Acoustic feedback for captures and failures, so that the cashier need not look at the screen. Used on the JavaFX thread. */
public final class SoundCues {
    /** What is signalled. */
    public enum Signal {
        /** A receipt was captured. */
        TAKEN,
        /** A capture was refused. */
        REFUSED,
        /** A payment was rejected, or its outcome is unknown. */
        FAILED
    }

    private Consumer<Signal> listener = _ -> {};

    public void setListener(Consumer<Signal> newListener) {
        listener = newListener;
    }

    public void play(Signal signal) {
        listener.accept(signal);
    }
}

package uz.fiskaldesk.desk.common;

import java.util.function.Consumer;

/** Acoustic feedback for captures, so that the cashier need not look at the screen. Used on the JavaFX thread. */
public final class SoundCues {
    /** The result of a capture. */
    public enum Signal {
        TAKEN,
        REFUSED
    }

    private Consumer<Signal> listener = _ -> {};

    public void setListener(Consumer<Signal> newListener) {
        listener = newListener;
    }

    public void play(Signal signal) {
        listener.accept(signal);
    }
}

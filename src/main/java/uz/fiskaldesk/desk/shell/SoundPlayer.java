package uz.fiskaldesk.desk.shell;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.desk.common.SoundCues.Signal;

/**
 * Plays a short sound when a receipt was accepted or refused or a payment failed, on its own thread. It stays silent if the computer has no
 * audio output.
 */
final class SoundPlayer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoundPlayer.class);
    private static final float RATE = 22_050;
    private static final AudioFormat FORMAT = new AudioFormat(RATE, 16, 1, true, false);
    private static final byte[] TAKEN = tones(Duration.ofMillis(70), 880, 1320);
    private static final byte[] FAILED = tones(Duration.ofMillis(120), 440, 330, 440, 330);
    private static final byte[] REFUSED = tones(Duration.ofMillis(150), 330, 262);

    private volatile boolean on;
    /** Queues at most one sound and discards the rest, so that sounds do not lag behind the captures. */
    private final ExecutorService player;

    private volatile boolean silent;

    SoundPlayer() {
        this.player = new ThreadPoolExecutor(
                0,
                1,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(1),
                Thread.ofPlatform().daemon().name("sounds").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void setOn(boolean now) {
        on = now;
    }

    /** Plays a sound without blocking. */
    void play(Signal signal) {
        if (on && !silent) {
            byte[] tones = switch (signal) {
                case TAKEN -> TAKEN;
                case REFUSED -> REFUSED;
                case FAILED -> FAILED;
            };
            player.execute(() -> sound(tones));
        }
    }

    private void sound(byte[] tones) {
        try (SourceDataLine line = AudioSystem.getSourceDataLine(FORMAT)) {
            line.open(FORMAT);
            line.start();
            line.write(tones, 0, tones.length);
            line.drain();
        } catch (LineUnavailableException | RuntimeException | LinkageError e) {
            LOG.info("No audio output: {}", e.toString());
            silent = true;
        }
    }

    /** PCM samples of a sequence of tones. Each is faded in and out, so that it does not click. */
    private static byte[] tones(Duration each, double... hertz) {
        int length = (int) (RATE * each.toMillis() / 1000);
        byte[] samples = new byte[2 * length * hertz.length];
        for (int i = 0; i < length * hertz.length; i++) {
            int at = i % length;
            double loudness = 0.35 * Math.sin(Math.PI * at / length);
            int sample = (int) (Short.MAX_VALUE * loudness * Math.sin(2 * Math.PI * hertz[i / length] * at / RATE));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        return samples;
    }

    @Override
    public void close() {
        player.shutdownNow();
    }
}

package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.camera.ReadingPace.Look;

class ReadingPaceTest {
    private static final long MILLI = 1_000_000;
    private static final long FRAME = 33 * MILLI;
    private static final Scene TABLE = scene(120);
    private static final Scene PAPER = scene(200);

    private final ReadingPace pace = new ReadingPace();
    private long now = 1_000_000 * MILLI;

    @BeforeEach
    void open() {
        pace.reset(now);
    }

    private static Scene scene(int brightness) {
        Frame frame = new Frame(3 * 64 * 36);
        java.util.Arrays.fill(frame.rgb, (byte) brightness);
        frame.is(64, 36, 1);
        return Scene.of(frame);
    }

    /** Shows the scene for a while, 30 frames a second; a glance takes 20 ms and a study 100. */
    private Map<Look, Integer> shown(Scene scene, long millis) {
        Map<Look, Integer> looks = new EnumMap<>(Look.class);
        for (long end = now + millis * MILLI; now < end; ) {
            Look look = pace.next(scene, now);
            long took = switch (look) {
                case NONE -> 0;
                case GLANCE -> 20 * MILLI;
                case STUDY -> 100 * MILLI;
            };
            pace.done(look, now, now + took);
            looks.merge(look, 1, Integer::sum);
            now += Math.max(FRAME, took);
        }
        return looks;
    }

    @Test
    void looksAtEveryFrameWhileSomethingMightBeHeldThere() {
        shown(TABLE, 10_000);

        Map<Look, Integer> looks = shown(PAPER, 1_000);

        assertThat(looks).doesNotContainKey(Look.NONE);
        assertThat(looks.getOrDefault(Look.STUDY, 0)).isBetween(2, 4);
    }

    @Test
    void spendsATenthOfTheTimeOnAnEmptyCounterAtMost() {
        shown(TABLE, 10_000);

        Map<Look, Integer> looks = shown(TABLE, 60_000);

        assertThat(20 * looks.getOrDefault(Look.GLANCE, 0) + 100 * looks.getOrDefault(Look.STUDY, 0))
                .isLessThan(6_000);
    }

    @Test
    void studiesAnEmptyCounterNowAndThenAllTheSame() {
        shown(TABLE, 10_000);

        assertThat(shown(TABLE, 10_000).getOrDefault(Look.STUDY, 0)).isPositive();
    }

    @Test
    void looksAtOnceWhenSomethingAppears() {
        shown(TABLE, 10_000);

        assertThat(pace.next(PAPER, now)).isNotEqualTo(Look.NONE);
    }

    @Test
    void doesNotLookIntoTheDark() {
        assertThat(shown(scene(10), 1_000)).containsOnlyKeys(Look.NONE);
    }
}

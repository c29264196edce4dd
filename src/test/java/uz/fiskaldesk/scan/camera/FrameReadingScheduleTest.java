package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.camera.FrameReadingSchedule.Effort;

class FrameReadingScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final long FRAME = 33 * MILLI;
    private static final BrightnessGrid TABLE = grid(120);
    private static final BrightnessGrid PAPER = grid(200);

    private final FrameReadingSchedule schedule = new FrameReadingSchedule();
    private long now = 1_000_000 * MILLI;

    @BeforeEach
    void open() {
        schedule.reset(now);
    }

    private static BrightnessGrid grid(int brightness) {
        Frame frame = new Frame(3 * 64 * 36);
        Arrays.fill(frame.rgb, (byte) brightness);
        frame.set(64, 36, 1);
        return BrightnessGrid.of(frame);
    }

    /** Shows a scene for some time at 30 frames a second; a fast read takes 20 ms, a thorough one 100 ms. */
    private Map<Effort, Integer> shown(BrightnessGrid grid, long millis) {
        Map<Effort, Integer> efforts = new EnumMap<>(Effort.class);
        for (long end = now + millis * MILLI; now < end; ) {
            Effort effort = schedule.next(grid, now);
            long took = switch (effort) {
                case SKIP -> 0;
                case FAST -> 20 * MILLI;
                case THOROUGH -> 100 * MILLI;
            };
            schedule.done(effort, now, now + took);
            efforts.merge(effort, 1, Integer::sum);
            now += Math.max(FRAME, took);
        }
        return efforts;
    }

    @Test
    void readsEveryFrameAfterAChange() {
        shown(TABLE, 10_000);

        Map<Effort, Integer> efforts = shown(PAPER, 1_000);

        assertThat(efforts).doesNotContainKey(Effort.SKIP);
        assertThat(efforts.getOrDefault(Effort.THOROUGH, 0)).isBetween(2, 4);
    }

    @Test
    void spendsAtMostATenthOfTheTimeOnAnUnchangedScene() {
        shown(TABLE, 10_000);

        Map<Effort, Integer> efforts = shown(TABLE, 60_000);

        assertThat(20 * efforts.getOrDefault(Effort.FAST, 0) + 100 * efforts.getOrDefault(Effort.THOROUGH, 0))
                .isLessThan(6_000);
    }

    @Test
    void sometimesReadsAnUnchangedSceneThoroughly() {
        shown(TABLE, 10_000);

        assertThat(shown(TABLE, 10_000).getOrDefault(Effort.THOROUGH, 0)).isPositive();
    }

    @Test
    void readsImmediatelyAfterAChange() {
        shown(TABLE, 10_000);

        assertThat(schedule.next(PAPER, now)).isNotEqualTo(Effort.SKIP);
    }

    @Test
    void skipsDarkFrames() {
        assertThat(shown(grid(10), 1_000)).containsOnlyKeys(Effort.SKIP);
    }
}

package uz.fiskaldesk.scan.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.camera.FrameReadingSchedule.Effort;

class FrameReadingScheduleTest {
    private static final long MILLI = 1_000_000;
    private static final long FRAME = 33 * MILLI;
    private static final int WIDTH = 128;
    private static final int HEIGHT = 72;
    private static final BrightnessGrid TABLE = grid(120);
    private static final BrightnessGrid PAPER = grid(200);

    private final FrameReadingSchedule schedule = new FrameReadingSchedule();
    private final List<Rectangle> areas = new ArrayList<>();
    private long now = 1_000_000 * MILLI;

    @BeforeEach
    void open() {
        schedule.reset(now);
    }

    private static BrightnessGrid grid(int brightness) {
        return grid((_, _) -> brightness);
    }

    private interface Scene {
        int at(int x, int y);
    }

    private static BrightnessGrid grid(Scene scene) {
        Frame frame = new Frame(3 * WIDTH * HEIGHT);
        for (int i = 0; i < frame.rgb.length; i++) {
            int pixel = i / 3;
            frame.rgb[i] = (byte) Math.min(255, scene.at(pixel % WIDTH, pixel / WIDTH));
        }
        frame.set(WIDTH, HEIGHT, 1);
        return BrightnessGrid.of(frame);
    }

    private Map<Effort, Integer> shown(BrightnessGrid grid, long millis) {
        return shown(_ -> grid, millis);
    }

    /** Shows a scene for some time at 30 frames a second; a fast read takes 20 ms, a thorough one 100 ms. */
    private Map<Effort, Integer> shown(LongFunction<BrightnessGrid> scene, long millis) {
        Map<Effort, Integer> efforts = new EnumMap<>(Effort.class);
        for (long end = now + millis * MILLI; now < end; ) {
            FrameReadingSchedule.Decision decision = schedule.next(scene.apply(now), now);
            if (decision.effort() != Effort.SKIP) {
                areas.add(decision.area());
            }
            long took = switch (decision.effort()) {
                case SKIP -> 0;
                case FAST -> 20 * MILLI;
                case THOROUGH -> 100 * MILLI;
            };
            schedule.done(decision.effort(), now, now + took);
            efforts.merge(decision.effort(), 1, Integer::sum);
            now += Math.max(FRAME, took);
        }
        return efforts;
    }

    private static int timeOf(Map<Effort, Integer> efforts) {
        return 20 * efforts.getOrDefault(Effort.FAST, 0) + 100 * efforts.getOrDefault(Effort.THOROUGH, 0);
    }

    /** The flicker of a lamp, which a rolling shutter shows as stripes that move, over a table with a lit patch. */
    @Test
    void flickerIsNoChange() {
        LongFunction<BrightnessGrid> flickering = time -> grid((x, y) -> {
            double light = 1 + 0.15 * Math.sin(y / 4.0 + time / (7.0 * MILLI));
            return (int) (light * (x < 40 && y > 24 ? 220 : 90 + x / 2));
        });
        shown(flickering, 4_000);

        assertThat(timeOf(shown(flickering, 10_000))).isLessThan(1_000);
    }

    @Test
    void readsWhereTheFrameHasChanged() {
        shown(TABLE, 10_000);
        areas.clear();

        shown(grid((x, y) -> x >= 64 && x < 92 && y >= 16 && y < 40 ? 200 : 120), 1_000);

        assertThat(areas).allMatch(area -> area.contains(64, 16, 28, 24));
        assertThat(areas.getFirst().width * areas.getFirst().height).isLessThan(WIDTH * HEIGHT / 4);
        assertThat(areas).as("a thorough read in case").contains(new Rectangle(WIDTH, HEIGHT));
    }

    /** Something that always moves, such as a fan, must not widen the part that is read for ever. */
    @Test
    void forgetsWhereTheFrameChangedEarlier() {
        LongFunction<BrightnessGrid> fan =
                time -> grid((x, y) -> x < 12 && y < 12 && time / FRAME % 2 == 0 ? 200 : 120);
        shown(fan, 1_000);
        shown(PAPER, 1_000);
        shown(fan, 4_000);
        areas.clear();

        shown(fan, 1_000);

        assertThat(areas.getFirst()).isEqualTo(new Rectangle(16, 16));
    }

    /** A receipt that is held still and was not read is read as a whole frame now and then. */
    @Test
    void readsTheWholeFrameWhileNothingChanges() {
        shown(TABLE, 10_000);
        areas.clear();

        shown(TABLE, 10_000);

        assertThat(areas).isNotEmpty().containsOnly(new Rectangle(WIDTH, HEIGHT));
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

        assertThat(timeOf(efforts)).isLessThan(6_000);
    }

    @Test
    void sometimesReadsAnUnchangedSceneThoroughly() {
        shown(TABLE, 10_000);

        assertThat(shown(TABLE, 10_000).getOrDefault(Effort.THOROUGH, 0)).isPositive();
    }

    @Test
    void readsImmediatelyAfterAChange() {
        shown(TABLE, 10_000);

        assertThat(schedule.next(PAPER, now).effort()).isNotEqualTo(Effort.SKIP);
    }

    @Test
    void skipsDarkFrames() {
        assertThat(shown(grid(10), 1_000)).containsOnlyKeys(Effort.SKIP);
    }
}

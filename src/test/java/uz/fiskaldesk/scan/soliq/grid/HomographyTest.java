package uz.fiskaldesk.scan.soliq.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HomographyTest {
    @Property(tries = 200)
    void mapsItsFourPoints(
            @ForAll @DoubleRange(min = -20, max = 20) double dx, @ForAll @DoubleRange(min = -20, max = 20) double dy) {
        double[][] modules = {{3.5, 3.5}, {33.5, 3.5}, {3.5, 33.5}, {30.5, 30.5}};
        double[][] pixels = {{100, 90}, {300 + dx, 100}, {110, 290 + dy}, {280 - dy, 270 + dx}};

        Grid grid = Objects.requireNonNull(Homography.through(modules, pixels));

        for (int i = 0; i < 4; i++) {
            double[] xy = new double[2];
            grid.locate(modules[i][0], modules[i][1], xy);
            assertThat(xy[0]).isCloseTo(pixels[i][0], within(1e-6));
            assertThat(xy[1]).isCloseTo(pixels[i][1], within(1e-6));
        }
    }

    @Test
    void isNullForThreeCollinearPoints() {
        double[][] modules = {{0, 0}, {10, 0}, {0, 10}, {10, 10}};
        double[][] pixels = {{0, 0}, {10, 10}, {20, 20}, {20, 20}};

        assertThat(Homography.through(modules, pixels)).isNull();
    }
}

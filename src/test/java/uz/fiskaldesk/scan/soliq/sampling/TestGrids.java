package uz.fiskaldesk.scan.soliq.sampling;

import uz.fiskaldesk.scan.soliq.grid.Grid;

/** Grids for tests in other packages. */
public final class TestGrids {
    private TestGrids() {}

    /** An upright grid without perspective, some pixels from the corner of the picture. */
    public static Grid flat(double edge, double modulePixels) {
        return (u, v, xy) -> {
            xy[0] = edge + u * modulePixels;
            xy[1] = edge + v * modulePixels;
        };
    }

    /** A grid bent by polynomials of the second degree with the given coefficients, modules. */
    public static Grid warped(Grid base, double[] du, double[] dv, int side) {
        return new WarpedGrid(base, du, dv, side);
    }
}

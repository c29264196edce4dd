package uz.fiskaldesk.scan.soliq.sampling;

import uz.fiskaldesk.scan.soliq.grid.Grid;

/** A grid whose code coordinates are displaced by a polynomial. Not thread-safe. */
final class WarpedGrid implements Grid {
    static final int MAX_TERMS = 10;

    private final Grid base;
    private final double[] du;
    private final double[] dv;
    private final double side;
    private final double[] terms = new double[MAX_TERMS];

    /**
     * A grid.
     *
     * @param du coefficients of the displacement in u, modules, one for each of the {@link #terms}
     * @param dv as du, for v
     * @param side modules along a side
     */
    WarpedGrid(Grid base, double[] du, double[] dv, double side) {
        this.base = base;
        this.du = du;
        this.dv = dv;
        this.side = side;
    }

    /** The number of terms of a polynomial of the given degree. */
    static int countTerms(int degree) {
        return (degree + 1) * (degree + 2) / 2;
    }

    /**
     * The monomials of u and v by degree. The coordinates are normalised to -1 to 1 and clamped slightly outside the code.
     */
    static void terms(double u, double v, double side, double[] into) {
        double x = Math.clamp(2 * u / side - 1, -1.25, 1.25);
        double y = Math.clamp(2 * v / side - 1, -1.25, 1.25);
        into[0] = 1;
        into[1] = x;
        into[2] = y;
        into[3] = x * x;
        into[4] = x * y;
        into[5] = y * y;
        into[6] = x * x * x;
        into[7] = x * x * y;
        into[8] = x * y * y;
        into[9] = y * y * y;
    }

    @Override
    public void locate(double u, double v, double[] xy) {
        terms(u, v, side, terms);
        double shiftU = 0;
        double shiftV = 0;
        for (int i = 0; i < du.length; i++) {
            shiftU += du[i] * terms[i];
            shiftV += dv[i] * terms[i];
        }
        base.locate(u + shiftU, v + shiftV, xy);
    }
}

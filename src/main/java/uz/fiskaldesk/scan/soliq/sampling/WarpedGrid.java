package uz.fiskaldesk.scan.soliq;

/** Another grid, bent by a polynomial displacement in the plane of the code. */
final class BentGrid implements Grid {
    private static final int MOST_TERMS = 10;

    private final Grid base;
    private final double[] du;
    private final double[] dv;
    private final double side;
    private final double[] terms = new double[MOST_TERMS];

    /**
     * The bent grid.
     *
     * @param du coefficients of the displacement in u, modules, for {@link #terms}
     * @param side modules along a side
     */
    BentGrid(Grid base, double[] du, double[] dv, double side) {
        this.base = base;
        this.du = du;
        this.dv = dv;
        this.side = side;
    }

    static int terms(int degree) {
        return (degree + 1) * (degree + 2) / 2;
    }

    /** The monomials of u and v by degree, for places from -1 to 1; held still a little outside the code. */
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

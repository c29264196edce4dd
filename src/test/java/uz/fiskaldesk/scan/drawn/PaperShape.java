package uz.fiskaldesk.scan.drawn;

import java.util.random.RandomGenerator;

/** The shape of a bent sheet: maps the flat paper to space. Millimetres, with the centre of the flat sheet at the origin. */
final class PaperShape {
    private final double curvature;
    private final boolean alongFeed;
    private final double towards;
    private final double axis;
    private final double relief;
    private final SmoothNoise ridges;
    private final SmoothNoise bumps;
    private final double ridgeSize;
    private final double bumpSize;
    private final double foldAngle;
    private final double foldPlace;

    PaperShape(Scene scene, double codeSide, RandomGenerator random) {
        curvature = Math.pow(scene.strength(Degradation.CURL), 1.4) / 11;
        alongFeed = random.nextInt(3) > 0;
        towards = random.nextBoolean() ? 1 : -1;
        axis = (random.nextDouble() - 0.5) * 10;
        relief = 2.2 * scene.strength(Degradation.CRUMPLE);
        ridges = new SmoothNoise(random);
        bumps = new SmoothNoise(random);
        ridgeSize = 9 + 6 * random.nextDouble();
        bumpSize = 4 + 2 * random.nextDouble();
        foldAngle = random.nextDouble() * Math.PI;
        foldPlace = (random.nextDouble() - 0.5) * codeSide * 0.8;
    }

    /** The point in space of (u, v) on the flat sheet. */
    double[] at(double u, double v) {
        double x = u;
        double y = v;
        double z = 0;
        if (curvature > 1e-5) {
            double angle = Math.clamp(curvature * ((alongFeed ? v : u) - axis), -2.6, 2.6);
            double bent = Math.sin(angle) / curvature;
            x = alongFeed ? u : bent + axis;
            y = alongFeed ? bent + axis : v;
            z = towards * (1 - Math.cos(angle)) / curvature;
        }
        double ridge = 1 - Math.abs(ridges.at(u / ridgeSize + 5, v / ridgeSize + 5));
        double bump = bumps.at(u / bumpSize, v / bumpSize);
        double fold = Math.abs(u * Math.cos(foldAngle) + v * Math.sin(foldAngle) - foldPlace);
        z += relief * (1.1 * ridge + 0.35 * bump + 1.6 * Math.exp(-fold / 5));
        return new double[] {x, y, z};
    }
}

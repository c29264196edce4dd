package uz.fiskaldesk.scan.soliq.template;

/** The modules of a code that are known in advance, prepared for arithmetic. */
public final class KnownModules {
    /** Least agreement with a picture that shows the code, standard deviations. */
    public static final double MIN_AGREEMENT = 8;
    /** Least part of the known modules that have the right colour in a picture that shows the code. */
    public static final double MIN_CORRECT = 0.62;

    private final float[] colours;
    private final int count;

    /** @param modules {@link ModuleLayout#BLACK}, {@link ModuleLayout#WHITE}, or 0 where unknown */
    public KnownModules(byte[] modules) {
        colours = new float[modules.length];
        int known = 0;
        for (int i = 0; i < modules.length; i++) {
            colours[i] = modules[i];
            known += modules[i] == 0 ? 0 : 1;
        }
        count = known;
    }

    /** For each module 1 black, -1 white, 0 unknown; to be read only. */
    public float[] colours() {
        return colours;
    }

    /** How many modules are known. */
    public int count() {
        return count;
    }

    /**
     * How well a picture agrees: approximately a standard normal variable when it does not show the code, up to the square
     * root of the number of known modules when it is clean.
     *
     * @param darkness of the modules, around 0
     */
    public double agreement(float[] darkness) {
        float sum = 0;
        float power = 1e-6f;
        for (int i = 0; i < colours.length; i++) {
            float c = colours[i];
            float z = darkness[i];
            sum += c * z;
            power += c * c * z * z;
        }
        return sum / Math.sqrt(power);
    }

    /**
     * Whether a picture shows the known modules.
     *
     * @param darkness of the modules, around 0
     */
    public boolean areSeenIn(float[] darkness) {
        int correct = 0;
        for (int i = 0; i < colours.length; i++) {
            correct += colours[i] * darkness[i] > 0 ? 1 : 0;
        }
        return correct >= MIN_CORRECT * count && agreement(darkness) >= MIN_AGREEMENT;
    }
}

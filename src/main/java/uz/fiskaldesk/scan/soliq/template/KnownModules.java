package uz.fiskaldesk.scan.soliq;

/** Modules that are known in advance, ready for arithmetic. */
final class Pattern {
    /** 1 black, -1 white, 0 unknown. */
    final float[] colour;

    final int known;

    Pattern(byte[] modules) {
        colour = new float[modules.length];
        int count = 0;
        for (int i = 0; i < modules.length; i++) {
            colour[i] = modules[i];
            count += modules[i] == 0 ? 0 : 1;
        }
        known = count;
    }

    /**
     * How well a picture agrees: about normally distributed with deviation 1 when it has nothing to do with the code, up
     * to the root of the number of known modules when it is clean.
     *
     * @param darkness of the modules, around 0
     */
    double agreement(float[] darkness) {
        float sum = 0;
        float power = 1e-6f;
        for (int i = 0; i < colour.length; i++) {
            float c = colour[i];
            float z = darkness[i];
            sum += c * z;
            power += c * c * z * z;
        }
        return sum / Math.sqrt(power);
    }
}

package uz.fiskaldesk.scan.drawn;

/** A degradation of the picture, with a strength from 0, absent, to 1, more than any reader tolerates. */
public enum Degradation {
    /** Pixels per module: from 8 down to 1.75. */
    FINE_MODULES,
    /** Defocus: radius of the blur circle from 0.1 to 1.4 modules. */
    DEFOCUS,
    /** Motion blur of up to 2.6 modules. */
    MOTION,
    /** Sensor noise: standard deviation from 1 to 35 grey levels. */
    NOISE,
    /** Faded print: difference in reflectance between paper and ink, from 0.85 down to 0.09. */
    FAINT_PRINT,
    /** Defective dots of the print head, which leave white lines along the feed: up to seven through the code. */
    DEAD_LINES,
    /** Curl of the paper: radius down to 11 mm. */
    CURL,
    /** Tilt relative to the camera: up to 62 degrees. */
    TILT,
    /** Specular reflection of a lamp. */
    GLARE,
    /** The edge of a shadow and a brightness gradient. */
    SHADOW,
    /** JPEG quality from 0.92 down to 0.14. */
    COMPRESSION,
    /** Crumpled and folded paper: relief of up to two millimetres. */
    CRUMPLE,
    /** Bands where the print head was colder. */
    HEAT_BANDS
}

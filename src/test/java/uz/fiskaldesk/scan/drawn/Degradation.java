package uz.fiskaldesk.scan.drawn;

/** What makes a code hard to read; each has a strength from 0, not there, to 1, beyond what a reader can bear. */
public enum Degradation {
    /** Few pixels a module: 8 at 0, 1.75 at 1. */
    FINE_MODULES,
    /** Out of focus: radius of the blur circle from 0.1 to 1.4 modules. */
    DEFOCUS,
    /** A moving hand: up to 2.6 modules. */
    MOTION,
    /** Sensor noise: standard deviation from 1 to 35 grey levels. */
    NOISE,
    /** Faded print: reflectance of paper less that of ink, from 0.85 to 0.09. */
    FAINT_PRINT,
    /** Dead dots of the print head, white lines along the feed: up to seven through the code. */
    DEAD_LINES,
    /** The paper remembers its roll: radius down to 11 mm. */
    CURL,
    /** Held at an angle to the camera: up to 62 degrees. */
    TILT,
    /** A lamp mirrored in the paper. */
    GLARE,
    /** The edge of a shadow and a gradient of light. */
    SHADOW,
    /** JPEG quality from 0.92 down to 0.14. */
    COMPRESSION,
    /** Crumpled and folded paper: relief of up to two millimetres. */
    CRUMPLE,
    /** Bands where the head was colder. */
    HEAT_BANDS
}

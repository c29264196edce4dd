package uz.fiskaldesk.scan.drawn;

/** Why a code of any text is hard to read in a photograph. */
public enum Situation {
    /** Versions 20 to 40, printed on a sheet that is nearly flat. */
    LARGE_VERSION,
    /** Modules of 14 to 60 pixels; the quiet zone is partly outside the picture. */
    CLOSE,
    /** On a screen whose pixels and lines are visible. */
    SCREEN,
    /** A hundredth of the light, with the noise that it brings. */
    DARK,
    /** Tilted by 50 to 72 degrees. */
    PERSPECTIVE,
    /** Around a bottle. */
    CURVED,
    /** White on black. */
    INVERTED,
    /** Seen in a mirror. */
    MIRRORED,
    /** Version 1, which has no alignment pattern, tilted by up to 55 degrees. */
    SMALLEST_VERSION
}

package uz.fiskaldesk.scan.drawn;

/** How a receipt's code differs from the usual one. */
public enum ReceiptShape {
    USUAL,
    /** Error correction level M, whatever the scene says. */
    LEVEL_M,
    /** Error correction level Q, whatever the scene says. */
    LEVEL_Q,
    /** Modules of a millimetre. */
    EIGHT_DOTS,
    /** Digits as numeric segments, which makes the code a version smaller. */
    COMPACT,
    /** Versions 8 to 10, which are larger than necessary. */
    LARGE,
    /** Text up to half a module from the code. */
    NO_QUIET_ZONE,
    /** The shop's advertisement above the receipt's code. */
    TWO_CODES,
    /** A corner with a finder is torn off. */
    TORN
}

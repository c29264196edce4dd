package uz.fiskaldesk.scan.soliq.decoding;

/**
 * A codeword of one block.
 *
 * @param bits the block's unknown bits; must not be written to
 * @param cost negative log-likelihood relative to the bits as seen, natural logarithm
 */
record Codeword(@SuppressWarnings("ArrayRecordComponent") long[] bits, double cost) {}

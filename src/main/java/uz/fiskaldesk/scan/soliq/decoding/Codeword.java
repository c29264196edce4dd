package uz.fiskaldesk.scan.soliq;

/**
 * A codeword of one block.
 *
 * @param word its unknown bits
 * @param cost how unlikely it is next to the bits as they were seen, natural logarithm
 */
record Candidate(Word word, double cost) {
    /** Bits that are not written to any more. */
    record Word(@SuppressWarnings("ArrayRecordComponent") long[] bits) {}
}

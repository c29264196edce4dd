package uz.fiskaldesk.scan.bench;

import java.util.List;

/**
 * The result of one reader for one picture.
 *
 * @param nanos until the result
 */
record Result(
        String name, String group, String size, List<String> degradations, Verdict verdict, String look, long nanos) {
    enum Verdict {
        READ,
        NOT_READ,
        WRONG
    }

    Result {
        degradations = List.copyOf(degradations);
    }

    static Result of(Sample sample, Contender.Answer answer, long nanos) {
        Verdict verdict = answer.texts().isEmpty()
                ? Verdict.NOT_READ
                : answer.texts().stream()
                                .allMatch(text -> !sample.expected().isEmpty() && same(text, sample.expected()))
                        ? Verdict.READ
                        : Verdict.WRONG;
        return new Result(
                sample.name(), sample.group(), sample.size(), sample.degradations(), verdict, answer.look(), nanos);
    }

    /** Only ASCII characters are compared, as readers guess encodings differently. */
    private static boolean same(String text, String expected) {
        boolean plain = expected.chars().allMatch(c -> c < 128);
        return plain ? text.equals(expected) : ascii(text).equals(ascii(expected));
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "");
    }

    double millis() {
        return nanos / 1e6;
    }
}

package uz.fiskaldesk.scan.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import uz.fiskaldesk.scan.bench.Result.Verdict;

/** The results of one reader. */
final class Score {
    private final List<Result> results = new ArrayList<>();

    void add(Result result) {
        results.add(result);
    }

    List<Result> results() {
        return results;
    }

    Score where(Predicate<Result> kind) {
        Score part = new Score();
        results.stream().filter(kind).forEach(part::add);
        return part;
    }

    int size() {
        return results.size();
    }

    int count(Verdict verdict) {
        return (int) results.stream().filter(r -> r.verdict() == verdict).count();
    }

    /** For example "97.5 %"; empty where there was nothing to read. */
    String percent() {
        return results.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f %%", 100.0 * count(Verdict.READ) / results.size());
    }

    String readOf() {
        return results.isEmpty() ? "" : count(Verdict.READ) + " / " + results.size();
    }

    /** A quantile of the times; empty where there are none. */
    String millis(double part) {
        if (results.isEmpty()) {
            return "";
        }
        double[] sorted = results.stream().mapToDouble(Result::millis).sorted().toArray();
        int place = (int) Math.ceil(part * sorted.length) - 1;
        return String.format(Locale.ROOT, "%.1f", sorted[Math.clamp(place, 0, sorted.length - 1)]);
    }

    String meanMillis() {
        return results.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        results.stream().mapToDouble(Result::millis).average().orElse(0));
    }
}

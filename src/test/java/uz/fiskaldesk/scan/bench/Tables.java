package uz.fiskaldesk.scan.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import uz.fiskaldesk.scan.bench.Result.Verdict;

/** Prints the tables of a run as Markdown. */
final class Tables {
    private final Map<String, Score> scores;
    private final PrintStream out;

    /**
     * A printer of tables.
     *
     * @param scores by the reader's name, in the order of the rows
     */
    Tables(Map<String, Score> scores, PrintStream out) {
        this.scores = scores;
        this.out = out;
    }

    void print() {
        readAndTime();
        bySize();
        byDegradation();
        byLook();
        scores.forEach(this::wrong);
    }

    private void readAndTime() {
        Set<String> groups = all(Result::group);
        List<String> head = new ArrayList<>(List.of("reader"));
        head.addAll(groups);
        head.addAll(List.of("read", "wrong", "hits: median ms", "p95", "worst", "misses: median ms", "worst"));
        row(head);
        rule(head.size());
        scores.forEach((name, score) -> {
            Score hits = score.where(r -> r.verdict() == Verdict.READ);
            Score misses = score.where(r -> r.verdict() != Verdict.READ);
            List<String> cells = new ArrayList<>(List.of(name));
            groups.forEach(
                    group -> cells.add(score.where(r -> r.group().equals(group)).percent()));
            cells.addAll(List.of(
                    score.readOf(),
                    String.valueOf(score.count(Verdict.WRONG)),
                    hits.millis(0.5),
                    hits.millis(0.95),
                    hits.millis(1),
                    misses.millis(0.5),
                    misses.millis(1)));
            row(cells);
        });
        out.println();
    }

    private void bySize() {
        row(List.of("reader", "picture", "read", "hits: median ms", "p95", "worst", "any: p95 ms", "worst"));
        rule(8);
        scores.forEach((name, score) -> {
            for (String size : all(Result::size)) {
                Score part = score.where(r -> r.size().equals(size));
                if (part.size() < 20) {
                    continue;
                }
                Score hits = part.where(r -> r.verdict() == Verdict.READ);
                row(List.of(
                        name,
                        size,
                        part.readOf(),
                        hits.millis(0.5),
                        hits.millis(0.95),
                        hits.millis(1),
                        part.millis(0.95),
                        part.millis(1)));
            }
        });
        out.println();
    }

    private void byDegradation() {
        Set<String> kinds = scores.values().stream()
                .flatMap(score -> score.results().stream())
                .flatMap(result -> result.degradations().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (kinds.isEmpty()) {
            return;
        }
        List<String> head = new ArrayList<>(List.of("strong degradation", "pictures"));
        head.addAll(scores.keySet());
        row(head);
        rule(head.size());
        for (String kind : kinds) {
            List<String> cells = new ArrayList<>(List.of(kind, ""));
            for (Score score : scores.values()) {
                Score part = score.where(r -> r.degradations().contains(kind));
                cells.set(1, String.valueOf(part.size()));
                cells.add(part.percent());
            }
            row(cells);
        }
        out.println();
    }

    private void byLook() {
        scores.forEach((name, score) -> {
            Set<String> looks = score.results().stream()
                    .map(Result::look)
                    .filter(look -> !look.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (looks.isEmpty()) {
                return;
            }
            row(List.of(name + ": found by", "pictures", "median ms", "worst"));
            rule(4);
            for (String look : looks) {
                Score part = score.where(r -> r.look().equals(look));
                row(List.of(look, String.valueOf(part.size()), part.millis(0.5), part.millis(1)));
            }
            out.println();
        });
    }

    private void wrong(String name, Score score) {
        score.where(r -> r.verdict() == Verdict.WRONG)
                .results()
                .forEach(r -> out.println("WRONG: " + name + " on " + r.name() + " by " + r.look()));
    }

    /** In the order of first occurrence. */
    private Set<String> all(java.util.function.Function<Result, String> property) {
        return scores.values().stream()
                .flatMap(score -> score.results().stream())
                .map(property)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    private void rule(int columns) {
        out.println("|" + "---|".repeat(columns));
    }
}

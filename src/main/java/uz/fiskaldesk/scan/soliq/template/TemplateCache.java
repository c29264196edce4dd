package uz.fiskaldesk.scan.soliq.template;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Creates templates on first use and keeps them; each takes about a millisecond. For one thread. */
public final class TemplateCache {
    /** A URL of 78 to 88 bytes needs version 4 at level L and fits into version 9 at level H. */
    static final int MIN_VERSION = 4;

    static final int MAX_VERSION = 9;
    private static final int MASKS = 8;

    private final Clock clock;
    private final Map<Integer, VersionTemplates> versions = new HashMap<>();
    private int lastYear;
    private List<ReceiptFormat> formats = List.of();

    /** @param clock limits the years of issue that the templates allow */
    public TemplateCache(Clock clock) {
        this.clock = clock;
    }

    /** Whether a receipt's code can have this version. */
    public static boolean supports(int version) {
        return version >= MIN_VERSION && version <= MAX_VERSION;
    }

    /** The templates of a {@linkplain #supports supported} version; created again after the turn of the year. */
    public VersionTemplates templates(int version) {
        int last = ReceiptFormat.lastYear(clock);
        if (last != lastYear) {
            lastYear = last;
            formats = ReceiptFormat.all(last);
            versions.clear();
        }
        return versions.computeIfAbsent(version, VersionTemplates::new);
    }

    /** The templates of one level and URL path, for all lengths of {@code r}, under one mask. */
    public static final class Hypothesis {
        private final List<Template> lengths;
        private final int mask;
        private final KnownModules common;
        private final Map<Integer, KnownModules> knownModules = new HashMap<>();

        private Hypothesis(List<Template> lengths, int mask) {
            this.lengths = lengths;
            this.mask = mask;
            byte[] agreed = lengths.getFirst().modules(mask);
            for (Template template : lengths) {
                byte[] modules = template.modules(mask);
                for (int i = 0; i < agreed.length; i++) {
                    agreed[i] = agreed[i] == modules[i] ? agreed[i] : 0;
                }
            }
            common = new KnownModules(agreed);
        }

        /** The templates, one for each length of {@code r} that fits into the code. */
        public List<Template> lengths() {
            return lengths;
        }

        public int mask() {
            return mask;
        }

        /** The known modules that all lengths have in common, including the function patterns. */
        public KnownModules common() {
            return common;
        }

        /** The index in {@link #lengths} of the one that agrees best with a picture, whose darkness is around 0. */
        public int likeliestLength(float[] darkness) {
            return IntStream.range(0, lengths.size())
                    .boxed()
                    .max(Comparator.comparingDouble(i -> knownModules(i).agreement(darkness)))
                    .orElseThrow();
        }

        /** All known modules of one length, by its index in {@link #lengths}. */
        public KnownModules knownModules(int length) {
            return knownModules.computeIfAbsent(
                    length, i -> new KnownModules(lengths.get(i).modules(mask)));
        }
    }

    /**
     * A hypothesis and its agreement with a picture.
     *
     * @param agreement without the function patterns, standard deviations
     */
    public record ScoredHypothesis(Hypothesis hypothesis, double agreement) {}

    /** The templates of one version. */
    public final class VersionTemplates {
        private final ModuleLayout layout;
        private final List<Hypothesis> hypotheses = new ArrayList<>();
        /** For each module its colour in each hypothesis, 0 where unknown or a function module. */
        private final float[][] colours;

        private VersionTemplates(int version) {
            layout = new ModuleLayout(version);
            for (ErrorCorrectionLevel level : ErrorCorrectionLevel.values()) {
                addLevel(new ErrorCorrection(version, level));
            }
            byte[] function = layout.functionModules();
            colours = new float[function.length][hypotheses.size()];
            for (int m = 0; m < function.length; m++) {
                for (int h = 0; h < colours[m].length && function[m] == 0; h++) {
                    colours[m][h] = hypotheses.get(h).common.colours()[m];
                }
            }
        }

        private void addLevel(ErrorCorrection correction) {
            for (int first = 0; first < formats.size(); first += ReceiptFormat.MAX_NUMBER_DIGITS) {
                List<Template> lengths = formats.subList(first, first + ReceiptFormat.MAX_NUMBER_DIGITS).stream()
                        .filter(format -> Template.fits(correction, format))
                        .map(format -> new Template(layout, correction, format))
                        .toList();
                for (int mask = 0; mask < MASKS && !lengths.isEmpty(); mask++) {
                    hypotheses.add(new Hypothesis(lengths, mask));
                }
            }
        }

        /**
         * Compares a picture with all hypotheses at once.
         *
         * @param darkness of the modules, around 0
         * @return all hypotheses, best first
         */
        public List<ScoredHypothesis> score(float[] darkness) {
            float[] sums = new float[hypotheses.size()];
            float[] powers = new float[hypotheses.size()];
            for (int m = 0; m < darkness.length; m++) {
                add(colours[m], darkness[m], sums, powers);
            }
            List<ScoredHypothesis> scored = new ArrayList<>();
            for (int h = 0; h < sums.length; h++) {
                scored.add(new ScoredHypothesis(hypotheses.get(h), sums[h] / Math.sqrt(powers[h] + 1e-6)));
            }
            scored.sort(Comparator.comparingDouble(ScoredHypothesis::agreement).reversed());
            return scored;
        }

        private static void add(float[] colours, float value, float[] sums, float[] powers) {
            float power = value * value;
            for (int h = 0; h < colours.length; h++) {
                float colour = colours[h];
                sums[h] += colour * value;
                powers[h] += colour * colour * power;
            }
        }
    }
}

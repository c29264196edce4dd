package uz.fiskaldesk.scan.soliq;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All templates, made when first asked for and kept: about a millisecond each. For one thread. */
final class Templates {
    /** A link of 78 to 88 bytes needs version 4 at level L, and fits into version 9 at level H. */
    static final int SMALLEST_VERSION = 4;

    static final int LARGEST_VERSION = 9;
    private static final int MASKS = 8;

    private final Clock clock;
    private final Map<Integer, Family> families = new HashMap<>();
    private int lastYear;
    private List<ReceiptForm> forms = List.of();

    /** @param clock by which receipts of the years to come are told from years that no receipt can be of */
    Templates(Clock clock) {
        this.clock = clock;
    }

    static boolean exist(int version) {
        return version >= SMALLEST_VERSION && version <= LARGEST_VERSION;
    }

    /** The templates of a version for which they {@link #exist}; made anew when the year has changed. */
    Family family(int version) {
        int last = ReceiptForm.lastYear(clock);
        if (last != lastYear) {
            lastYear = last;
            forms = ReceiptForm.all(last);
            families.clear();
        }
        return families.computeIfAbsent(version, Family::new);
    }

    /** One mask of the templates of one level that share their path. */
    static final class Hypothesis {
        /** The templates, one for each length of r that fits. */
        final List<Template> lengths;

        final int mask;
        /** What all lengths agree on, with the modules that every code of the version has. */
        final Pattern common;

        private final Map<Integer, Pattern> patterns = new HashMap<>();

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
            common = new Pattern(agreed);
        }

        /** All that is known with a length of r, by its place in {@link #lengths}. */
        Pattern pattern(int length) {
            return patterns.computeIfAbsent(
                    length, i -> new Pattern(lengths.get(i).modules(mask)));
        }
    }

    /** A hypothesis and how well a picture agrees with it, apart from what every code has. */
    record Scored(Hypothesis hypothesis, double agreement) {}

    /** The templates of one version. */
    final class Family {
        final ModuleLayout layout;
        private final List<Hypothesis> hypotheses = new ArrayList<>();
        /** For each module its colour in each hypothesis, 0 where not known or the same in all. */
        private final float[][] colours;

        private Family(int version) {
            layout = new ModuleLayout(version);
            for (ErrorCorrectionLevel level : ErrorCorrectionLevel.values()) {
                addLevel(new Correction(version, level));
            }
            byte[] function = layout.function();
            colours = new float[function.length][hypotheses.size()];
            for (int m = 0; m < function.length; m++) {
                for (int h = 0; h < colours[m].length && function[m] == 0; h++) {
                    colours[m][h] = hypotheses.get(h).common.colour[m];
                }
            }
        }

        private void addLevel(Correction correction) {
            for (int first = 0; first < forms.size(); first += ReceiptForm.LONGEST_NUMBER) {
                List<Template> lengths = forms.subList(first, first + ReceiptForm.LONGEST_NUMBER).stream()
                        .filter(form -> Template.fits(correction, form))
                        .map(form -> new Template(layout, correction, form))
                        .toList();
                for (int mask = 0; mask < MASKS && !lengths.isEmpty(); mask++) {
                    hypotheses.add(new Hypothesis(lengths, mask));
                }
            }
        }

        /** All hypotheses, the best first. */
        List<Scored> score(float[] modules) {
            float[] sums = new float[hypotheses.size()];
            float[] powers = new float[hypotheses.size()];
            for (int m = 0; m < modules.length; m++) {
                add(colours[m], modules[m], sums, powers);
            }
            List<Scored> scored = new ArrayList<>();
            for (int h = 0; h < sums.length; h++) {
                scored.add(new Scored(hypotheses.get(h), sums[h] / Math.sqrt(powers[h] + 1e-6)));
            }
            scored.sort(Comparator.comparingDouble(Scored::agreement).reversed());
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

package uz.fiskaldesk.support;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggests the known settings key that is most similar to an unknown one. */
final class NearestKey {
    /** Keys at this distance or farther are not similar. */
    private static final double TOO_FAR = 0.5;

    private NearestKey() {}

    /** Returns the most similar known key; null if none is similar enough. */
    static @Nullable String to(String key, List<String> known) {
        return known.stream()
                .min(Comparator.comparingDouble((String each) -> distance(key, each)))
                .filter(each -> distance(key, each) < TOO_FAR)
                .orElse(null);
    }

    /**
     * Returns a distance from 0 (equal) to 1 (nothing in common). A key in the wrong object and an abbreviated key are
     * near.
     */
    private static double distance(String key, String known) {
        String whole = letters(key);
        String last = letters(key.substring(key.lastIndexOf('.') + 1));
        String knownWhole = letters(known);
        String knownLast = letters(known.substring(known.lastIndexOf('.') + 1));
        double ofLast = edits(last, knownLast);
        if (last.length() >= 3 && (knownLast.startsWith(last) || knownLast.endsWith(last))) {
            ofLast = Math.min(ofLast, 0.3);
        }
        // Of two keys with the same last segment, the one in the same object is nearer.
        return Math.min(edits(whole, knownWhole), ofLast + 0.1 * edits(whole, knownWhole));
    }

    private static String letters(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Returns the Levenshtein distance divided by the length of the longer text. */
    private static double edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return (double) row[b.length()] / Math.max(1, Math.max(a.length(), b.length()));
    }
}

package uz.fiskaldesk.scan.soliq;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Random URLs of receipts. */
public final class Receipts {
    private Receipts() {}

    public static String url(String path, int lengthOfNumber, RandomGenerator random) {
        return url(path, lengthOfNumber, 2020 + random.nextInt(8), random);
    }

    public static String url(String path, int lengthOfNumber, int year, RandomGenerator random) {
        return "https://ofd.soliq.uz/" + path + "?t=UZ" + digits(random, 12) + "&r=" + (1 + random.nextInt(9))
                + digits(random, lengthOfNumber - 1) + "&c=" + issued(year, random) + "&s=" + digits(random, 12);
    }

    static String issued(RandomGenerator random) {
        return issued(2020 + random.nextInt(8), random);
    }

    static String issued(int year, RandomGenerator random) {
        return String.format(
                Locale.ROOT,
                "%d%02d%02d%02d%02d%02d",
                year,
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60));
    }

    static String digits(RandomGenerator random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}

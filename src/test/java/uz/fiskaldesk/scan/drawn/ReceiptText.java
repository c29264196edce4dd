package uz.fiskaldesk.scan.drawn;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Random URLs of receipts in the tax system's format. */
public final class ReceiptText {
    private static final String[] TERMINALS = {"UZ", "UZ", "UZ", "VG", "LG", "NA"};

    private ReceiptText() {}

    /** One in eight is the URL of an online receipt, the others are of cash registers. */
    public static String random(RandomGenerator random) {
        boolean internet = random.nextInt(8) == 0;
        String terminal = (internet ? "EP" : TERMINALS[random.nextInt(TERMINALS.length)]) + digits(random, 12);
        int number = 1 + random.nextInt(random.nextBoolean() ? 9_999 : 999_999);
        String issued = String.format(
                Locale.ROOT,
                "20%02d%02d%02d%02d%02d%02d",
                22 + random.nextInt(5),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                8 + random.nextInt(14),
                random.nextInt(60),
                random.nextInt(60));
        return "https://ofd.soliq.uz/" + (internet ? "epi" : "check") + "?t=" + terminal + "&r=" + number + "&c="
                + issued + "&s=" + digits(random, 12);
    }

    private static String digits(RandomGenerator random, int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}

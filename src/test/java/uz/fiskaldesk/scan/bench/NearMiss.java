package uz.fiskaldesk.scan.bench;

import java.util.random.RandomGenerator;

/** Texts that only resemble the URL of a receipt, to check that a reader does not correct them into one. */
final class NearMiss {
    private static final int KINDS = 12;

    private NearMiss() {}

    static String of(String link, RandomGenerator random) {
        int issued = link.indexOf("&c=") + 3;
        int place = link.length() - 1 - random.nextInt(12);
        return switch (random.nextInt(KINDS)) {
            case 0 -> link + random.nextInt(10);
            case 1 -> link.substring(0, link.length() - 1);
            case 2 -> replaced(link, issued + 4, "13");
            case 3 -> replaced(link, issued + 4, "0230");
            case 4 -> replaced(link, issued + 8, "24");
            case 5 -> replaced(link, issued, "2031");
            case 6 -> link.replace("https", "http");
            case 7 -> link.replace("soliq.uz", "soliq.us");
            case 8 -> link.replace("?t=", "?T=");
            case 9 -> replaced(link, place, "A");
            case 10 -> replaced(link, place, ":");
            default -> replaced(link, link.indexOf("?t=") + 5 + random.nextInt(12), "O");
        };
    }

    private static String replaced(String text, int place, String by) {
        return text.substring(0, place) + by + text.substring(place + by.length());
    }
}

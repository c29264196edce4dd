package uz.fiskaldesk.cli;

import uz.fiskaldesk.support.Texts;

/** Port numbers on the command line. */
final class Ports {
    private static final int LAST = 65_535;

    private Ports() {}

    /** 0 to 65535; 0 stands for any free one. */
    static int of(String text, Texts texts) throws RefusedException {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= LAST) {
            return Integer.parseInt(text);
        }
        throw new RefusedException(texts.get("cli.wrong.port", text));
    }
}

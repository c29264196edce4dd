package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Pattern;

/** What a file is by its first bytes. Its name and type are what the client says, and prove nothing. */
enum ImageKind {
    /** JPEG, PNG, GIF or BMP. */
    READABLE,
    /** HEIC, AVIF, WebP or TIFF: an image of some phones that the desk cannot read. */
    UNREADABLE,
    /** Anything else, such as a PDF file. */
    OTHER;

    private static final int LONGEST_SIGNATURE = 12;
    private static final Pattern KNOWN =
            Pattern.compile("(?s)\u00ff\u00d8\u00ff.*|\u0089PNG\r\n\u001a\n.*|GIF8[79]a.*|BM.{10}");
    private static final Pattern FOREIGN =
            Pattern.compile("(?s).{4}ftyp(?:hei[cfmsx]|hev[cx]|mif1|msf1|avi[fs])|RIFF.{4}WEBP|II\\*\0.*|MM\0\\*.*");

    static ImageKind of(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, LONGEST_SIGNATURE), ISO_8859_1);
        if (KNOWN.matcher(start).matches()) {
            return READABLE;
        }
        return FOREIGN.matcher(start).matches() ? UNREADABLE : OTHER;
    }
}

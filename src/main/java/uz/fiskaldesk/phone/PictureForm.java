package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form with one file, as browsers send it ({@code multipart/form-data}, RFC 7578). Stricter than the RFC: exactly one
 * part, which is the field {@value #FIELD}.
 */
final class PictureForm {
    static final String FIELD = "picture";

    /** Bytes of a form besides the file: the boundary twice, and the head of the part with a long file name. */
    static final int OVERHEAD = 8 << 10;

    /** RFC 2046, section 5.1.1, without spaces. */
    private static final Pattern TYPE = Pattern.compile(
            "(?i)multipart/form-data\\s*;\\s*boundary=(\"?)([0-9a-z'()+_,./:=?-]{1,70})\\1\\s*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NAME =
            Pattern.compile("(?i)(?:^|\r\n)content-disposition:\\s*form-data;\\s*name=\"([^\"\r\n]*)\"[^\r\n]*");

    private static final String LINE_END = "\r\n";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

    private final byte[] content;
    private final byte[] delimiter;

    private PictureForm(byte[] content, String boundary) {
        this.content = content;
        this.delimiter = (LINE_END + "--" + boundary).getBytes(ISO_8859_1);
    }

    /** The boundary named by a Content-Type; empty if it is not that of a form with files. */
    static Optional<String> boundary(String contentType) {
        Matcher type = TYPE.matcher(contentType);
        return type.matches() ? Optional.of(type.group(2)) : Optional.empty();
    }

    /** The bytes of the file, none if no file was chosen; empty if the body is not such a form. */
    static Optional<byte[]> file(byte[] body, String boundary) {
        return new PictureForm(body, boundary).file();
    }

    private Optional<byte[]> file() {
        // The first delimiter has no line end before it.
        byte[] first = Arrays.copyOfRange(delimiter, LINE_END.length(), delimiter.length);
        int headStart = first.length;
        if (!isAt(first, 0) || !isAt(LINE_END.getBytes(ISO_8859_1), headStart)) {
            return Optional.empty();
        }
        int headEnd = find(HEAD_END, headStart, Math.min(content.length, headStart + OVERHEAD));
        if (headEnd < 0) {
            return Optional.empty();
        }
        String head = new String(content, headStart, headEnd - headStart, ISO_8859_1);
        Matcher name = NAME.matcher(head);
        if (!name.find() || !name.group(1).equals(FIELD)) {
            return Optional.empty();
        }
        int start = headEnd + HEAD_END.length;
        int end = find(delimiter, start, content.length);
        if (end < 0 || !isEnd(end + delimiter.length)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(content, start, end));
    }

    /** Whether the form ends here, so that there is no other part. */
    private boolean isEnd(int at) {
        String rest = new String(content, at, Math.min(content.length - at, 5), ISO_8859_1);
        return rest.equals("--") || rest.equals("--" + LINE_END);
    }

    private boolean isAt(byte[] wanted, int at) {
        return content.length >= at + wanted.length
                && Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private int find(byte[] wanted, int from, int to) {
        for (int at = from; at + wanted.length <= to; at++) {
            if (content[at] == wanted[0] && isAt(wanted, at)) {
                return at;
            }
        }
        return -1;
    }
}

package uz.fiskaldesk.scan;

import java.time.Duration;
import java.util.List;
import uz.fiskaldesk.fuzz.Bounded;
import uz.fiskaldesk.scan.picture.LoadedPicture;
import uz.fiskaldesk.scan.picture.PictureFiles;
import uz.fiskaldesk.scan.picture.RawPdf;

/**
 * Fuzzes the PDF loader with well-formed files whose forms, images, patterns and masks refer to each other arbitrarily. Each
 * must be rendered or refused within two seconds of CPU time and 256 MB.
 */
public final class PdfFuzz {
    private static final int OBJECTS = 6;
    private static final PictureFiles FILES = new PictureFiles();
    private static final Bounded BOUNDED = new Bounded(Duration.ofSeconds(2), 50);

    private static final String[] OPERATORS = {
        "/X%d Do ",
        "q ",
        "Q ",
        "0.5 0 0 0.5 9 9 cm ",
        "0 0 200 300 re f ",
        "0 0 m 99 99 l S ",
        "/G%d gs ",
        "/Pattern cs /X%d scn 0 0 400 400 re f ",
        "/X%d sh ",
        "1 0 0 rg ",
        "W n ",
        "0.001 w ",
        "BT ET ",
        "BI /W 20 /H 20 /BPC 8 /CS /G ID x EI "
    };
    private static final String[] FILTERS = {
        "", "/Filter /FlateDecode", "/Filter /LZWDecode", "/Filter [/RunLengthDecode /RunLengthDecode]",
        "/Filter /DCTDecode", "/Filter /JBIG2Decode", "/Filter /JPXDecode", "/Filter /ASCII85Decode",
        "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 30000 /Rows 30000 >>"
    };
    private static final int[] SIDES = {0, 1, 7, 300, 2_000, 4_500, 70_000, -1, Integer.MAX_VALUE};

    private final byte[] input;
    private int at;

    private PdfFuzz(byte[] input) {
        this.input = input;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] file = new PdfFuzz(input).file();
        BOUNDED.run(() -> {
            if (FILES.load(file) instanceof LoadedPicture.Ready ready
                    && ready.pages().isEmpty()) {
                throw new AssertionError("no page");
            }
        });
    }

    private int next() {
        return at < input.length ? input[at++] & 255 : 0;
    }

    private byte[] file() {
        StringBuilder resources = new StringBuilder("/Resources << /XObject << ");
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < OBJECTS; i++) {
            resources.append("/X").append(i).append(' ').append(5 + i).append(" 0 R ");
            others.append("/G")
                    .append(i)
                    .append(" << /SMask << /S /Luminosity /G ")
                    .append(5 + i)
                    .append(" 0 R >> >> ");
        }
        String names = resources.toString().substring("/Resources << /XObject << ".length());
        resources
                .append(">> /Pattern << ")
                .append(names)
                .append(">> /Shading << ")
                .append(names)
                .append(">> /ExtGState << ")
                .append(others)
                .append(">> >>");
        int side = SIDES[next() % SIDES.length];
        RawPdf pdf = new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R " + (next() % 4 == 0 ? "2 0 R " : "") + "3 0 R] /Count "
                                + (1 + next()) + " >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + Math.min(side, 5_000)
                                + " 842] /Contents 4 0 R " + resources + " >>")
                        .stream("", content());
        for (int i = 0; i < OBJECTS; i++) {
            object(pdf, resources.toString());
        }
        return pdf.bytes();
    }

    private void object(RawPdf pdf, String resources) {
        switch (next() % 5) {
            case 0, 1 -> pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources, content());
            case 2 ->
                pdf.stream(
                        "/Type /XObject /Subtype /Form /Group << /S /Transparency /I true >> /BBox [0 0 595 842] "
                                + resources,
                        content());
            case 3 -> {
                int width = SIDES[next() % SIDES.length];
                int height = SIDES[next() % SIDES.length];
                String filter = FILTERS[next() % FILTERS.length];
                pdf.stream(
                        "/Type /XObject /Subtype /Image /Width " + width + " /Height " + height
                                + " /BitsPerComponent 8 /ColorSpace /DeviceRGB /SMask " + (5 + next() % OBJECTS)
                                + " 0 R " + filter,
                        Integer.toString(next()).repeat(next()));
            }
            default ->
                pdf.stream(
                        "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 " + next() + " " + next()
                                + "] /XStep 0.0" + next() + " /YStep " + next() + " " + resources,
                        content());
        }
    }

    private String content() {
        StringBuilder content = new StringBuilder();
        int count = next() % 24;
        for (int i = 0; i < count; i++) {
            String operator = OPERATORS[next() % OPERATORS.length].replace("%d", Integer.toString(next() % OBJECTS));
            content.append(operator.repeat(1 + next() % 40));
        }
        return content.toString();
    }

    public static List<byte[]> seeds() {
        byte[] every = new byte[300];
        byte[] nested = new byte[300];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) (i * 7);
            nested[i] = (byte) (i % 3 == 0 ? 20 : 0);
        }
        return List.of(every, nested, new byte[] {3, 1, 1, 2, 0, 0, 39, 0, 2, 0, 0, 39, 0, 1, 39});
    }
}

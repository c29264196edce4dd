package uz.fiskaldesk.scan.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small files that request excessive resources are refused or read within limits. */
class FileBombsTest {
    private static final String RESOURCES = "/Resources << /XObject << /X 4 0 R /Y 5 0 R >> >>";

    static Stream<Arguments> bombs() throws IOException {
        return Stream.of(
                Arguments.of("a form that draws itself", page("/X Do", form("/X Do ".repeat(40)), form(""))),
                Arguments.of("two forms that draw each other", page("/X Do", form("/Y Do /Y Do"), form("/X Do /X Do"))),
                Arguments.of("twelve levels of twenty", levels(12, 20, "")),
                Arguments.of("ten transparency groups", levels(10, 2, "/Group << /S /Transparency /I true >>")),
                Arguments.of("two hundred full-page groups", groups()),
                Arguments.of("a million operators", page("0 0 m ".repeat(1_000_000), form(""), form(""))),
                Arguments.of("a picture drawn a thousand times", page("/Y Do ".repeat(1_000), form(""), white(4_000))),
                Arguments.of("a picture of nine hundred megapixels", page("/Y Do", form(""), white(30_000))),
                Arguments.of("a fax of four thousand megapixels", page("/Y Do", form(""), fax())),
                Arguments.of("a JBIG2 picture", page("/Y Do", form(""), coded("/JBIG2Decode"))),
                Arguments.of("a JPEG 2000 picture", page("/Y Do", form(""), coded("/JPXDecode"))),
                Arguments.of("run lengths in run lengths", page("/Y Do", form(""), runLengths())),
                Arguments.of("a deep page tree", deepPageTree(20_000)),
                Arguments.of("a page tree that is its own child", ownChild()),
                Arguments.of(
                        "brackets in brackets",
                        new RawPdf().object("[".repeat(200_000)).bytes()),
                Arguments.of("a tiling pattern that paints itself", tiling()),
                Arguments.of(
                        "a page filled with a pattern four thousand times", painted(patterned("0 0 595 842 re f "))),
                Arguments.of(
                        "four thousand lines as wide as the page", painted("900 w 0 0 m 595 842 l S ".repeat(4_000))),
                Arguments.of(
                        "four thousand dashed lines in a pattern",
                        painted(patterned("[3] 0 d /Pattern CS /X SCN 500 w 0 400 m 595 400 l S "))),
                Arguments.of(
                        "letters as large as the page",
                        painted(patterned("BT /F 800 Tf 0 0 Td (" + "M\\r".repeat(9) + ") Tj ET "))),
                Arguments.of("a page shaded a thousand times", painted("/S sh ".repeat(1_000))),
                Arguments.of("a PNG of a hundred thousand pixels a side", pngHeader(100_000)),
                Arguments.of("a GIF of two hundred large frames", gif(200, 2_000)),
                Arguments.of(
                        "a GIF of 44 bytes with 1024×22313 pixels",
                        Base64.getDecoder().decode("R0lGODlhAAQAAPAnABQUFOvr6ywAAAAAJwApVwMIAAAAAAD4AAAAAABnaWY7")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void limitsTheCostOf(String name, byte[] file) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();

        LoadedPicture loaded = new PictureFiles().load(file);

        Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
        assertThat(took).as(name).isLessThan(Duration.ofSeconds(3));
        if (loaded instanceof LoadedPicture.Ready(List<Luminance> pages)) {
            long pixels = pages.stream()
                    .mapToLong(page -> (long) page.width() * page.height())
                    .sum();
            assertThat(pixels).isLessThan(100_000_000);
        }
    }

    private static byte[] page(String content, String[] x, String[] y) {
        return new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R " + RESOURCES
                                + " >>")
                        .stream(x[0], x[1])
                        .stream(y[0], y[1])
                        .stream("", content)
                        .bytes();
    }

    private static String[] form(String content) {
        return new String[] {"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + RESOURCES, content};
    }

    private static String[] image(int width, int height, String more, byte[] data) {
        return new String[] {
            "/Type /XObject /Subtype /Image /Width " + width + " /Height " + height
                    + " /BitsPerComponent 8 /ColorSpace /DeviceGray " + more,
            new String(data, StandardCharsets.ISO_8859_1)
        };
    }

    private static String[] white(int side) {
        return image(side, side, "/Filter /FlateDecode", deflated(new byte[Math.min(side * side, 16_000_000)]));
    }

    private static String[] fax() {
        return new String[] {
            "/Type /XObject /Subtype /Image /Width 10 /Height 10 /BitsPerComponent 1 /ColorSpace /DeviceGray"
                    + " /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 64000 /Rows 64000 >>",
            "x"
        };
    }

    private static String[] coded(String filter) {
        return image(4_000, 4_000, "/Filter " + filter, new byte[400]);
    }

    private static String[] runLengths() {
        StringBuilder runs = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            runs.append((char) 129).append((char) 129);
        }
        return image(
                100,
                100,
                "/Filter [/RunLengthDecode /RunLengthDecode /RunLengthDecode]",
                runs.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String patterned(String operators) {
        return "/Pattern cs /X scn " + operators.repeat(4_000);
    }

    /** Operators that paint, with a tiling pattern X, a font F and a shading S. */
    private static byte[] painted(String content) {
        return new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources <<"
                                + " /Pattern << /X 4 0 R >>"
                                + " /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
                                + " /Shading << /S << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 842]"
                                + " /Function << /FunctionType 2 /Domain [0 1] /C0 [0 0 0] /C1 [1 1 1] /N 1 >>"
                                + " /Extend [true true] >> >> >> >>")
                        .stream(
                                "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9"
                                        + " /Resources << >>",
                                "1 0 0 rg 0 0 5 5 re f")
                        .stream("", content)
                        .bytes();
    }

    private static byte[] levels(int depth, int times, String more) {
        RawPdf pdf = new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                                + " /Resources << /XObject << /X 5 0 R >> >> >>")
                        .stream("", "/X Do");
        for (int level = 0; level < depth; level++) {
            pdf.stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + more + " /Resources << /XObject << /X "
                            + (pdf.next() + 1) + " 0 R >> >>",
                    "/X Do ".repeat(times));
        }
        return pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 1 1 re f")
                .bytes();
    }

    /** Few operators and little nesting, but each group requires an image of its own. */
    private static byte[] groups() throws IOException {
        return page(
                "/X Do ".repeat(200),
                new String[] {form("")[0] + " /Group << /S /Transparency /I true >>", "0 0 9 9 re f"},
                form(""));
    }

    private static byte[] deepPageTree(int depth) {
        RawPdf pdf = new RawPdf().object("<< /Type /Catalog /Pages 2 0 R >>");
        for (int i = 0; i < depth; i++) {
            pdf.object("<< /Type /Pages /Kids [" + (pdf.next() + 1) + " 0 R] /Count 1 >>");
        }
        return pdf.object("<< /Type /Page /MediaBox [0 0 99 99] >>").bytes();
    }

    private static byte[] ownChild() {
        return new RawPdf()
                .object("<< /Type /Catalog /Pages 2 0 R >>")
                .object("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>")
                .bytes();
    }

    private static byte[] tiling() {
        return new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
                                + " /Resources << /Pattern << /P 4 0 R >> >> >>")
                        .stream(
                                "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 500 500] /XStep 0.001"
                                        + " /YStep 0.001 /Resources << /Pattern << /P 4 0 R >> >>",
                                "/Pattern cs /P scn 0 0 400 400 re f /P scn 0 0 300 300 re f")
                        .stream("", "/Pattern cs /P scn 0 0 500 800 re f")
                        .bytes();
    }

    private static byte[] deflated(byte[] data) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(data);
        deflater.finish();
        byte[] buffer = new byte[1 << 20];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }

    private static byte[] pngHeader(int side) {
        ByteBuffer header = ByteBuffer.allocate(8 + 25);
        header.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        header.putInt(13).put(new byte[] {'I', 'H', 'D', 'R'}).putInt(side).putInt(side);
        header.put(new byte[] {8, 6, 0, 0, 0}).putInt(0);
        return header.array();
    }

    private static byte[] gif(int frames, int side) throws IOException {
        BufferedImage frame = new BufferedImage(
                side,
                side,
                BufferedImage.TYPE_BYTE_BINARY,
                new IndexColorModel(1, 2, new byte[] {0, -1}, new byte[] {0, -1}, new byte[] {0, -1}));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames; i++) {
                frame.setRGB(i, i, -1);
                writer.writeToSequence(new IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

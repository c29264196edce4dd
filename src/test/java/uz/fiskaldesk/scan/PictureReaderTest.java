package uz.fiskaldesk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.scan.decoder.DecodedCode;
import uz.fiskaldesk.scan.picture.LoadedPicture.Reason;
import uz.fiskaldesk.scan.picture.Luminance;
import uz.fiskaldesk.scan.picture.RawPdf;

class PictureReaderTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final String ANOTHER =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6014&c=20231201161003&s=425561534770";
    private static final String SHOP = "https://shop.example/promo?code=12345";

    private final PictureReader reader = new PictureReader(
            text -> text.startsWith("https://ofd.soliq.uz/"), Clock.systemUTC(), Duration.ofMinutes(2));

    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void setUp() {
        file = folder.resolve("receipt");
    }

    @Test
    void readsAReceiptFromAPicture() throws IOException {
        ImageIO.write(image(PrintedCode.of(RECEIPT, 4)), "png", file.toFile());

        assertThat(texts()).containsExactly(RECEIPT);
    }

    @Test
    void readsTheReceiptInAScreenshotWithOtherCodes() throws IOException {
        Luminance screenshot =
                PrintedCode.beside(PrintedCode.of(SHOP, 6), PrintedCode.of(RECEIPT, 3), PrintedCode.of(SHOP + "6", 4));
        ImageIO.write(image(screenshot), "png", file.toFile());

        assertThat(texts()).containsExactly(RECEIPT);
    }

    /** As on a screen in dark mode. */
    @Test
    void readsAnInvertedCode() throws IOException {
        ImageIO.write(image(PrintedCode.of(RECEIPT, 4).inverted()), "png", file.toFile());

        assertThat(texts()).containsExactly(RECEIPT);
    }

    /** One of the codes is so small or faint that not every decoder finds it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void reportsTwoReceiptsInAPicture(int small) throws IOException {
        Luminance faint = PrintedCode.of(ANOTHER, small + 1);
        byte[] grey = faint.grey().clone();
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (235 - (235 - (grey[i] & 255)) / (4 - small));
        }
        Luminance both =
                PrintedCode.beside(PrintedCode.of(RECEIPT, 6), new Luminance(faint.width(), faint.height(), grey));
        ImageIO.write(image(both), "png", file.toFile());

        assertThat(texts()).containsExactlyInAnyOrder(RECEIPT, ANOTHER);
    }

    /** The second frame contains only the code, at an offset. */
    @Test
    void readsAllFramesOfAnAnimation() throws IOException {
        Luminance code = PrintedCode.of(RECEIPT, 3);
        writeGif(image(PrintedCode.of(SHOP, 8)), image(code), 40, 30);

        assertThat(texts()).containsExactly(RECEIPT);
    }

    @Test
    void reportsTwoReceiptsInAnAnimation() throws IOException {
        writeGif(image(PrintedCode.of(ANOTHER, 6)), image(PrintedCode.of(RECEIPT, 6)), 0, 0);

        assertThat(texts()).containsExactlyInAnyOrder(RECEIPT, ANOTHER);
    }

    private void writeGif(BufferedImage first, BufferedImage second, int left, int top) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            writer.writeToSequence(new IIOImage(first, null, null), null);
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(second), null);
            IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_gif_image_1.0");
            IIOMetadataNode place = (IIOMetadataNode)
                    root.getElementsByTagName("ImageDescriptor").item(0);
            place.setAttribute("imageLeftPosition", Integer.toString(left));
            place.setAttribute("imageTopPosition", Integer.toString(top));
            metadata.setFromTree("javax_imageio_gif_image_1.0", root);
            writer.writeToSequence(new IIOImage(second, null, metadata), null);
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    @Test
    void readsASmallCodeInALargePicture() throws IOException {
        byte[] grey = new byte[4000 * 3000];
        Arrays.fill(grey, (byte) 200);
        Luminance code = PrintedCode.of(RECEIPT, 3);
        for (int y = 0; y < code.height(); y++) {
            System.arraycopy(code.grey(), y * code.width(), grey, (1234 + y) * 4000 + 2345, code.width());
        }
        ImageIO.write(image(new Luminance(4000, 3000, grey)), "png", file.toFile());

        Reading reading = looked();

        assertThat(reading.wanted()).extracting(DecodedCode::text).containsExactly(RECEIPT);
        assertThat(reading.wanted().getFirst().outline().getFirst().x()).isBetween(2345.0, 2365.0);
    }

    @Test
    void readsAReceiptFromAPdf() throws IOException {
        writePdf(List.of(RECEIPT));

        assertThat(texts()).containsExactly(RECEIPT);
    }

    @Test
    void readsAllPagesOfAPdf() throws IOException {
        writePdf(List.of(SHOP, SHOP, RECEIPT, SHOP));

        assertThat(texts()).containsExactly(RECEIPT);
    }

    @Test
    void reportsSeveralReceiptsInAPdf() throws IOException {
        writePdf(List.of(RECEIPT, ANOTHER, RECEIPT));

        assertThat(looked()).isInstanceOf(Reading.Several.class);
        assertThat(texts()).containsExactly(RECEIPT, ANOTHER);
    }

    @Test
    void reportsOtherCodesOfAPdf() throws IOException {
        writePdf(List.of(SHOP));

        assertThat(looked())
                .isInstanceOfSatisfying(
                        Reading.NotFound.class,
                        none -> assertThat(none.others())
                                .extracting(DecodedCode::text)
                                .containsExactly(SHOP));
    }

    /** Payments are sent on virtual threads, which share as many carrier threads as there are processors. */
    @Test
    void slowFilesDoNotBlockVirtualThreads() throws Exception {
        Files.write(file, busyPdf());
        AtomicBoolean over = new AtomicBoolean();
        int readers = 2 * Runtime.getRuntime().availableProcessors();
        CountDownLatch busy = new CountDownLatch(readers);
        List<Thread> reading = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            reading.add(Thread.ofVirtual().start(() -> {
                PictureReader own = new PictureReader(_ -> true, Clock.systemUTC());
                busy.countDown();
                while (!over.get()) {
                    own.read(file);
                }
            }));
        }
        busy.await();
        for (int i = 0; i < 10; i++) {
            Thread sending = Thread.ofVirtual().start(() -> {});
            assertThat(sending.join(Duration.ofSeconds(2)))
                    .as("a virtual thread runs")
                    .isTrue();
        }
        over.set(true);
        for (Thread reader : reading) {
            reader.join();
        }
    }

    private static byte[] busyPdf() {
        return new RawPdf()
                        .object("<< /Type /Catalog /Pages 2 0 R >>")
                        .object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
                        .object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>")
                        .stream("", "0 0 99 99 re f ".repeat(60_000))
                        .bytes();
    }

    @Test
    void refusesAPdfWithAPassword() throws IOException {
        try (PDDocument document = pdf(List.of(RECEIPT))) {
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(file.toFile());
        }

        assertThat(refusal()).isEqualTo(Reason.LOCKED);
    }

    /** An owner password without a user password: everybody can open the file, but not change it. */
    @Test
    void readsAPdfThatIsProtectedAgainstChanges() throws IOException {
        try (PDDocument document = pdf(List.of(RECEIPT))) {
            document.protect(new StandardProtectionPolicy("owner", "", new AccessPermission()));
            document.save(file.toFile());
        }

        assertThat(texts()).containsExactly(RECEIPT);
    }

    @Test
    void refusesADamagedPdf() throws IOException {
        Files.write(file, "%PDF-1.7\nand nothing that belongs to one".getBytes(StandardCharsets.US_ASCII));

        assertThat(refusal()).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void refusesAPdfWhoseImageIsTooLarge() throws IOException {
        try (PDDocument document = pdf(List.of(RECEIPT))) {
            PDImageXObject image = LosslessFactory.createFromImage(document, image(PrintedCode.of(RECEIPT, 1)));
            image.setWidth(30_000);
            image.setHeight(30_000);
            document.getPage(0).getResources().add(image);
            document.save(file.toFile());
        }

        assertThat(refusal()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void refusesAPdfThatDecompressesToTooManyBytes() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A6);
            document.addPage(page);
            PDStream content = new PDStream(document);
            content.getCOSObject().setItem(COSName.FILTER, COSName.FLATE_DECODE);
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            try (DeflaterOutputStream out =
                    new DeflaterOutputStream(content.getCOSObject().createRawOutputStream())) {
                for (int i = 0; i < 250; i++) {
                    out.write(blanks);
                }
            }
            page.setContents(content);
            document.save(file.toFile());
        }

        assertThat(Files.size(file)).isLessThan(4 << 20);
        assertThat(refusal()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void limitsTheResolutionOfLargePages() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(14_000, 14_000));
            document.addPage(page);
            document.save(file.toFile());
        }

        assertThat(looked()).isEqualTo(new Reading.NotFound(List.of()));
    }

    @Test
    void refusesWebP() throws IOException {
        Files.write(file, "RIFF\0\0\0\0WEBPVP8 ".getBytes(StandardCharsets.US_ASCII));

        assertThat(refusal()).isEqualTo(Reason.NOT_A_PICTURE);
    }

    private Reading looked() {
        return switch (reader.read(file)) {
            case PictureReader.Result.Read looked -> looked.reading();
            case PictureReader.Result.Refused refused -> throw new AssertionError(refused.reason());
        };
    }

    private List<String> texts() {
        return looked().wanted().stream().map(DecodedCode::text).toList();
    }

    private Reason refusal() {
        return switch (reader.read(file)) {
            case PictureReader.Result.Read looked -> throw new AssertionError(looked.reading());
            case PictureReader.Result.Refused refused -> refused.reason();
        };
    }

    private void writePdf(List<String> texts) throws IOException {
        try (PDDocument document = pdf(texts)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            Files.write(file, out.toByteArray());
        }
    }

    /** Creates a PDF with a page for each text, with a code 2 cm wide. */
    private static PDDocument pdf(List<String> texts) throws IOException {
        PDDocument document = new PDDocument();
        for (String text : texts) {
            PDPage page = new PDPage(PDRectangle.A5);
            document.addPage(page);
            PDImageXObject code = LosslessFactory.createFromImage(document, image(PrintedCode.of(text, 2)));
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(code, 150, 200, 57, 57);
            }
        }
        return document;
    }

    private static BufferedImage image(Luminance picture) {
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(picture.grey(), 0, bytes, 0, bytes.length);
        return image;
    }
}

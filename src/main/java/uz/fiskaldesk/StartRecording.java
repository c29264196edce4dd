package uz.fiskaldesk;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import uz.fiskaldesk.cli.ExitCode;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Runs the frequent commands and then opens the desk in training mode, so that the start-up cache (JEP 514) contains what they
 * load. Only {@code lib/start-cache} of the image runs this class. It belongs to the program's jar
 * because a cache is valid only for the class path with which it was recorded.
 */
final class StartRecording {
    private static final String FIRST = "a12f0000-0000-4000-8000-000000000001";
    private static final String SECOND = "a12f0000-0000-4000-8000-000000000002";

    private static final String LINK =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=2421&c=20230104121801&s=514343190161";

    private final Path folder;

    private StartRecording(Path folder) {
        this.folder = folder;
    }

    /** @param args the folder to work in; then the options of the desk, none if it is not opened */
    public static void main(String[] args) throws IOException, WriterException {
        StartRecording recording = new StartRecording(Files.createDirectories(Path.of(args[0])));
        recording.settings();
        recording.commands();
        if (args.length > 1) {
            List<String> desk = List.of(args).subList(1, args.length);
            recording.run(desk.toArray(String[]::new));
        }
    }

    /** A till has settings; reading them takes many classes. */
    private void settings() throws IOException {
        Files.writeString(Files.createDirectories(data()).resolve("settings.json"), """
                {"api": {"url": "http://127.0.0.1:9", "timeoutSeconds": 60}, "language": "en", "theme": "light",
                 "camera": {"on": false}, "display": {"textPercent": 100}, "scanner": {"sounds": false}}
                """);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void commands() throws IOException, WriterException {
        Path picture = picture();
        Path payments = Files.writeString(folder.resolve("payments.csv"), "transaction_id\n" + SECOND + "\n");
        try (FiscalBoxSimulator fiscalBox = FiscalBoxSimulator.start(Scenario.confirming())) {
            String api = fiscalBox.address().toString();
            run("add", FIRST);
            run("import", payments.toString());
            run("read", "--json", picture.toString());
            run("confirm", FIRST, "--image", picture.toString(), "--yes", "--api", api);
            run("list");
            run("list", "--json");
            run("show", FIRST);
            run("check", "--api", api);
            run("export", "--format", "csv", folder.resolve("export.csv").toString());
            run("inbox", "--port", "0");
            run("gateway", "--port", "0", "--api", api);
        }
    }

    /** Commands that run until they are stopped end at once. */
    private void run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data-dir", data().toString()));
        int code = Main.run(all.toArray(String[]::new), () -> {});
        if (code != ExitCode.DONE.number()) {
            throw new IllegalStateException(String.join(" ", words) + ": exit code " + code);
        }
    }

    /** Writes an image of a receipt's QR code. */
    private Path picture() throws IOException, WriterException {
        BitMatrix code = new QRCodeWriter().encode(LINK, BarcodeFormat.QR_CODE, 400, 400);
        BufferedImage image = new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < code.getHeight(); y++) {
            for (int x = 0; x < code.getWidth(); x++) {
                image.setRGB(x, y, code.get(x, y) ? 0 : 0xFFFFFF);
            }
        }
        Path file = folder.resolve("code.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}

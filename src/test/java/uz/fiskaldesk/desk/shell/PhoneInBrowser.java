package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.desk.phone.PhoneState;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.phone.Chromium;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.phone.PhoneClient;
import uz.fiskaldesk.scan.drawn.DrawnReceipt;
import uz.fiskaldesk.scan.drawn.Level;
import uz.fiskaldesk.scan.drawn.Scene;
import uz.fiskaldesk.support.Language;

/**
 * The phone as camera in a real browser, from the link in the window to the payment's row. Run by {@code packaging/test
 * phone}, because it needs Chromium; leaves pictures of the pages in {@code target/phone}.
 */
class PhoneInBrowser extends WindowTest {
    private static final Path PICTURES = Path.of("target/phone");

    @TempDir
    Path files;

    /** An address of the local network where there is one: for it, browsers leave out what they send to this computer. */
    @BeforeEach
    void switchOn() throws IOException {
        Files.createDirectories(PICTURES);
        List<LanNetwork> networks = LanNetwork.all();
        sessions.usesPhone(
                PhoneClient.freePort(),
                networks.isEmpty()
                        ? new LanNetwork("lo", "lo", InetAddress.ofLiteral("127.0.0.1"))
                        : networks.getFirst());
    }

    private Path photo(String name, String text) throws IOException {
        Scene scene = Scene.of(Level.EASY, 7).withText(text).withSize(1920, 1080);
        return Files.write(files.resolve(name), DrawnReceipt.jpeg(scene));
    }

    private URI openPage() {
        press(KeyCode.CONTROL, KeyCode.F3);
        untilShown("#phone-code");
        return onWindow(() -> ((PhoneState.Waiting) model().phone().state().get()).link());
    }

    private static void saveWindow(String name) throws IOException {
        var picture = onWindow(
                () -> SwingFXUtils.fromFXImage(stage().getScene().getRoot().snapshot(null, null), null));
        ImageIO.write(picture, "png", PICTURES.resolve(name).toFile());
    }

    private static void untilSays(Chromium phone, String sentence) throws InterruptedException {
        phone.until("document.getElementById('status').textContent.indexOf('" + sentence + "') >= 0");
    }

    @Test
    void fromTheLinkToTheRow() throws Exception {
        openWith(1, 2);
        URI link = openPage();
        try (Chromium phone = new Chromium(files.resolve("profile"))) {
            phone.open(link);
            assertThat(phone.evaluate("location.pathname")).isEqualTo("/");
            assertThat(phone.evaluate("document.documentElement.className"))
                    .as("the script runs")
                    .isEqualTo("js");
            untilText("#phone-status", "A phone is connected");

            phone.choose("#picture", photo("menu.jpg", "https://example.com/menu"));
            untilSays(phone, "not of the Tax Committee");
            phone.photograph(PICTURES.resolve("refused-en.png"));
            phone.choose("#picture", Files.writeString(files.resolve("note.jpg"), "no picture"));
            untilSays(phone, "Take a photo of the receipt");

            phone.choose("#picture", photo("receipt.jpg", link(2421)));
            untilSays(phone, "Receipt 2421 taken");
            phone.photograph(PICTURES.resolve("taken-en.png"));
            untilText("#offer-number", "Receipt 2421");
            saveWindow("window-offer-en.png");
            passReviewTime();
            press(KeyCode.ENTER);
            untilState(1, PaymentState.CONFIRMED);
            untilRowSays(1, "Fiscalized");

            // The desk does not listen any more, and the page stays usable.
            phone.choose("#picture", photo("next.jpg", link(2422)));
            untilSays(phone, "The desk was not reached");
            assertThat(phone.evaluate("String(document.getElementById('picture').disabled)"))
                    .isEqualTo("false");
        }
    }

    @Test
    void worksWithoutScripts() throws Exception {
        openWith(1);
        URI link = openPage();
        try (Chromium phone = new Chromium(files.resolve("profile"))) {
            phone.setScripts(false);
            phone.open(link);
            assertThat(phone.evaluate("document.documentElement.className")).isEmpty();
            phone.photograph(PICTURES.resolve("without-script-en.png"));
            phone.choose("#picture", photo("receipt.jpg", link(2421)));
            phone.tap("#send");
            untilText("#offer-number", "Receipt 2421");
            untilSays(phone, "Receipt 2421 taken");
        }
    }

    @Test
    void hasAPageInEachLanguage() throws Exception {
        openWith(1);
        URI link = openPage();
        try (Chromium phone = new Chromium(files.resolve("profile"))) {
            phone.open(link);
            for (Language language : Language.values()) {
                onWindow(() -> {
                    window().setLanguage(language);
                    return null;
                });
                phone.open(link.resolve("/"));
                assertThat(phone.evaluate("document.documentElement.lang")).isEqualTo(language.tag());
                assertThat(phone.evaluate("String(document.documentElement.scrollWidth <= window.innerWidth)"))
                        .as("nothing is wider than the phone")
                        .isEqualTo("true");
                phone.photograph(PICTURES.resolve("phone-" + language.tag() + ".png"));
                saveWindow("window-paired-" + language.tag() + ".png");
                onWindow(() -> {
                    model().phone().renewLink();
                    return null;
                });
                untilShown("#phone-code");
                saveWindow("window-" + language.tag() + ".png");
                phone.open(onWindow(
                        () -> ((PhoneState.Waiting) model().phone().state().get()).link()));
                untilHidden("#phone-code");
            }
        }
    }
}

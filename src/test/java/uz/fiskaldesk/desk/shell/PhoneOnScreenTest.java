package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.phone.PhoneState;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.phone.PhoneClient;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.support.Language;

/** The phone as camera, from the link in the window to the payment's row. The phone is an HTTP client. */
class PhoneOnScreenTest extends WindowTest {
    private static final LanNetwork WIFI = new LanNetwork("wlan0", "Wi-Fi", InetAddress.ofLiteral("127.0.0.1"));
    private static final LanNetwork CABLE = new LanNetwork("eth0", "Ethernet", InetAddress.ofLiteral("127.0.0.2"));

    @BeforeEach
    void switchOn() throws IOException {
        sessions.usesPhone(PhoneClient.freePort(), WIFI);
    }

    private URI openPage() {
        press(KeyCode.CONTROL, KeyCode.F3);
        return untilLink();
    }

    private URI untilLink() {
        untilShown("#phone-code");
        return onWindow(() -> ((PhoneState.Waiting) model().phone().state().get()).link());
    }

    private static byte[] photoOf(String text) throws Exception {
        BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 400, 400);
        BufferedImage picture = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                picture.setRGB(x, y, code.get(x, y) ? 0 : 0xffffff);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    private static void assertNobodyListens(URI link) throws Exception {
        try (PhoneClient phone = new PhoneClient(link)) {
            boolean listens = true;
            while (listens) {
                try {
                    phone.get("/");
                } catch (ConnectException closed) {
                    listens = false;
                } catch (IOException closing) {
                    // The connection was accepted before and is being closed.
                }
            }
        }
    }

    @Test
    void fromTheLinkToTheRow() throws Exception {
        openWith(1);
        URI link = openPage();
        assertThat(textOf("#phone-address")).contains("Wi-Fi", "127.0.0.1");
        assertThat(decoded()).isEqualTo(link.toString());
        try (PhoneClient phone = new PhoneClient(link)) {
            assertThat(phone.pair(link).statusCode()).isEqualTo(200);
            untilText("#phone-status", "A phone is connected");
            assertThat(isShown("#phone-code")).isFalse();

            HttpResponse<String> none = phone.photograph(photoOf("https://example.com/menu"));
            assertThat(none.statusCode()).isEqualTo(422);
            untilShown("#phone-refusal");
            assertThat(none.body()).contains(textOf("#phone-refusal"));

            HttpResponse<String> taken = phone.photograph(photoOf(link(2421)));
            assertThat(taken.body()).contains("Receipt 2421 taken");
            assertThat(taken.statusCode()).isEqualTo(200);
        }
        untilText("#offer-number", "Receipt 2421");
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
        assertNobodyListens(link);
        passReviewTime();
        press(KeyCode.ENTER);
        untilState(1, PaymentState.CONFIRMED);
        untilRowSays(1, "Fiscalized");
    }

    private String decoded() throws Exception {
        BufferedImage code = onWindow(
                () -> SwingFXUtils.fromFXImage(((ImageView) find("#phone-code").orElseThrow()).getImage(), null));
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(
                        code.getWidth(),
                        code.getHeight(),
                        code.getRGB(0, 0, code.getWidth(), code.getHeight(), null, 0, code.getWidth())))))
                .getText();
    }

    @Test
    void listensOnlyWhileItsPageIsOpen() throws Exception {
        openWith(1);
        URI first = openPage();
        press(KeyCode.ESCAPE);
        assertNobodyListens(first);
        URI second = openPage();
        assertThat(second).isNotEqualTo(first);
        try (PhoneClient phone = new PhoneClient(second)) {
            assertThat(phone.pair(first).statusCode()).isEqualTo(403);
            assertThat(phone.pair(second).statusCode()).isEqualTo(200);
            untilText("#phone-status", "A phone is connected");
            press(KeyCode.ESCAPE);
            assertNobodyListens(second);
            openPage();
            assertThat(phone.get("/").statusCode()).isEqualTo(403);
        }
        closeWindow();
        assertNobodyListens(second);
    }

    @Test
    void aPhoneIsRememberedUntilTheShiftIsClosed() throws Exception {
        openWith(1, 2);
        URI link = openPage();
        click("#phone-remember");
        try (PhoneClient phone = new PhoneClient(link)) {
            phone.pair(link);
            assertThat(phone.photograph(photoOf(link(2421))).statusCode()).isEqualTo(200);
            untilText("#offer-number", "Receipt 2421");

            press(KeyCode.CONTROL, KeyCode.F3);
            untilText("#phone-status", "A phone is connected");
            assertThat(phone.photograph(photoOf(link(2422))).body()).contains("Receipt 2422 taken");
            untilText("#offer-number", "Receipt 2422");

            onWindow(() -> {
                model().shift().toggle();
                return null;
            });
            until("the shift is shown", () -> model().shift().shown().get() != null);
            onWindow(() -> {
                model().shift().close();
                return null;
            });
            until("the shift is closed", () -> !model().phone().remembers().get());
            press(KeyCode.ESCAPE);
            openPage();
            assertThat(phone.get("/").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aPhoneIsForgottenAfterALongShift() throws Exception {
        openWith(1);
        URI link = openPage();
        click("#phone-remember");
        try (PhoneClient phone = new PhoneClient(link)) {
            phone.pair(link);
            untilText("#phone-status", "A phone is connected");
            press(KeyCode.ESCAPE);
            sessions.advanceClock(Duration.ofHours(17));
            openPage();
            assertThat(phone.get("/").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aReceiptForAPaymentThatHasOneIsNotPutThere() throws Exception {
        openWith(1);
        assertThat(sessions.ledger()
                        .attach(
                                stored(1),
                                ReceiptLink.parse(link(2101)).orElseThrow(),
                                null,
                                List.of(new Act(Act.Kind.RECEIPT_ATTACHED, "POS", TestSessions.NOON, null))))
                .isInstanceOf(Ledger.Attachment.Attached.class);
        untilState(1, PaymentState.READY);
        until("the row has the receipt", () -> model().list().rows().getFirst().receipt() != null);
        URI link = openPage();
        try (PhoneClient phone = new PhoneClient(link)) {
            phone.pair(link);
            HttpResponse<String> answer = phone.photograph(photoOf(link(2422)));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("Receipt 2422 was read, but it was not put beside");
        }
        until("the page is closed", () -> model().pages().currentPage() == Page.RECEIPT);
        assertThat(onWindow(() -> model().capture().offer().get())).isNull();
    }

    @Test
    void isOffUntilTheSettingsSwitchItOn() throws Exception {
        sessions = new TestSessions(folder, fiscalBox.address().toString());
        openWith(1);
        assertThat(isShown("#phone")).isFalse();
        press(KeyCode.CONTROL, KeyCode.F3);
        untilText("#phone-status", "switched off");
        click("#phone-settings");
        untilShown("#settings-phone");
        onWindow(() -> {
            ((CheckBox) find("#settings-phone").orElseThrow()).fire();
            return null;
        });
        click("#settings-save");
        until("it is on", () -> sessions.settings().phone().on());
        untilShown("#phone");
        click("#phone");
        untilText("#phone-status", "This computer is in no local network");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (var other = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            sessions.usesPhone(other.getLocalPort(), WIFI);
            openWith(1);
            press(KeyCode.CONTROL, KeyCode.F3);
            untilText("#phone-status", "Port " + other.getLocalPort() + " is in use");
        }
    }

    @Test
    void theNetworkCanBeChosen() throws Exception {
        sessions.usesPhone(PhoneClient.freePort(), WIFI, CABLE);
        openWith(1);
        URI first = openPage();
        onWindow(() -> {
            model().phone().choose(CABLE);
            return null;
        });
        untilText("#phone-address", "Ethernet");
        URI second = untilLink();
        assertThat(second.getHost()).isEqualTo("127.0.0.2");
        assertThat(onWindow(() -> ((ComboBox<?>) find("#phone-networks").orElseThrow()).getValue()))
                .isEqualTo(CABLE);
        assertThatThrownBy(() -> {
                    try (PhoneClient phone = new PhoneClient(first)) {
                        phone.get("/");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void thePageFollowsTheLanguageAndCanBeReadInEach() throws Exception {
        openWith(1);
        URI link = openPage();
        try (PhoneClient phone = new PhoneClient(link)) {
            for (Language language : Language.values()) {
                onWindow(() -> {
                    window().setLanguage(language);
                    return null;
                });
                untilLink();
                assertThat(onWindow(() ->
                                AccessibilityCheck.complaints(stage().getScene().getRoot())))
                        .isEmpty();
                assertThat(phone.get("/").body()).contains("lang=\"" + language.tag() + "\"");
            }
        }
    }
}

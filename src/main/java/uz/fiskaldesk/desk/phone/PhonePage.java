package uz.fiskaldesk.desk.phone;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.phone.LanNetwork;

/** Shows the link for the phone as a QR code, the network it leads through, and what to do. */
public final class PhonePage extends FormPage {
    /** In pixels. The code of a link has 33 modules, and 8 of its quiet zone. */
    private static final int CODE_SIZE = 41 * 5;

    private final PhoneModel phone;
    private final ImageView code = new ImageView();
    private final Label status;
    private final Label address;
    private final Label help;
    private final HBox link;
    private final Node networks;
    private final CheckBox remember;
    private final Button renew;

    /** @param openSettings opens the settings, where it is switched on */
    public PhonePage(Ui ui, PhoneModel phone, Runnable openSettings, Runnable back) {
        super(ui, "phone-page", "phone.title", back);
        this.phone = phone;
        phone.setMessages(ui.messages());
        status = ui.wrappedLabel("", "info-box");
        status.setId("phone-status");
        status.setMaxWidth(Double.MAX_VALUE);
        code.setId("phone-code");
        code.setAccessibleText(ui.text("phone.title"));
        address = ui.wrappedLabel("", "card-title");
        address.setId("phone-address");
        help = ui.wrappedLabel(ui.text("phone.help", Integer.toString(phone.port())), "muted");
        VBox beside = new VBox(10, address, help);
        HBox.setHgrow(beside, Priority.ALWAYS);
        link = new HBox(14, code, beside);
        link.setAlignment(Pos.TOP_LEFT);
        networks = networks();
        remember = new CheckBox(ui.text("phone.remember"));
        remember.setId("phone-remember");
        remember.setWrapText(true);
        remember.setMinHeight(44);
        remember.selectedProperty().bindBidirectional(phone.remembers());
        Label refusal = ui.messageLabel(phone.refusal(), "danger-box");
        refusal.setId("phone-refusal");
        refusal.setMaxWidth(Double.MAX_VALUE);
        Button settings = ui.button("phone-settings", "settings.title", openSettings, "action");
        ui.observe(phone.on(), on -> Ui.setShown(settings, !on));
        renew = ui.button("phone-renew", "phone.renew", phone::renewLink, "action");
        setContent(status, refusal, link, networks, remember, settings);
        addBackButton(renew);
        ui.observe(phone.state(), this::show);
    }

    private Node networks() {
        ComboBox<LanNetwork> box = new ComboBox<>();
        box.setId("phone-networks");
        box.setMinHeight(44);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable LanNetwork network) {
                return network == null ? "" : describe(network);
            }

            @Override
            public LanNetwork fromString(String text) {
                throw new UnsupportedOperationException("The box is not editable");
            }
        });
        VBox labelled = ui.labelled("phone.networks", box);
        ui.observe(phone.networks(), found -> {
            box.getItems().setAll(found);
            box.setValue(phone.network().get());
            Ui.setShown(labelled, found.size() > 1);
        });
        ui.observe(phone.network(), box::setValue);
        box.setOnAction(_ -> {
            LanNetwork chosen = box.getValue();
            if (chosen != null) {
                phone.choose(chosen);
            }
        });
        return labelled;
    }

    private static String describe(LanNetwork network) {
        return network.label() + " · " + network.address().getHostAddress();
    }

    private void show(PhoneState now) {
        boolean listens = now instanceof PhoneState.Waiting || now instanceof PhoneState.Paired;
        boolean isTrouble = now instanceof PhoneState.NoNetwork || now instanceof PhoneState.Failed;
        status.getStyleClass().removeAll(List.of("info-box", "danger-box", "success-box"));
        status.getStyleClass()
                .add(isTrouble ? "danger-box" : now instanceof PhoneState.Paired ? "success-box" : "info-box");
        status.setText(sentence(now));
        code.setImage(now instanceof PhoneState.Waiting(URI shown) ? codeOf(shown) : null);
        Ui.setShown(code, now instanceof PhoneState.Waiting);
        LanNetwork network = phone.network().get();
        address.setText(network == null ? "" : ui.text("phone.network", describe(network)));
        Ui.setShown(link, listens);
        Ui.setShown(help, now instanceof PhoneState.Waiting);
        Ui.setShown(remember, listens);
        Ui.setShown(networks, (listens || isTrouble) && phone.networks().get().size() > 1);
        Ui.setShown(renew, listens);
    }

    private String sentence(PhoneState state) {
        return switch (state) {
            case PhoneState.Off _ -> ui.text("phone.off");
            case PhoneState.Closed _, PhoneState.Starting _ -> ui.text("phone.starting");
            case PhoneState.NoNetwork _ -> ui.text("phone.no-network");
            case PhoneState.Failed failed -> failed.why().in(ui.messages());
            case PhoneState.Waiting _ -> ui.text("phone.waiting");
            case PhoneState.Paired _ -> ui.text("phone.paired");
        };
    }

    private static WritableImage codeOf(URI link) {
        try {
            BitMatrix modules = new QRCodeWriter()
                    .encode(
                            link.toString(),
                            BarcodeFormat.QR_CODE,
                            CODE_SIZE,
                            CODE_SIZE,
                            Map.of(EncodeHintType.MARGIN, 4));
            WritableImage image = new WritableImage(modules.getWidth(), modules.getHeight());
            PixelWriter pixels = image.getPixelWriter();
            for (int y = 0; y < modules.getHeight(); y++) {
                for (int x = 0; x < modules.getWidth(); x++) {
                    pixels.setColor(x, y, modules.get(x, y) ? Color.BLACK : Color.WHITE);
                }
            }
            return image;
        } catch (WriterException e) {
            throw new IllegalStateException("a link fits into a QR code", e);
        }
    }

    @Override
    public Node initialFocus() {
        return this;
    }
}

package uz.fiskaldesk.desk.capture;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Ui;

/**
 * The test of a hand scanner: a code to scan from the screen, what arrived, and how to set the scanner. The codes that set a
 * scanner differ from maker to maker and are in its manual; none are shown here, because none could be checked.
 */
public final class ScannerTestView extends VBox {
    /** Pixels of a module, and of the whole picture at the least. */
    private static final int SIZE = 190;

    private final Ui ui;
    private final Label found;
    private final Label arrived;

    public ScannerTestView(Ui ui, ScannerTestModel model) {
        super(8);
        this.ui = ui;
        setId("scanner-test");
        ImageView code = new ImageView(picture(ScannerTestModel.TEST_CODE));
        code.setAccessibleText(ui.text("scanner-test.code"));
        found = ui.wrappedLabel("");
        found.setId("scanner-test-found");
        found.setMaxWidth(Double.MAX_VALUE);
        ui.announce(found);
        arrived = ui.wrappedLabel("", "muted");
        arrived.setId("scanner-test-arrived");
        Label how = ui.wrappedLabel(ui.text("scanner-test.how"));
        Label set = ui.wrappedLabel(ui.text("scanner-test.set"), "muted");
        VBox words = new VBox(8, how, set);
        words.setPrefWidth(420);
        getChildren().setAll(new FlowPane(16, 8, code, words), found, arrived);
        ui.observe(model.result(), this::show);
    }

    private void show(ScannerTestModel.@Nullable Result result) {
        found.getStyleClass().removeAll("info-box", "success-box", "warning-box", "danger-box");
        Ui.setShown(arrived, result != null);
        if (result == null) {
            found.getStyleClass().add("info-box");
            found.setText(ui.text("scanner-test.waiting"));
            return;
        }
        found.getStyleClass()
                .add(
                        switch (result.verdict()) {
                            case FINE -> "success-box";
                            case NO_ENTER, REPAIRED -> "warning-box";
                            case UNREADABLE -> "danger-box";
                        });
        found.setText(ui.text("scanner-test."
                + result.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-')));
        arrived.setText(ui.text("scanner-test.arrived", result.arrived()));
    }

    private static WritableImage picture(String text) {
        BitMatrix modules;
        try {
            modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, SIZE, SIZE);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
        WritableImage image = new WritableImage(modules.getWidth(), modules.getHeight());
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                image.getPixelWriter().setColor(x, y, modules.get(x, y) ? Color.BLACK : Color.WHITE);
            }
        }
        return image;
    }
}

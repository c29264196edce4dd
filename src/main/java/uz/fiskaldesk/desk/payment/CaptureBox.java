package uz.fiskaldesk.desk.payment;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.ReceiptProposalsCard;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;

/**
 * The field for the link of a receipt, and the other ways to capture one. Where the page is too low for all of it, the
 * explanation goes first, then the other ways go into a menu beside the field, so that no button is cut off.
 */
final class CaptureBox extends VBox {
    private static final double GAP = 10;

    /** How much is shown. */
    enum Detail {
        /** With an explanation, which the help page has, too. */
        EXPLAINED,
        BUTTONS,
        MENU
    }

    private final TextField link;
    private final Label prompt;
    private final Label ways;
    private final FlowPane buttons = new FlowPane(8, 8);
    private final MenuButton menu;
    private Detail detail = Detail.EXPLAINED;
    private boolean prompts = true;

    CaptureBox(Ui ui, DeskModel model, WindowActions commands, TextField link) {
        super(GAP);
        this.link = link;
        CaptureModel capture = model.capture();
        prompt = ui.label(ui.text("capture.prompt"), "capture-prompt");
        ui.observe(
                capture.replacing(),
                another -> prompt.setText(ui.text(another ? "capture.prompt-another" : "capture.prompt")));
        prompt.setGraphic(new FontIcon(Feather.MAXIMIZE));
        ways = ui.wrappedLabel(ui.text("capture.ways"), "muted");
        link.setOnAction(_ -> take(model));
        link.setMinWidth(0);
        HBox.setHgrow(link, Priority.ALWAYS);
        Button take = ui.button("take-link", "capture.take", () -> take(model), "action");
        ui.observe(capture.link(), text -> take.setDisable(text.isBlank()));
        menu = new MenuButton(ui.text("capture.more-ways"));
        menu.setId("more-ways");
        menu.getStyleClass().add("action");
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.setMnemonicParsing(false);
        HBox row = new HBox(8, link, take, menu);
        row.setAlignment(Pos.CENTER_LEFT);
        Label refusal = ui.messageLabel(capture.refusal(), "danger-box");
        refusal.setId("refusal");
        refusal.setMaxWidth(Double.MAX_VALUE);
        Label reading = ui.label(ui.text("capture.reading"), "muted");
        ui.observe(model.pictureCapture().reading(), now -> Ui.setShown(reading, now));
        Label asking = ui.label(ui.text("last-receipt.asking"), "muted");
        ui.observe(model.lastReceipt().asking(), now -> Ui.setShown(asking, now));
        ReceiptProposalsCard proposed = new ReceiptProposalsCard(ui, model.receiptProposals());
        buttons.getChildren().setAll(otherWays(ui, model, commands));
        Ui.setChildrenOnceShown(this, prompt, ways, row, refusal, reading, asking, proposed, buttons);
        setId("capture");
        getStyleClass().add("capture-box");
        show();
    }

    private List<Button> otherWays(Ui ui, DeskModel model, WindowActions commands) {
        Button picture = ui.button("picture", "action.picture", Shortcut.PICTURE, commands::choosePictures, "action");
        Button phone = ui.button("phone", "action.phone", Shortcut.PHONE, model.phone()::toggle, "action");
        ui.observe(model.phone().on(), on -> Ui.setShown(phone, on));
        Button keyed = ui.button(
                "keyed",
                "action.keyed",
                Shortcut.KEY_IN,
                () -> model.keyedReceipt().open(model.health().terminalId()),
                "action");
        Button last = ui.button(
                "last-receipt", "action.last-receipt", Shortcut.LAST_RECEIPT, model.lastReceipt()::capture, "action");
        last.disableProperty().bind(model.lastReceipt().asking());
        Button reprint = ui.button("reprint", "action.reprint", model.reprint()::print, "action");
        reprint.disableProperty().bind(model.reprint().printing());
        List<Button> ways = List.of(picture, phone, keyed, last, reprint);
        ways.forEach(way -> menu.getItems().add(item(way)));
        return ways;
    }

    /** The same act in the menu. */
    private static MenuItem item(Button button) {
        MenuItem item = new MenuItem(button.getText());
        item.setId("more-" + button.getId());
        item.setMnemonicParsing(false);
        item.getStyleClass().add("camera-choice");
        item.setOnAction(_ -> button.getOnAction().handle(null));
        item.disableProperty().bind(button.disableProperty());
        item.visibleProperty().bind(button.managedProperty());
        return item;
    }

    private void take(DeskModel model) {
        String text = link.getText();
        if (!text.isBlank()) {
            model.pastedText().take(text);
        }
    }

    /** Says whether the cashier has to be told to scan: not beside the picture of a camera. */
    void setPrompts(boolean wanted) {
        prompts = wanted;
        show();
    }

    void setDetail(Detail wanted) {
        if (detail != wanted) {
            detail = wanted;
            show();
        }
    }

    /** The height in pixels that the box has more with {@code other} than now. */
    double heightMoreWith(Detail other) {
        return extra(other) - extra(detail);
    }

    private double extra(Detail of) {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double height = of == Detail.MENU ? 0 : buttons.prefHeight(width) + GAP;
        return height + (of == Detail.EXPLAINED && prompts ? ways.prefHeight(width) + GAP : 0);
    }

    private void show() {
        Ui.setShown(prompt, prompts);
        Ui.setShown(ways, prompts && detail == Detail.EXPLAINED);
        showKeepingFocus(buttons, detail != Detail.MENU);
        showKeepingFocus(menu, detail == Detail.MENU);
    }

    /** A control that is hidden while it has the focus leaves it to the field: that is where a scanner types. */
    private void showKeepingFocus(Node node, boolean shown) {
        if (!shown && getScene() != null && Ui.isWithin(node, getScene().getFocusOwner())) {
            link.requestFocus();
        }
        Ui.setShown(node, shown);
    }
}

package uz.fiskaldesk.desk.start;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.camera.CameraTestView;
import uz.fiskaldesk.desk.capture.ScannerTestModel;
import uz.fiskaldesk.desk.capture.ScannerTestView;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.settings.AddressView;
import uz.fiskaldesk.desk.start.PracticeModel.Stage;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Language;

/** The guide of the first start: the language, the address of FiscalBox, the scanner and the camera, one receipt to try. */
public final class StartPage extends FormPage {
    private static final double RECEIPT_WIDTH = 210;

    private final StartModel model;
    private final WindowActions commands;
    private final AddressView address;
    private final VBox devices;
    private final VBox practice = new VBox(12);
    private final Button next;

    public StartPage(
            Ui ui, StartModel model, CameraModel camera, ScannerTestModel scannerTest, WindowActions commands) {
        super(ui, "start-page", "start.title", model::leave);
        this.model = model;
        this.commands = commands;
        getStyleClass().add("full-page");
        address = new AddressView(ui, "start", model.address(), model::check);
        devices = new VBox(
                16,
                ui.label(ui.text("start.scanner"), "section-title"),
                new ScannerTestView(ui, scannerTest),
                ui.label(ui.text("start.camera"), "section-title"),
                new CameraTestView(ui, camera, "start-camera"));
        Button previous = ui.button("start-previous", "start.previous", model::previous, "second-button");
        next = addSubmitButtons("start-next", "start.next", "start.later", model::next, previous);
        showProblem("start-problem", model.problem(), Map.of(model.address().text(), address.field()));
        ui.observe(model.step(), step -> {
            Ui.setShown(previous, step != StartModel.Step.LANGUAGE);
            title.setText(ui.text(
                    "start.step",
                    EnumSet.range(StartModel.Step.LANGUAGE, step).size(),
                    StartModel.Step.values().length,
                    ui.text("start.step." + step.name().toLowerCase(Locale.ROOT))));
            setContent(content(step));
            nameNext();
            if (getScene() != null) {
                initialFocus().requestFocus();
            }
        });
        ui.observe(model.practice().stage(), this::show);
    }

    private Node[] content(StartModel.Step step) {
        return switch (step) {
            case LANGUAGE -> new Node[] {ui.wrappedLabel(ui.text("start.welcome")), languages()};
            case ADDRESS ->
                new Node[] {
                    ui.wrappedLabel(ui.text("start.address")), address, ui.wrappedLabel(ui.text("start.find"), "muted")
                };
            case DEVICES -> new Node[] {devices};
            case PRACTICE -> new Node[] {practice};
        };
    }

    private Node languages() {
        FlowPane choices = new FlowPane(10, 10);
        for (Language language : Language.values()) {
            ToggleButton choice = new ToggleButton(language.ownName());
            choice.setId("start-language-" + language.tag());
            choice.getStyleClass().addAll("chip", "language-choice");
            choice.setSelected(language == commands.language());
            choice.setOnAction(_ -> {
                choice.setSelected(true);
                commands.setLanguage(language);
            });
            choices.getChildren().add(choice);
        }
        return choices;
    }

    private void nameNext() {
        Stage stage = model.practice().stage().get();
        boolean practising = model.step().get() == StartModel.Step.PRACTICE;
        String key = !practising
                ? "start.next"
                : switch (stage) {
                    case PREPARING, SENDING -> "start.wait";
                    case SCAN, SCAN_AGAIN -> "start.take";
                    case COMPARE -> "action.confirm";
                    case CONFIRMED, FAILED -> "start.finish";
                };
        next.setText(ui.text(key));
    }

    private void show(Stage stage) {
        nameNext();
        Label state = ui.wrappedLabel(
                ui.text("start.practice."
                        + stage.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                switch (stage) {
                    case PREPARING, SCAN, SENDING -> "info-box";
                    case SCAN_AGAIN -> "warning-box";
                    case COMPARE -> "info-box";
                    case CONFIRMED -> "success-box";
                    case FAILED -> "danger-box";
                });
        state.setId("start-practice");
        state.setMaxWidth(Double.MAX_VALUE);
        practice.getChildren().setAll(ui.wrappedLabel(ui.text("start.practice")), state);
        Practice with = model.practice().practice();
        if (with != null) {
            practice.getChildren().add(payment(with));
        }
    }

    private Node payment(Practice with) {
        ImageView picture = new ImageView(SwingFXUtils.toFXImage(with.picture(), null));
        picture.setPreserveRatio(true);
        picture.setFitWidth(RECEIPT_WIDTH);
        picture.setAccessibleText(ui.text("receipt.title", with.receipt().receiptNumber()));
        String paid = Formats.dateTime(Objects.requireNonNull(with.payment().paidAt()));
        VBox facts = new VBox(
                6,
                ui.label(ui.text("offer.payment"), "section-title"),
                ui.label(ui.messages().amount(with.payment().amount()), "head-amount"),
                ui.label(ui.text("head.paid", paid), "fact"),
                ui.label(ui.text("receipt.title", with.receipt().receiptNumber()), "section-title"),
                ui.label(Formats.dateTime(with.receipt().issuedAt()), "fact"),
                ui.label(with.receipt().terminalId(), "fact"));
        return new FlowPane(24, 12, picture, facts);
    }

    @Override
    public Node initialFocus() {
        return model.step().get() == StartModel.Step.ADDRESS ? address.field() : next;
    }
}

package uz.fiskaldesk.desk.training;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.FormPage;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.list.PaymentListModel;

/** Shows the sample receipts of training mode, to drag, copy, scan from the screen or print. */
public final class SamplesPage extends FormPage {
    /** Pixels of the largest picture; a wider one would leave too little for the buttons beside it in a narrow window. */
    private static final double PICTURE_WIDTH = 224;

    private static final double PICTURE_HEIGHT = 300;

    private final NoticeModel notices;
    private final WindowActions commands;
    private final SampleReceipts samples;
    private @Nullable Button firstTake;

    public SamplesPage(
            Ui ui,
            PaymentListModel list,
            NoticeModel notices,
            WindowActions commands,
            SampleReceipts samples,
            Runnable back) {
        super(ui, "samples-page", "training.samples", back);
        this.notices = notices;
        this.commands = commands;
        this.samples = samples;
        addBackButton(ui.button("samples-write", "training.write", commands::writeSamples, "action"));
        ui.observe(list.selected(), this::show);
    }

    private void show(@Nullable LedgerEntry entry) {
        firstTake = null;
        List<Node> nodes = new ArrayList<>();
        nodes.add(ui.wrappedLabel(ui.text("training.how"), "muted"));
        Optional<BufferedImage> own = entry == null ? Optional.empty() : samples.receiptOf(entry.transactionId());
        own.ifPresent(picture -> nodes.add(sample("training.own", "sample-own", picture)));
        nodes.add(ui.wrappedLabel(ui.text("training.lessons"), "card-title"));
        for (SampleReceipts.Lesson lesson : samples.lessons()) {
            nodes.add(sample(lesson.key(), "sample-" + lesson.key().replace('.', '-'), lesson.picture()));
        }
        setContent(nodes);
    }

    private Node sample(String key, String id, BufferedImage picture) {
        ImageView view = new ImageView(SwingFXUtils.toFXImage(picture, null));
        view.setAccessibleText(ui.text(key));
        view.setPreserveRatio(true);
        view.setFitWidth(PICTURE_WIDTH);
        view.setFitHeight(PICTURE_HEIGHT);
        view.setOnDragDetected(drag -> {
            Dragboard board = view.startDragAndDrop(TransferMode.COPY);
            board.setContent(content(view));
            drag.consume();
        });
        Button take = ui.button(id + "-take", "training.take", () -> take(view), "action");
        if (firstTake == null) {
            firstTake = take;
        }
        Button copy = ui.button(id + "-copy", "training.copy", () -> copy(view), "action");
        HBox row = new HBox(12, view, new VBox(8, ui.wrappedLabel(ui.text(key)), take, copy));
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    /** Enter takes the first receipt, which is that of the selected payment if it has one. */
    @Override
    public Node initialFocus() {
        return firstTake == null ? this : firstTake;
    }

    private void take(ImageView view) {
        back.run();
        commands.readPicture(view.getImage());
    }

    private void copy(ImageView view) {
        Clipboard.getSystemClipboard().setContent(content(view));
        back.run();
        notices.info("training.copied");
    }

    private static ClipboardContent content(ImageView view) {
        ClipboardContent content = new ClipboardContent();
        content.putImage(view.getImage());
        return content;
    }
}

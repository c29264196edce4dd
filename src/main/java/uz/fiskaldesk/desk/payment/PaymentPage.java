package uz.fiskaldesk.desk.payment;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.camera.CameraView;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.OfferCard;
import uz.fiskaldesk.desk.capture.OfferedReceipt;
import uz.fiskaldesk.desk.capture.ReceiptChoiceCard;
import uz.fiskaldesk.desk.capture.UnassignedReceiptCard;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Scrolling;
import uz.fiskaldesk.desk.common.Shortcut;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.common.WindowActions;
import uz.fiskaldesk.desk.sending.SendingModel;
import uz.fiskaldesk.payment.PaymentState;

/** The page of the selected payment: its status, the capture of its receipt and the button that sends it. */
public final class PaymentPage extends VBox {
    private static final PseudoClass DOUBTFUL = PseudoClass.getPseudoClass("doubtful");
    private static final PseudoClass ARMING = PseudoClass.getPseudoClass("arming");

    /** How often it is checked whether the review time of the offer is over. */
    private static final Duration STEP = Duration.millis(40);

    /** In pixels, on a screen of 1366×768. */
    private static final double USUAL_HEIGHT = 540;

    private final Ui ui;
    private final DeskModel model;
    private final CaptureModel capture;
    private final TextField link;
    private final StatusBox standing;
    private final CameraView camera;
    private final OfferCard card;
    private final ReceiptChoiceCard several;
    private final CaptureBox captureBox;
    private final VBox content;
    private final ScrollPane scroll;
    private final Button confirm;
    private final Button discard;
    private final HBox mainButtons;
    private final Button retry;
    private final HBox retryBox;
    private double room = Double.MAX_VALUE;
    private @Nullable Region head;
    private final Timeline arming = new Timeline(new KeyFrame(STEP, _ -> checkReviewTime()));

    public PaymentPage(Ui ui, DeskModel model, WindowActions commands) {
        super(10);
        this.ui = ui;
        this.model = model;
        this.capture = model.capture();
        link = ui.field("link", "capture.link", capture.link());
        ui.observe(capture.offer(), offer -> {
            if (offer == null) {
                keepFocusFrom(this);
            }
        });
        standing = new StatusBox(ui, model);
        camera = new CameraView(ui, model.camera(), capture);
        card = new OfferCard(ui, capture, model.betterPayments(), model.sending()::confirm);
        several = new ReceiptChoiceCard(ui, capture);
        captureBox = new CaptureBox(ui, model, commands, link);
        ui.observe(camera.isLarge(), large -> captureBox.setPrompts(!large));
        confirm = ui.mainButton("confirm", "action.confirm", model.sending()::sendAnyway);
        discard = ui.button("discard", "action.discard", Shortcut.ESCAPE, capture::discard, "second-button");
        mainButtons = new HBox(10, confirm, discard);
        retry = ui.mainButton("retry", "action.retry", model.sending()::retry);
        retryBox = new HBox(retry);
        arming.setCycleCount(Animation.INDEFINITE);
        content = new VBox(10);
        scroll = Scrolling.vertical(content);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        setId("payment-page");
        ui.observe(model.list().selected(), _ -> show());
        ui.observe(capture.offer(), _ -> show());
        ui.observe(capture.unassigned(), _ -> show());
        ui.observe(capture.receiptChoices(), _ -> show());
        ui.observe(capture.replacing(), _ -> show());
        ui.observe(capture.replacementConfirmed(), _ -> enable());
        ui.observe(sceneProperty().flatMap(Scene::focusOwnerProperty), _ -> enable());
        Ui.setChildrenOnceShown(
                content,
                standing,
                camera,
                captureBox,
                new UnassignedReceiptCard(ui, capture),
                several,
                card,
                nothing());
        Ui.setChildrenOnceShown(this, scroll, mainButtons, retryBox, otherActs());
        new ResultAnnouncer(ui, model, this).start();
        ui.observe(capture.reuseReason(), _ -> enable());
        ui.observe(content.heightProperty(), _ -> revealDoubts());
    }

    /** Scrolls to what speaks against the offer, which may be below the edge of a low window. */
    private void revealDoubts() {
        OfferedReceipt offer = capture.offer().get();
        if (card.reuseReason().isFocused()) {
            // What is known about the other payment by now has moved the field down.
            Scrolling.revealAfterLayout(scroll, card.reuseReason());
        } else if (offer != null && offer.isDoubtful() && !offer.isBlocked() && discard.isFocused()) {
            // Nothing on the page has to be filled in.
            Scrolling.revealAfterLayout(scroll, card.doubts());
        }
    }

    /** The button that sends the offer; the only way to send a doubtful one. */
    public Button confirm() {
        return confirm;
    }

    /** The button that sends the receipt of the payment again. */
    public Button retry() {
        return retry;
    }

    /** The field for the link of a receipt. */
    public TextField link() {
        return link;
    }

    public CameraView camera() {
        return camera;
    }

    /** Updates the texts that depend on the current time; called every second. */
    public void tick() {
        standing.tick();
    }

    /**
     * Says how many pixels can be seen at once of the page and what is above it; they may be higher where they are stacked.
     *
     * @param above is seen above the page
     */
    public void setRoom(double height, Region above) {
        room = height;
        head = above;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        fit();
        Scrolling.limitHeight(this, scroll, USUAL_HEIGHT);
        super.layoutChildren();
    }

    /** Gives the camera and the ways of capturing what height the rest of the page leaves, so that no button is cut off. */
    private void fit() {
        Insets ring = VBox.getMargin(scroll);
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double rest = Scrolling.heightBeside(this, scroll);
        double inView = Math.min(getHeight(), head == null ? room : room - head.getHeight());
        double wanted = content.prefHeight(width - ring.getLeft() - ring.getRight());
        double free = inView - rest - wanted + camera.pictureHeight();
        CaptureBox.Detail detail = CaptureBox.Detail.MENU;
        if (captureBox.isManaged()) {
            for (CaptureBox.Detail each : CaptureBox.Detail.values()) {
                if (free - captureBox.heightMoreWith(each) >= camera.leastPictureHeight()) {
                    detail = each;
                    break;
                }
            }
            free -= captureBox.heightMoreWith(detail);
            captureBox.setDetail(detail);
        }
        camera.fitInto(free, getHeight());
    }

    private void checkReviewTime() {
        boolean isOver = model.capture().isReviewTimeOver();
        if (isOver || !isOnScreen()) {
            // Also in a window that was closed: a running animation keeps JavaFX drawing.
            arming.stop();
        }
        if (isOver) {
            enable();
            model.sending().reviewTimeOver();
        }
    }

    private boolean isOnScreen() {
        Scene scene = getScene();
        return scene != null && scene.getWindow() != null && scene.getWindow().isShowing();
    }

    private Node nothing() {
        Label label = ui.wrappedLabel(ui.text("capture.nothing-selected"), "placeholder");
        label.setMaxWidth(Double.MAX_VALUE);
        label.setAlignment(Pos.CENTER);
        Runnable show = () -> Ui.setShown(
                label,
                model.list().selected().get() == null && capture.unassigned().get() == null);
        ui.observe(model.list().selected(), _ -> show.run());
        ui.observe(capture.unassigned(), _ -> show.run());
        return label;
    }

    private Node otherActs() {
        Button history = ui.button(
                "history",
                "action.history",
                Shortcut.HISTORY,
                () -> model.pages().open(Page.HISTORY),
                "flat");
        Button aside = ui.button(
                "set-aside",
                "action.set-aside",
                Shortcut.SET_ASIDE,
                () -> ask(ReasonModel.ReasonedAct.SET_ASIDE),
                "flat");
        Button byHand = ui.button(
                "by-hand", "action.by-hand", Shortcut.BY_HAND, () -> ask(ReasonModel.ReasonedAct.BY_HAND), "flat");
        FlowPane row = new FlowPane(4, 0, history, aside, byHand);
        row.getStyleClass().add("other-acts");
        ui.observe(model.list().selected(), entry -> {
            Ui.setShown(row, entry != null);
            Ui.setShown(aside, entry != null && entry.canSetAside());
            Ui.setShown(byHand, entry != null && entry.state().canConfirmByHand());
        });
        return row;
    }

    private void ask(ReasonModel.ReasonedAct act) {
        LedgerEntry entry = model.list().selected().get();
        if (entry != null) {
            model.reason().ask(act, entry);
        }
    }

    private void show() {
        OfferedReceipt offer = capture.offer().get();
        boolean wanted = offer == null
                && capture.unassigned().get() == null
                && capture.receiptChoices().get().isEmpty()
                && capture.acceptsAnyReceipt();
        boolean appears = wanted && !captureBox.isVisible();
        boolean isNew = offer != null && !mainButtons.isVisible();
        if (!wanted) {
            keepFocusFrom(captureBox);
        }
        Ui.setShown(captureBox, wanted);
        Ui.setShown(mainButtons, offer != null);
        showRetry();
        enable();
        if (offer != null && (isNew || offer.takenBy() != null || offer.isBlocked())) {
            wantedBy(offer).requestFocus();
        } else if (appears && isFocusFree()) {
            link.requestFocus();
        }
    }

    /**
     * Focuses the control for the next step.
     *
     * @param list gets the focus if the selected payment takes no receipt
     */
    public void focus(Node list) {
        OfferedReceipt offer = capture.offer().get();
        if (offer != null) {
            wantedBy(offer).requestFocus();
        } else if (captureBox.isVisible()) {
            link.requestFocus();
        } else if (several.isVisible()) {
            several.focusFirst();
        } else if (model.list().selected().get() != null) {
            list.requestFocus();
        } else {
            requestFocus();
        }
    }

    private Node wantedBy(OfferedReceipt offer) {
        if (offer.isBlocked()) {
            return discard;
        }
        if (offer.takenBy() != null) {
            return card.reuseReason();
        }
        if (offer.replacesReceipt()) {
            return card.replacementConfirmed();
        }
        return offer.isDoubtful() ? discard : confirm;
    }

    /**
     * Moves the focus out of a node that is about to be hidden. Otherwise JavaFX would move it to the next field, and a
     * scanner would type into the search.
     */
    private void keepFocusFrom(Node hidden) {
        for (Node at = getScene() == null ? null : getScene().getFocusOwner(); at != null; at = at.getParent()) {
            if (at.equals(hidden)) {
                requestFocus();
            }
        }
    }

    /** Whether the focus is on no control that the cashier may have focused on purpose. */
    private boolean isFocusFree() {
        Node at = getScene() == null ? null : getScene().getFocusOwner();
        return !(at instanceof TextInputControl) && !(at instanceof ListView<?>);
    }

    /** Retrying is the main act if nothing speaks against it; a queued payment is sent without it. */
    private void showRetry() {
        LedgerEntry entry = model.list().selected().get();
        boolean shown =
                entry != null && entry.canRetry() && !model.list().sending().isAboutToBeSent(entry) && capture.isIdle();
        Ui.setShown(retryBox, shown);
        if (entry != null && shown) {
            boolean main = SendingModel.isSentByEnter(entry) && entry.nextTryAt() == null;
            retry.setText(ui.text(entry.state() == PaymentState.READY ? "action.send-now" : "action.retry"));
            retry.setGraphic(ui.key(main ? Shortcut.CONFIRM : Shortcut.RETRY));
            Ui.setStyle(retry, "retry-", main ? "main" : "second");
        }
    }

    /** Enables the button if the offer can be sent, and shows whether its minimum review time is over. */
    private void enable() {
        OfferedReceipt offer = capture.offer().get();
        boolean complete = offer != null
                && offer.isComplete(
                        capture.replacementConfirmed().get(),
                        capture.reuseReason().get());
        boolean doubtful = offer != null && offer.isDoubtful();
        confirm.setText(ui.text(doubtful ? "action.send-anyway" : "action.confirm"));
        // Enter does not send a doubtful offer, so the key is not shown.
        Node focused = getScene() == null ? null : getScene().getFocusOwner();
        confirm.setContentDisplay(
                doubtful || !Ui.takesEnter(confirm, focused) ? ContentDisplay.TEXT_ONLY : ContentDisplay.RIGHT);
        confirm.pseudoClassStateChanged(DOUBTFUL, doubtful);
        confirm.setDisable(!complete);
        boolean reviewed = capture.isReviewTimeOver();
        confirm.pseudoClassStateChanged(ARMING, !reviewed);
        if (!reviewed) {
            arming.play();
        }
    }
}

package uz.fiskaldesk.desk.shell;

import java.util.Map;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.desk.list.ListTotals;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.support.Translations;

/**
 * A small window above all others that says how many payments wait, while the desk is minimised; it is marked when one more
 * has failed. It appears when the desk is minimised and only its text changes afterwards, so that it does not take the focus
 * from another program. A click opens the desk. Used on the JavaFX thread.
 */
final class WaitingStrip {
    private static final double MARGIN = 8;
    private static final double HEIGHT = 44;
    private static final double WIDTH = 230;

    private final Stage desk;
    private final Runnable open;
    private final Button button = new Button();
    private final Subscription minimised;
    private Subscription changes = Subscription.EMPTY;
    private Translations texts;
    private @Nullable ListTotals totals;
    private @Nullable Stage strip;
    private long failures;

    /** @param open brings the desk to the front */
    WaitingStrip(Stage desk, Translations texts, Runnable open) {
        this.desk = desk;
        this.texts = texts;
        this.open = open;
        button.setId("waiting-strip");
        button.getStyleClass().add("waiting-strip");
        button.setMinSize(WIDTH, HEIGHT);
        button.setOnAction(_ -> open.run());
        minimised = desk.iconifiedProperty().subscribe(() -> update());
    }

    /**
     * Follows the numbers of a session.
     *
     * @param now null while no session is open
     */
    void follow(@Nullable ListTotals now, Translations language) {
        changes.unsubscribe();
        texts = language;
        totals = now;
        changes = now == null ? Subscription.EMPTY : now.counts().subscribe(() -> update());
        update();
    }

    private void update() {
        Map<PaymentFilter, Long> counts =
                totals == null ? Map.of() : totals.counts().get();
        if (!desk.isIconified() || counts.isEmpty()) {
            hide();
            return;
        }
        long failed = counts.getOrDefault(PaymentFilter.REJECTED, 0L) + counts.getOrDefault(PaymentFilter.UNKNOWN, 0L);
        button.setText(texts.get("strip.waiting", counts.getOrDefault(PaymentFilter.TO_DO, 0L), failed));
        if (strip == null || !strip.isShowing()) {
            Ui.setStyle(button, "strip-", "calm");
            show();
        } else {
            if (failed > failures) {
                Ui.setStyle(button, "strip-", "alarm");
            }
            strip.sizeToScene();
        }
        failures = failed;
    }

    private void show() {
        Stage shown = strip == null ? create() : strip;
        strip = shown;
        shown.getScene().getStylesheets().setAll(desk.getScene().getStylesheets());
        shown.show();
        place(shown);
    }

    /** Creates the window, which is used again each time: a scene never gives its root away. */
    private Stage create() {
        Stage created = new Stage(StageStyle.UNDECORATED);
        created.setScene(new Scene(button));
        created.setTitle("FiskalDesk");
        created.setAlwaysOnTop(true);
        created.setResizable(false);
        // Closed by the window manager, it brings the desk back: otherwise nothing would be seen of it.
        created.setOnCloseRequest(_ -> open.run());
        created.widthProperty().subscribe(() -> place(created));
        return created;
    }

    private static void place(Stage shown) {
        Rectangle2D visible = Screen.getPrimary().getVisualBounds();
        shown.setX(visible.getMaxX() - Math.max(WIDTH, shown.getWidth()) - MARGIN);
        shown.setY(visible.getMinY() + MARGIN);
    }

    private void hide() {
        if (strip != null) {
            strip.hide();
        }
    }

    void close() {
        minimised.unsubscribe();
        changes.unsubscribe();
        hide();
    }
}

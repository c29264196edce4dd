package uz.fiskaldesk.desk.shell;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.stage.Window;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.scan.camera.CameraFormat;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.simulator.Scenario;

/** What lies over the window or beside it: menus, tooltips and the strip; and the ends of long pages. */
abstract class OverlayScreens extends RareScreens {
    final void lookAtOverlays(double width, double height) {
        fiscalBox.play(Scenario.confirming().withTerminal(TILL));
        open(width, height);
        List.of(1, 2, 3).forEach(n -> sessions.ledger().add(payment(n), null, act()));
        until("the payments are listed", () -> model().list().rows().size() == 3);
        whenShown(OverlayScreens::showTooltips);
        lookAt("tooltips");
        whenShown(() -> ((MenuButton) find("#language").orElseThrow()).show());
        lookAt("menu of languages");
        sessions.camera().shows();
        sessions.camera()
                .says(new CameraState.Streaming(CameraViewTest.LOGI, new CameraFormat(0, 1280, 720, "MJPG", 30)));
        sessions.camera().finds(CameraViewTest.LOGI);
        until("the camera is known", () -> !model().camera().devices().get().isEmpty());
        whenShown(() -> {
            if (find("#camera-menu").orElseThrow() instanceof MenuButton menu) {
                menu.show();
            }
        });
        lookAt("menu of cameras");
        lookAtLongPages();
        whenShown(() -> stage().setIconified(true));
        lookAt("strip");
        whenShown(() -> {
            stage().setIconified(true);
            // Each picture would need a payment that fails just now.
            strip().ifPresent(button -> Ui.setStyle(button, "strip-", "alarm"));
        });
        lookAt("strip after a failure");
        whenShown(() -> {});
        closeWindow();
    }

    private void lookAtLongPages() {
        run(() -> model().settings().open(sessions::settings));
        lookAtEnds("settings");
        whenShown(() -> {
            if (find("#settings-theme").orElseThrow() instanceof ComboBox<?> box) {
                // Near the upper edge, so that there is room for the choices below it.
                scroll("settings", 0.2);
                box.getScene().getRoot().layout();
                box.show();
            }
        });
        lookAt("choice of a theme");
        // JavaFX's screen in memory fails at what reaches beyond it, such as a long list of choices.
        run(() -> model().notices().clear());
        run(() -> model().pages().open(Page.HELP));
        lookAtEnds("help");
        run(() -> model().pages().back());
        run(() -> model().pages().open(Page.ADD));
        lookAtEnds("add");
        run(() -> model().pages().back());
    }

    private void lookAtEnds(String page) {
        for (double at : new double[] {0.25, 0.5, 0.75, 1}) {
            whenShown(() -> scroll(page, at));
            lookAt("%s at %.0f of 100".formatted(page, at * 100));
        }
        whenShown(() -> {});
    }

    /** With the focus on the page itself: of a field that has it, the check would want the whole. */
    private static void scroll(String page, double at) {
        Node shown = find("#" + page + "-page").orElseThrow();
        shown.requestFocus();
        shown.lookupAll(".page-scroll").stream().map(ScrollPane.class::cast).forEach(pane -> pane.setVvalue(at));
    }

    /** Shows all tooltips, one below the other. */
    private static void showTooltips() {
        double below = stage().getY() + 8;
        for (Node node : stage().getScene().getRoot().lookupAll(".button")) {
            if (node instanceof Control control && control.getTooltip() != null && isSeen(node)) {
                Tooltip tooltip = control.getTooltip();
                tooltip.show(control, stage().getX() + 8, below);
                below += tooltip.getHeight();
            }
        }
    }

    private static Optional<Node> strip() {
        return Window.getWindows().stream()
                .map(window -> (Node) window.getScene().getRoot())
                .filter(root -> "waiting-strip".equals(root.getId()))
                .findFirst();
    }
}

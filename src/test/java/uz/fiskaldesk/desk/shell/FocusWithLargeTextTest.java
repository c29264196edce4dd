package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.support.Language;

/** Tests that what somebody works at keeps the focus, its text and its place in view, whatever happens around it. */
class FocusWithLargeTextTest extends WindowTest {
    private static final double TOLERANCE = 3;

    private int next = 10;

    /** What happens without the person: each may rebuild, grow or shrink a part of the window. */
    private Map<String, Runnable> events(int text) {
        Map<String, Runnable> events = new LinkedHashMap<>();
        events.put("a payment arrives", () -> sessions.ledger().add(payment(next++), null, act()));
        events.put("a message comes", () -> model().notices().show(Notice.Kind.WARNING, _ -> "Something to read"));
        events.put("FiscalBox is asked", () -> model().health().query());
        events.put("the window gets smaller", () -> resize(1024, 600));
        events.put(
                "the text gets smaller",
                () -> window().setDisplay(sessions.settings().display()));
        events.put(
                "the text gets larger",
                () -> window().setDisplay(sessions.settings().display().withText(text)));
        events.put("the language changes", () -> window().setLanguage(Language.RUSSIAN));
        events.put("the message is gone", () -> model().notices().clear());
        return events;
    }

    @ParameterizedTest
    @CsvSource({"150, ADD", "150, SETTINGS", "200, RECEIPT"})
    void whateverHappens(int text, Page page) {
        openWith(1, 2, 3);
        onWindow(() -> {
            resize(1280, 720);
            window().setDisplay(sessions.settings().display().withText(text));
            return null;
        });
        String id = open(page);
        onWindow(() -> {
            TextInputControl field = (TextInputControl) find("#" + id).orElseThrow();
            field.requestFocus();
            field.setText("7");
            return null;
        });
        untilInView(id, "it was focused");
        events(text).forEach((what, event) -> {
            onWindow(() -> {
                event.run();
                return null;
            });
            untilFocused(id);
            untilInView(id, what);
            assertThat(textOf("#" + id)).as("after: %s", what).isEqualTo("7");
        });
    }

    /** Opens a page; returns the field that is filled in, which is far down where there are many. */
    private String open(Page page) {
        onWindow(() -> {
            switch (page) {
                case ADD -> model().addPayment().open();
                case SETTINGS -> model().settings().open(sessions::settings);
                default -> model().pages().back();
            }
            return null;
        });
        return switch (page) {
            case ADD -> "add-note";
            case SETTINGS -> "settings-timeout";
            default -> "link";
        };
    }

    @Test
    void anActIsDoneAndThePaymentThatFollowsIsWorkedAtWhereTheOneBeforeWas() {
        openWith(1, 2, 3);
        onWindow(() -> {
            resize(1024, 600);
            window().setDisplay(sessions.settings().display().withText(150));
            return null;
        });
        untilFocused("link");
        for (int n = 1; n <= 2; n++) {
            confirmWith(2420 + n);
            int sent = n;
            until("payment " + n + " was left", () -> !model().list().isSelected(id(sent)));
            untilFocused("link");
            untilInView("link", "payment " + n + " was sent");
        }
    }

    private void untilInView(String id, String what) {
        until(id + " is in view after: " + what, () -> {
            stage().getScene().getRoot().applyCss();
            stage().getScene().getRoot().layout();
            return isWhollyInView(find("#" + id).orElseThrow());
        });
        // It stays so when the layout that is due has been made.
        WaitForAsyncUtils.waitForFxEvents(1);
        assertThat(onWindow(() -> isWhollyInView(find("#" + id).orElseThrow())))
                .as("%s stays in view after: %s", id, what)
                .isTrue();
    }

    /** Whether neither the window nor a scroll pane cuts off a part of the node. */
    private static boolean isWhollyInView(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        boolean inView = bounds.getMinY() >= -TOLERANCE
                && bounds.getMaxY() <= stage().getScene().getHeight() + TOLERANCE;
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane) {
                Node viewport = Objects.requireNonNull(pane.lookup(".viewport"));
                Bounds port = viewport.localToScene(viewport.getLayoutBounds());
                inView &= bounds.getMinY() >= port.getMinY() - TOLERANCE
                        && bounds.getMaxY() <= port.getMaxY() + TOLERANCE;
            }
        }
        return inView;
    }
}

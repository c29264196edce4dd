package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.common.Page;

/** Compares the keys that the window handles with those on the help page. */
class ShortcutsTest extends WindowTest {
    @Test
    void theHelpPageListsExactlyTheKeysThatTheWindowHandles() {
        openWith(1, 2);

        assertThat(keysOnHelpPage()).isEqualTo(handledKeys());
    }

    @Test
    void theHelpPageListsExactlyTheKeysThatTheWindowHandlesInTrainingMode() {
        sessions.train(new NoSamples());
        openWith(1, 2);

        assertThat(keysOnHelpPage()).isEqualTo(handledKeys()).contains("F8");
    }

    @Test
    void theKeyOfTheSamplesOpensNoPageOutsideTrainingMode() {
        openWith(1);
        press(KeyCode.F8);

        assertThat(onWindow(() -> model().pages().currentPage())).isEqualTo(Page.RECEIPT);
    }

    private Set<String> keysOnHelpPage() {
        press(KeyCode.F1);
        untilShown("#help-page");
        Set<String> labels = onWindow(() -> find("#help-page").orElseThrow().lookupAll(".key").stream()
                .filter(WindowTest::isSeen)
                .map(node -> ((Label) node).getText())
                .collect(Collectors.toSet()));
        press(KeyCode.F1);
        untilHidden("#help-page");
        return labels.stream()
                .flatMap(label -> List.of(label.split(" ", -1)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Presses every key alone and with Ctrl while the list has the focus, where no other control needs a key. */
    private Set<String> handledKeys() {
        Set<String> handled = new TreeSet<>();
        for (KeyCode code : KeyCode.values()) {
            for (boolean control : new boolean[] {false, true}) {
                if (onWindow(() -> isHandled(code, control))) {
                    handled.add((control ? "Ctrl+" : "") + nameOf(code));
                }
            }
        }
        return handled;
    }

    private boolean isHandled(KeyCode code, boolean control) {
        model().pages().back();
        find("#payments").ifPresent(Node::requestFocus);
        Node desk = find("#desk").orElseThrow();
        AtomicBoolean handled = new AtomicBoolean(true);
        EventHandler<KeyEvent> unhandled = _ -> handled.set(false);
        desk.addEventHandler(KeyEvent.KEY_PRESSED, unhandled);
        try {
            Event.fireEvent(desk, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
        } catch (UnsupportedOperationException fileChooser) {
            // The headless platform has no file chooser; a key that opens one is handled.
        } finally {
            desk.removeEventHandler(KeyEvent.KEY_PRESSED, unhandled);
        }
        return handled.get();
    }

    private static String nameOf(KeyCode code) {
        return switch (code) {
            case ESCAPE -> "Esc";
            case COMMA -> ",";
            case UP -> "↑";
            case DOWN -> "↓";
            case PAGE_UP -> "PgUp";
            case PAGE_DOWN -> "PgDn";
            default -> code.getName();
        };
    }
}

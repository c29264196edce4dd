package uz.fiskaldesk.desk.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.InputEvent;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.scan.wedge.KeyboardScanDetector;
import uz.fiskaldesk.scan.wedge.KeyboardScanDetector.Verdict;

/**
 * Captures the keystrokes of a keyboard wedge scanner, whichever control has the focus. The first characters of a scan
 * cannot be told from typing and reach the focused field; once a scan is recognised, the fields are restored.
 */
public final class ScannerKeyFilter {
    private static final Duration STEP = Duration.millis(40);
    /** How many typed characters can be taken back; more than a scan has before it is recognised. */
    private static final int REMEMBERED = 48;

    private final KeyboardScanDetector recogniser;
    private final TextInputControl link;
    private final LongSupplier nanos;
    private final Consumer<Scan> scanned;
    private final Deque<Before> before = new ArrayDeque<>();
    private final Timeline steps = new Timeline(new KeyFrame(STEP, _ -> step()));
    private final EventHandler<KeyEvent> pressed = this::pressed;
    private final EventHandler<KeyEvent> typed = this::typed;
    private final EventHandler<InputMethodEvent> composed = this::composed;
    private final EventHandler<MouseEvent> clicked = this::clicked;
    private @Nullable Scene scene;

    /**
     * @param link receives typed characters while no field has the focus
     * @param nanos a monotonic clock in nanoseconds
     * @param isWhole whether a text is a complete receipt
     * @param scanned receives each scan
     */
    public ScannerKeyFilter(
            TextInputControl link, LongSupplier nanos, Predicate<String> isWhole, Consumer<Scan> scanned) {
        this.recogniser = new KeyboardScanDetector(isWhole);
        this.link = link;
        this.nanos = nanos;
        this.scanned = scanned;
        steps.setCycleCount(Animation.INDEFINITE);
    }

    /** Installs the filter in this scene and removes it from the previous one; null only removes it. */
    public void install(@Nullable Scene newScene) {
        if (scene != null) {
            scene.removeEventFilter(KeyEvent.KEY_PRESSED, pressed);
            scene.removeEventFilter(KeyEvent.KEY_TYPED, typed);
            scene.removeEventFilter(InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, composed);
            scene.removeEventFilter(MouseEvent.MOUSE_PRESSED, clicked);
            steps.stop();
        }
        scene = newScene;
        if (newScene != null) {
            newScene.addEventFilter(KeyEvent.KEY_PRESSED, pressed);
            newScene.addEventFilter(KeyEvent.KEY_TYPED, typed);
            newScene.addEventFilter(InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, composed);
            newScene.addEventFilter(MouseEvent.MOUSE_PRESSED, clicked);
        }
    }

    private void pressed(KeyEvent key) {
        KeyCode code = key.getCode();
        // Ctrl+J and Ctrl+M are how some scanners send LF and CR.
        boolean enter = code == KeyCode.ENTER
                || code == KeyCode.TAB
                || (key.isControlDown() && (code == KeyCode.J || code == KeyCode.M));
        if (enter) {
            enter(key);
        } else if (recogniser.isScanning()) {
            key.consume();
        } else if (code == KeyCode.BACK_SPACE || code == KeyCode.DELETE || code.isArrowKey()) {
            recogniser.reset();
        }
    }

    private void clicked(MouseEvent click) {
        recogniser.reset();
    }

    private void enter(KeyEvent key) {
        long now = nanos.getAsLong();
        Optional<String> scan = recogniser.enter(now);
        if (scan.isPresent() || recogniser.isTrailingTerminator(now)) {
            key.consume();
        }
        boolean tab = key.getCode() == KeyCode.TAB || "\t".equals(key.getCharacter());
        scan.ifPresent(text -> done(text, tab ? Scan.Ending.TAB : Scan.Ending.ENTER));
    }

    private void typed(KeyEvent key) {
        String text = key.getCharacter();
        if (text.length() != 1 || text.equals(KeyEvent.CHAR_UNDEFINED)) {
            return;
        }
        char character = text.charAt(0);
        if (character == '\r' || character == '\n' || character == '\t') {
            enter(key);
        } else if (character >= ' ' && character != 0x7f && !key.isShortcutDown()) {
            character(key, character);
        }
    }

    /** Handles characters from dead keys, which arrive as input method events on Linux and in text fields. */
    private void composed(InputMethodEvent event) {
        String text = event.getCommitted();
        if (text.isEmpty() && recogniser.isScanning()) {
            event.consume();
        }
        for (int i = 0; i < text.length(); i++) {
            character(event, text.charAt(i));
        }
    }

    private void character(InputEvent key, char character) {
        Before now = Before.in(scene, link);
        switch (recogniser.typed(character, now.field() != null, nanos.getAsLong())) {
            case Verdict.Typed _ -> {
                before.addLast(now);
                if (before.size() > REMEMBERED) {
                    before.removeFirst();
                }
            }
            case Verdict.Scanned(int takeBack) -> {
                key.consume();
                hidePopups();
                takeBack(takeBack);
                steps.play();
            }
        }
    }

    /** An open popup receives keys before the scene does, and would react to the Enter of a scan. */
    private void hidePopups() {
        Window window = scene == null ? null : scene.getWindow();
        Window.getWindows().stream()
                .filter(other -> other instanceof PopupWindow popup && Objects.equals(popup.getOwnerWindow(), window))
                .toList()
                .forEach(Window::hide);
    }

    private void takeBack(int count) {
        Before then = null;
        for (int i = 0; i < count && !before.isEmpty(); i++) {
            then = before.removeLast();
        }
        if (then != null) {
            then.restore();
        }
    }

    private void step() {
        recogniser.step(nanos.getAsLong()).ifPresent(text -> done(text, Scan.Ending.PAUSE));
    }

    private void done(String text, Scan.Ending ending) {
        steps.stop();
        before.clear();
        scanned.accept(new Scan(text, ending));
    }

    /** The focus and the field contents before a character was typed. */
    private record Before(@Nullable Node focus, @Nullable Content field, Content link) {
        static Before in(@Nullable Scene scene, TextInputControl link) {
            Node focus = scene == null ? null : scene.getFocusOwner();
            Content field = focus instanceof TextInputControl input ? Content.of(input) : null;
            return new Before(focus, field, Content.of(link));
        }

        void restore() {
            // A field selects its content when it gets the focus, so the focus is restored first.
            if (focus != null && focus.getScene() != null) {
                focus.requestFocus();
            }
            link.restore();
            if (field != null) {
                field.restore();
            }
        }
    }

    private record Content(TextInputControl field, String text, int anchor, int caret) {
        static Content of(TextInputControl field) {
            String text = field.getText();
            return new Content(field, text == null ? "" : text, field.getAnchor(), field.getCaretPosition());
        }

        void restore() {
            if (!text.equals(field.getText())) {
                field.setText(text);
            }
            field.selectRange(anchor, caret);
        }
    }
}

package uz.fiskaldesk.desk.common;

import java.util.Arrays;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * The keyboard shortcuts of the window, in the order of the help page. Buttons, the help page and the documents take the
 * names of keys from here.
 */
public enum Shortcut {
    CONFIRM("Enter", "help.enter", KeyCode.ENTER),
    ESCAPE("Esc", "help.escape", KeyCode.ESCAPE),
    MOVE("↑ ↓", "help.arrows", KeyCode.UP, KeyCode.DOWN),
    MOVE_FAR("PgUp PgDn", "help.page-keys", KeyCode.PAGE_UP, KeyCode.PAGE_DOWN),
    MOVE_TO_END("Home End", "help.end-keys", KeyCode.HOME, KeyCode.END),
    HELP("F1", "help.help", KeyCode.F1),
    ADD("F2", "action.add", KeyCode.F2),
    CAMERA("F3", "action.camera", KeyCode.F3),
    KEY_IN("F4", "action.keyed", KeyCode.F4),
    RETRY("F5", "action.retry", KeyCode.F5),
    PICTURE("F6", "action.picture", KeyCode.F6),
    HISTORY("F7", "action.history", KeyCode.F7),
    SAMPLES("F8", "training.samples", KeyCode.F8),
    SET_ASIDE("F9", "action.set-aside", KeyCode.F9),
    SHIFT("F10", "action.shift", KeyCode.F10),
    OTHER_RECEIPT("F11", "action.other-receipt", KeyCode.F11),
    BY_HAND("F12", "action.by-hand", KeyCode.F12),
    LAST_RECEIPT("Ctrl+F6", "action.last-receipt", KeyCode.F6),
    PHONE("Ctrl+F3", "action.phone", KeyCode.F3),
    SEND_ALL("Ctrl+F5", "help.send-all", KeyCode.F5),
    SEARCH("Ctrl+F", "help.search", KeyCode.F),
    IMPORT("Ctrl+O", "action.import", KeyCode.O),
    COPY("Ctrl+C", "history.copy", KeyCode.C),
    PASTE("Ctrl+V", "help.paste", KeyCode.V),
    UNDO("Ctrl+Z", "action.undo", KeyCode.Z),
    REMOVE_RECEIPT("Ctrl+F11", "action.take-back", KeyCode.F11),
    UNDO_BY_HAND("Ctrl+F12", "action.undo-by-hand", KeyCode.F12),
    SETTINGS("Ctrl+,", "settings.title", KeyCode.COMMA);

    private final String label;
    private final String textKey;
    private final boolean withControl;
    private final KeyCode key;
    private final KeyCode otherKey;

    Shortcut(String label, String textKey, KeyCode key) {
        this(label, textKey, key, key);
    }

    Shortcut(String label, String textKey, KeyCode key, KeyCode otherKey) {
        this.label = label;
        this.textKey = textKey;
        this.withControl = label.startsWith("Ctrl+");
        this.key = key;
        this.otherKey = otherKey;
    }

    public static Optional<Shortcut> of(KeyEvent event) {
        KeyCode code = event.getCode();
        boolean withControl = event.isShortcutDown();
        if (event.isAltDown() && !withControl) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(each -> each.withControl == withControl && (each.key == code || each.otherKey == code))
                .findFirst();
    }

    /** Whether the shortcut has an effect; {@link #SAMPLES} only has one in training mode. */
    public boolean isAvailable(boolean training) {
        return training || this != SAMPLES;
    }

    /** The name of the keys, the same in all languages. */
    public String label() {
        return label;
    }

    /** The key of the text that says what the shortcut does. */
    public String textKey() {
        return textKey;
    }
}

package uz.fiskaldesk.desk.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodHighlight;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.receipt.Scanner;

/** Tests the filter with real key events in a real window. A test clock makes the typing speeds exact. */
class ScannerKeyFilterTest {
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20231201160732&s=025561534771";
    private static final long MILLI = 1_000_000;
    private static final int[] SPEEDS = {2, 8, 30, 60};

    private static @Nullable Stage stage;

    private final List<String> scanned = new ArrayList<>();
    private final TextField link = new TextField();
    private final TextField field = new TextField("125 000");
    private final TextArea area = new TextArea("a note");
    private final Button button = new Button("Set aside");
    private final Button confirm = new Button("Confirm");
    private final Map<Place, Node> places = new EnumMap<>(Map.of(
            Place.LINK,
            link,
            Place.FIELD,
            field,
            Place.AREA,
            area,
            Place.LIST,
            new ListView<>(),
            Place.TABLE,
            new TableView<>(),
            Place.BUTTON,
            button,
            Place.CHECK_BOX,
            new CheckBox(),
            Place.CHOICE,
            new ComboBox<>()));
    private int pressed;
    private final AtomicLong now = new AtomicLong(77_000 * MILLI);

    /** Where the focus is. */
    enum Place {
        LINK,
        FIELD,
        AREA,
        LIST,
        TABLE,
        BUTTON,
        CHECK_BOX,
        CHOICE,
        NOWHERE
    }

    @BeforeAll
    static void startToolkit() throws TimeoutException {
        stage = FxToolkit.registerPrimaryStage();
        Platform.setImplicitExit(false);
    }

    @BeforeEach
    void open() {
        onWindow(() -> {
            confirm.setDefaultButton(true);
            confirm.setOnAction(_ -> pressed++);
            button.setOnAction(_ -> pressed++);
            VBox root = new VBox();
            root.getChildren().addAll(places.values());
            root.getChildren().add(confirm);
            Scene scene = new Scene(root, 400, 600);
            new ScannerKeyFilter(link, now::get, RECEIPT::equals, scan -> scanned.add(scan.text())).install(scene);
            stage().setScene(scene);
            stage().show();
            return scene;
        });
    }

    @AfterEach
    void close() {
        onWindow(() -> {
            stage().hide();
            return null;
        });
    }

    private static Stage stage() {
        return Objects.requireNonNull(stage);
    }

    private static <T extends @Nullable Object> T onWindow(Supplier<T> work) {
        try {
            return WaitForAsyncUtils.asyncFx(work::get).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private void cursorTo(Place place) {
        onWindow(() -> {
            places.getOrDefault(place, stage().getScene().getRoot()).requestFocus();
            return null;
        });
    }

    private static EventTarget target() {
        Node owner = stage().getScene().getFocusOwner();
        return owner == null ? stage().getScene() : owner;
    }

    private void passes(long millis) {
        now.addAndGet(millis * MILLI);
    }

    /** Fires the pressed, typed and released events of each key. */
    private void type(String text, int millisEach) {
        onWindow(() -> {
            for (int i = 0; i < text.length(); i++) {
                passes(millisEach);
                String character = text.substring(i, i + 1);
                fire(KeyEvent.KEY_PRESSED, "", KeyCode.UNDEFINED);
                fire(KeyEvent.KEY_TYPED, character, KeyCode.UNDEFINED);
                fire(KeyEvent.KEY_RELEASED, "", KeyCode.UNDEFINED);
            }
            return null;
        });
    }

    private void press(KeyCode code, String character) {
        onWindow(() -> {
            passes(3);
            fire(KeyEvent.KEY_PRESSED, "", code);
            fire(KeyEvent.KEY_TYPED, character, KeyCode.UNDEFINED);
            fire(KeyEvent.KEY_RELEASED, "", code);
            return null;
        });
    }

    private static void fire(javafx.event.EventType<KeyEvent> type, String character, KeyCode code) {
        String typed = type == KeyEvent.KEY_TYPED ? character : KeyEvent.CHAR_UNDEFINED;
        Event.fireEvent(target(), new KeyEvent(type, typed, "", code, false, false, false, false));
    }

    private String written() {
        return onWindow(field::getText);
    }

    private void assertNothingWasTouched() {
        assertThat(onWindow(() -> List.of(link.getText(), field.getText(), area.getText())))
                .containsExactly("", "125 000", "a note");
        assertThat(pressed).isZero();
    }

    static Stream<Arguments> everywhere() {
        return Arrays.stream(Place.values())
                .flatMap(place -> Arrays.stream(Scanner.values()).map(scanner -> Arguments.of(place, scanner)));
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void aScanIsCapturedAndChangesNothingWhateverHasTheFocus(Place place, Scanner scanner) {
        for (boolean caps : new boolean[] {false, true}) {
            for (int speed : SPEEDS) {
                cursorTo(place);
                Node before = onWindow(() -> stage().getScene().getFocusOwner());
                passes(2_000);
                type(scanner.types(RECEIPT, caps), speed);
                press(KeyCode.ENTER, "\r");

                assertThat(scanned).as("caps %s, %d ms", caps, speed).containsExactly(scanner.types(RECEIPT, caps));
                assertNothingWasTouched();
                assertThat(onWindow(() -> stage().getScene().getFocusOwner())).isSameAs(before);
                scanned.clear();
            }
        }
    }

    /** An unknown layout: each character is replaced by the next one. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void aScanInAnUnknownLayoutLeavesNoTextInAField(Place place) {
        StringBuilder typed = new StringBuilder();
        RECEIPT.chars().forEach(c -> typed.append((char) (c + 1)));
        cursorTo(place);
        passes(2_000);
        type(typed.toString(), 30);
        press(KeyCode.ENTER, "\r");

        assertThat(scanned).containsExactly(typed.toString());
        assertNothingWasTouched();
    }

    /** With a German keyboard on Linux, a dead key and the next key arrive as composed text. */
    @Test
    void charactersFromDeadKeysBelongToTheScan() {
        cursorTo(Place.FIELD);
        passes(2_000);
        type("httpsÖ--ofd.soliq.uy-check_t", 8);
        compose("", "´");
        compose("Ú", "");
        type("Y170703100597/r", 8);
        compose("", "´");
        compose("´6", "");
        type("013", 8);
        press(KeyCode.ENTER, "\r");

        assertThat(scanned).containsExactly("httpsÖ--ofd.soliq.uy-check_tÚY170703100597/r´6013");
        assertNothingWasTouched();
    }

    @Test
    void charactersComposedByHandReachTheirField() {
        cursorTo(Place.FIELD);
        onWindow(() -> {
            field.clear();
            return null;
        });
        passes(2_000);
        compose("", "´");
        compose("é", "");

        assertThat(written()).isEqualTo("é");
        assertThat(scanned).isEmpty();
    }

    private void compose(String committed, String pending) {
        onWindow(() -> {
            passes(8);
            List<InputMethodTextRun> runs = pending.isEmpty()
                    ? List.of()
                    : List.of(new InputMethodTextRun(pending, InputMethodHighlight.UNSELECTED_CONVERTED));
            Event.fireEvent(
                    target(),
                    new InputMethodEvent(
                            InputMethodEvent.INPUT_METHOD_TEXT_CHANGED, runs, committed, pending.length()));
            return null;
        });
    }

    @Test
    void aScanChoosesNothingFromAnOpenPopup() {
        cursorTo(Place.FIELD);
        MenuItem item = new MenuItem("Another camera");
        item.setOnAction(_ -> pressed++);
        onWindow(() -> {
            ContextMenu menu = new ContextMenu(item);
            menu.show(field, Side.BOTTOM, 0, 0);
            return menu;
        });
        type(RECEIPT, 8);
        press(KeyCode.ENTER, "\r");

        assertThat(scanned).containsExactly(RECEIPT);
        assertNothingWasTouched();
    }

    @Test
    void crAndLfEndAScanOnceAndPressNoButton() {
        cursorTo(Place.BUTTON);
        type(RECEIPT, 8);
        press(KeyCode.ENTER, "\r");
        press(KeyCode.ENTER, "\n");

        assertThat(scanned).containsExactly(RECEIPT);
        assertNothingWasTouched();
    }

    @Test
    void tabEndsAScanAndDoesNotMoveTheFocus() {
        cursorTo(Place.FIELD);
        type(RECEIPT, 8);
        press(KeyCode.TAB, "\t");

        assertThat(scanned).containsExactly(RECEIPT);
        assertThat(onWindow(() -> stage().getScene().getFocusOwner())).isSameAs(field);
    }

    @Test
    void aPauseEndsAScanWithoutTerminator() {
        cursorTo(Place.TABLE);
        type(RECEIPT, 8);
        while (onWindow(scanned::isEmpty)) {
            passes(40);
            WaitForAsyncUtils.waitForFxEvents(1);
        }

        assertThat(scanned).containsExactly(RECEIPT);
        assertNothingWasTouched();
    }

    @Test
    void theTextCaretAndSelectionOfAFieldAreRestored() {
        cursorTo(Place.FIELD);
        onWindow(() -> {
            field.selectRange(4, 7);
            return null;
        });
        passes(2_000);
        type(RECEIPT, 20);
        press(KeyCode.ENTER, "\r");

        assertThat(written()).isEqualTo("125 000");
        String selected = onWindow(field::getSelectedText);
        assertThat(selected).isEqualTo("000");
    }

    @Test
    void typingByHandStaysAndItsEnterPressesTheButton() {
        cursorTo(Place.FIELD);
        onWindow(() -> {
            field.end();
            return null;
        });
        type("50", 180);
        passes(300);
        press(KeyCode.ENTER, "\r");

        assertThat(written()).isEqualTo("125 00050");
        assertThat(pressed).isEqualTo(1);
        assertThat(scanned).isEmpty();
    }

    @Test
    void typingAndScanningMayAlternate() {
        cursorTo(Place.FIELD);
        onWindow(() -> {
            field.clear();
            return null;
        });
        for (int i = 0; i < 3; i++) {
            type("90", 150);
            passes(250);
            type(RECEIPT, 5);
            press(KeyCode.ENTER, "\r");
            passes(500);
        }

        assertThat(written()).isEqualTo("909090");
        assertThat(scanned).containsExactly(RECEIPT, RECEIPT, RECEIPT);
        assertThat(pressed).isZero();
    }

    @Test
    void aProductBarcodePressesNoButton() {
        cursorTo(Place.BUTTON);
        type("4780012345678", 8);
        press(KeyCode.ENTER, "\r");

        assertThat(scanned).containsExactly("4780012345678");
        assertThat(pressed).isZero();
    }
}

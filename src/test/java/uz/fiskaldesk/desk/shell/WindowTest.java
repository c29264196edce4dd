package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.api.FxToolkitContext;
import org.testfx.robot.KeyboardRobot;
import org.testfx.service.support.FiredEvents;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.DeskModel;
import uz.fiskaldesk.desk.common.Ui;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Base of tests that operate the real window, with a real ledger and a simulated FiscalBox. */
abstract class WindowTest {
    static final String TILL = "UZ170703100189";

    /** The timeout of all waits; long enough for a heavily loaded machine. */
    private static final int PATIENCE_SECONDS = 30;

    private static @Nullable Stage shared;

    @TempDir
    Path folder;

    final FxRobot robot = new FxRobot();
    FiscalBoxSimulator fiscalBox;
    TestSessions sessions;
    private @Nullable DeskWindow window;

    @BeforeAll
    static void startToolkit() throws TimeoutException {
        System.setProperty("testfx.robot.write_sleep", "0");
        shared = FxToolkit.registerPrimaryStage();
        forgetEvents();
        Platform.setImplicitExit(false);
    }

    /** TestFX keeps every event of the window, and with it everything that was ever shown, unless it is told not to. */
    private static void forgetEvents() {
        try {
            Field stored = FxToolkitContext.class.getDeclaredField("firedEvents");
            stored.setAccessible(true);
            FiredEvents events = (FiredEvents) stored.get(FxToolkit.toolkitContext());
            events.stopStoringFiredEvents();
            events.clearEvents();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("TestFX stores events elsewhere", e);
        }
    }

    @BeforeEach
    void startFiscalBox() throws IOException {
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().withTerminal(TILL));
        sessions = new TestSessions(folder, fiscalBox.address().toString());
    }

    @AfterEach
    void closeAll() {
        closeWindow();
        fiscalBox.close();
    }

    final void closeWindow() {
        DeskWindow open = window;
        if (open != null) {
            onWindow(() -> {
                stage().hide();
                return null;
            });
            open.close();
            window = null;
        }
    }

    static Stage stage() {
        return Objects.requireNonNull(shared);
    }

    /** Opens the window and waits until it shows the payments or the reason why it cannot. */
    final void open() {
        open(1366, 768);
    }

    final void open(double width, double height) {
        onWindow(() -> {
            DeskWindow opened = new DeskWindow(sessions, new FxThread(), () -> {});
            window = opened;
            opened.show(stage(), PendingSession.open(sessions::open));
            resize(width, height);
            return null;
        });
        until(
                "the window is built",
                () -> find("#desk").or(() -> find("#opening-trouble")).isPresent());
    }

    static void resize(double width, double height) {
        stage().setMaximized(false);
        stage().setMinWidth(Math.min(width, stage().getMinWidth()));
        stage().setMinHeight(Math.min(height, stage().getMinHeight()));
        stage().setX(0);
        stage().setY(0);
        stage().setWidth(width);
        stage().setHeight(height);
    }

    /** Opens the window with these payments, the first one at the top. */
    final void openWith(int... payments) {
        open();
        for (int n : payments) {
            sessions.ledger().add(payment(n), null, act());
        }
        until("the payments are listed", () -> model().list().rows().size() == payments.length);
    }

    final Act act() {
        return new Act(Act.Kind.ADDED, "Dilnoza", TestSessions.NOON, null);
    }

    static Payment payment(int n) {
        return new Payment(
                id(n),
                null,
                new Amount(n * 1_000_00L),
                "99894653214" + n % 10,
                "860014******3145",
                TestSessions.NOON.minusSeconds(60L * n),
                "O'zbekiston " + "abcdefghij".substring(n % 10, n % 10 + 1).repeat(3));
    }

    static TransactionId id(int n) {
        return TransactionId.parse(String.format(Locale.ROOT, "a12fc00f-5af5-45b8-adf8-%012d", n))
                .orElseThrow();
    }

    /** A receipt of this till, issued at noon. */
    static String link(int number) {
        return String.format(
                Locale.ROOT,
                "https://ofd.soliq.uz/check?t=%s&r=%d&c=20261125120000&s=%012d",
                TILL,
                number,
                514_343_190_000L + number);
    }

    final FiscalReceipt receipt(int number) {
        return ((ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link(number))).receipt();
    }

    final DeskModel model() {
        return Objects.requireNonNull(Objects.requireNonNull(window).session()).model();
    }

    final DeskWindow window() {
        return Objects.requireNonNull(window);
    }

    // ---- queries

    static Optional<Node> find(String query) {
        Parent root = stage().getScene() == null ? null : stage().getScene().getRoot();
        return root == null ? Optional.empty() : Optional.ofNullable(root.lookup(query));
    }

    static boolean isShown(String query) {
        return onWindow(() -> find(query).filter(WindowTest::isSeen).isPresent());
    }

    static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    /** The text of a visible label, button or field; empty if it is not visible. */
    static String textOf(String query) {
        return onWindow(() -> find(query)
                .filter(WindowTest::isSeen)
                .map(node -> switch (node) {
                    case Labeled labeled -> labeled.getText();
                    case TextInputControl field -> field.getText();
                    default -> "";
                })
                .orElse(""));
    }

    /** All texts in the row of a payment; empty if it is not visible. */
    static String row(int n) {
        return onWindow(() -> stage().getScene().getRoot().lookupAll("#payments .list-cell").stream()
                .filter(node -> node instanceof ListCell<?> cell
                        && !cell.isEmpty()
                        && cell.getItem() instanceof LedgerEntry entry
                        && entry.transactionId().equals(id(n)))
                .map(Node::getAccessibleText)
                .findFirst()
                .orElse(""));
    }

    static @Nullable String focused() {
        return onWindow(() -> {
            Node owner = stage().getScene().getFocusOwner();
            return owner == null ? null : owner.getId();
        });
    }

    final LedgerEntry stored(int n) {
        return sessions.ledger().find(id(n)).orElseThrow();
    }

    // ---- waits

    final void untilRowSays(int n, String words) {
        until("row " + n + " says: " + words, () -> row(n).contains(words));
    }

    final void untilShown(String query) {
        until(query + " is shown", () -> isShown(query));
    }

    final void untilHidden(String query) {
        until(query + " is hidden", () -> !isShown(query));
    }

    final void untilText(String query, String words) {
        until(query + " says: " + words, () -> textOf(query).contains(words));
    }

    final void untilFocused(String id) {
        until("the cursor is in " + id, () -> id.equals(focused()));
    }

    final void untilState(int n, PaymentState state) {
        until("payment " + n + " is " + state, () -> stored(n).state() == state);
    }

    /** Waits until the window has been laid out once more. */
    final void untilPulse() {
        boolean[] pulsed = new boolean[1];
        onWindow(() -> {
            Ui.afterLayout(stage().getScene(), () -> pulsed[0] = true);
            Platform.requestNextPulse();
            return null;
        });
        until("a pulse has passed", () -> pulsed[0]);
    }

    final void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!onWindow(condition::getAsBoolean)) {
            assertThat(System.nanoTime())
                    .as("%s; the window says: %s", what, onWindow(() -> textOf("#notice")))
                    .isLessThan(end);
            WaitForAsyncUtils.waitForFxEvents(1);
        }
    }

    static <T extends @Nullable Object> T onWindow(Supplier<T> question) {
        if (Platform.isFxApplicationThread()) {
            return question.get();
        }
        try {
            return WaitForAsyncUtils.asyncFx(question::get).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    // ---- actions

    /** Presses keys together. Waits once for the whole stroke; {@code push} waits after each key and again when it is released. */
    final void press(KeyCode... keys) {
        KeyboardRobot keyboard = robot.robotContext().getKeyboardRobot();
        keyboard.pressNoWait(keys);
        keyboard.releaseNoWait(List.of(keys).reversed().toArray(KeyCode[]::new));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Moves the focus to a control with Tab, as somebody without a mouse. */
    final void tabTo(String id) {
        for (int tabs = 0; tabs < 60 && !id.equals(focused()); tabs++) {
            press(KeyCode.TAB);
        }
        untilFocused(id);
    }

    final void click(String query) {
        untilShown(query);
        // A pending layout could move the node away from the position of the click.
        WaitForAsyncUtils.waitForFxEvents();
        until(
                query + " stands within the window",
                () -> robot.lookup(query)
                        .match(NodeQueryUtils.isVisible())
                        .tryQuery()
                        .isPresent());
        robot.clickOn(query);
    }

    static void copy(ClipboardContent content) {
        onWindow(() -> Clipboard.getSystemClipboard().setContent(content));
    }

    static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        copy(content);
    }

    /**
     * Types as fast as a scanner, each key into the control that has the focus at that moment. Nothing comes between two
     * keys: a pause, as on a busy machine, would end the scan.
     */
    static void type(String text) {
        onWindow(() -> {
            Scene scene = stage().getScene();
            text.chars().mapToObj(Character::toString).forEach(key -> {
                Node owner = scene.getFocusOwner();
                Event.fireEvent(
                        owner == null ? scene : owner,
                        new KeyEvent(KeyEvent.KEY_TYPED, key, "", KeyCode.UNDEFINED, false, false, false, false));
            });
            return null;
        });
    }

    /** Types a code as a scanner does, with the Enter at its end. */
    static void scan(String code) {
        onWindow(() -> {
            type(code);
            Scene scene = stage().getScene();
            Node owner = scene.getFocusOwner();
            Event.fireEvent(
                    owner == null ? scene : owner,
                    new KeyEvent(KeyEvent.KEY_PRESSED, "\r", "\r", KeyCode.ENTER, false, false, false, false));
            return null;
        });
    }

    /** Lets the minimum review time of an offer pass. */
    final void passReviewTime() {
        sessions.advanceClock(Duration.ofSeconds(1));
    }

    final void pasteReceipt(int number) {
        copy(link(number));
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#offer-number", "Receipt " + number);
        passReviewTime();
    }

    final void confirmWith(int number) {
        pasteReceipt(number);
        press(KeyCode.ENTER);
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** Tests that an idle desk renders nothing and that the scene graph does not grow over time. */
class IdleTest extends WindowTest {
    private static final int SECONDS = 3;

    /** A running animation would cause 180 pulses in this time. */
    private static final int FEW = 40;

    @Test
    void anIdleDeskIsNotRenderedContinuously() throws InterruptedException {
        openWith(1, 2);
        untilFocused("link");
        assertThat(isCaretSeen("#link")).isTrue();
        assertThat(isCaretSeen("#search")).isFalse();
        assertThat(pulses()).as("while the link field has the focus").isLessThan(FEW);
        click("#search");
        untilFocused("search");
        assertThat(pulses()).as("while the search has the focus").isLessThan(FEW);
        press(KeyCode.F1);
        assertThat(pulses()).as("while the help page is open").isLessThan(FEW);
    }

    /** A list view that is laid out measures its cells again, for which JavaFX repaints the window. */
    @Test
    void aChangedTextOfARowDoesNotLayOutTheList() {
        openWith(1, 2);
        until("the rows are laid out", () -> onWindow(() -> row().getHeight() > 0 && !row().isNeedsLayout()));
        onWindow(() -> {
            ((Text) find(".row-waiting").orElseThrow()).setText("77 h 77 min");
            assertThat(row().isNeedsLayout()).as("the row's layout").isTrue();
            assertThat(row().getParent().isNeedsLayout()).as("the list's").isFalse();
            ((Text) find(".row-time").orElseThrow()).setText("1\n2\n3\n4\n5");
            assertThat(row().getParent().isNeedsLayout())
                    .as("the list's, if the row needs more height")
                    .isTrue();
            return null;
        });
    }

    /** The payment itself does not change when it is queued, or when that ends without an attempt. */
    @Test
    void aRowSaysWhatToDoUnlessItsPaymentIsAboutToBeSent() {
        open();
        addWithReceipt(1);
        until("it says what to do", () -> isShown(".row-line"));
        onWindow(() -> {
            model().list().sending().setInFlight(_ -> true);
            return null;
        });
        until("nothing is to be done", () -> !isShown(".row-line"));
        onWindow(() -> {
            model().list().sending().setInFlight(_ -> false);
            return null;
        });
        until("it says so again", () -> isShown(".row-line"));
    }

    /** Nothing updates the row of a confirmed payment before the next minute. */
    @Test
    void aRowSaysForHowLongThePaymentIsBeingSentOnlyUntilThatHasEnded() {
        openWith(1);
        confirmWith(2421);
        untilState(1, PaymentState.CONFIRMED);
        until("the row says so", () -> onWindow(this::stateOfTheRow).startsWith("Fiscalized"));
        assertThat(onWindow(this::stateOfTheRow)).isEqualTo("Fiscalized");
    }

    private String stateOfTheRow() {
        return ((Labeled) row().lookup(".state")).getText();
    }

    private static Pane row() {
        return (Pane) find(".row").orElseThrow();
    }

    private static boolean isCaretSeen(String field) {
        return onWindow(() -> find(field).orElseThrow().lookupAll("*").stream()
                .anyMatch(node -> node instanceof Path path
                        && path.opacityProperty().isBound()
                        && path.getOpacity() == 1
                        && !path.getElements().isEmpty()));
    }

    /** Counts the pulses of JavaFX while the desk is idle. */
    private static int pulses() throws InterruptedException {
        AtomicInteger pulses = new AtomicInteger();
        Runnable count = pulses::incrementAndGet;
        Scene scene = stage().getScene();
        onWindow(() -> {
            scene.addPreLayoutPulseListener(count);
            return null;
        });
        boolean _ = new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS);
        onWindow(() -> {
            scene.removePreLayoutPulseListener(count);
            return null;
        });
        return pulses.get();
    }

    @Test
    void theSceneGraphDoesNotGrowWithConfirmedPayments() {
        open();
        sendAll(1, 20);
        int nodes = nodes();
        int styles = styles();
        for (int round = 1; round <= 4; round++) {
            sendAll(20 * round + 1, 20 * round + 20);
        }
        assertThat(nodes()).isLessThanOrEqualTo(nodes + nodes / 10);
        assertThat(styles()).isLessThanOrEqualTo(styles + styles / 10);
    }

    private void sendAll(int first, int last) {
        for (int n = first; n <= last; n++) {
            addWithReceipt(n);
        }
        until("they are listed", () -> model().list().indexOf(id(last)) >= 0);
        press(KeyCode.CONTROL, KeyCode.F5);
        for (int n = first; n <= last; n++) {
            untilState(n, PaymentState.CONFIRMED);
        }
        until(
                "the window has settled",
                () -> model().list().rows().stream()
                        .noneMatch(row -> row.state() == PaymentState.READY || row.state() == PaymentState.SENDING));
    }

    private void addWithReceipt(int n) {
        ReceiptReading reading = new ReceiptReader(sessions.clock()).read(link(n));
        sessions.ledger().add(payment(n), ((ReceiptReading.Accepted) reading).receipt(), act());
    }

    private static int nodes() {
        return onWindow(() -> count(stage().getScene().getRoot(), false));
    }

    private static int styles() {
        return onWindow(() -> count(stage().getScene().getRoot(), true));
    }

    private static int count(Node node, boolean styles) {
        int sum = styles ? node.getStyleClass().size() : 1;
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                sum += count(child, styles);
            }
        }
        return sum;
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/** Tests that a control keeps the focus when the content around it is shown anew, and that nothing else gets it silently. */
class FocusOnPagesTest extends WindowTest {
    private static final Behaviour EXPIRED = Behaviour.reject(333, "Подписка истекла");

    private void focus(String query) {
        untilShown(query);
        onWindow(() -> {
            find(query).orElseThrow().requestFocus();
            return null;
        });
    }

    @Test
    void theSampleReceiptsFollowTheSelection() {
        sessions.train(new Receipts());
        openWith(1, 2, 3);
        press(KeyCode.F8);
        untilFocused("sample-own-take");
        // In this pulse JavaFX moves the focus away from a control that is gone.
        untilPulse();
        assertThat(onWindow(
                        () -> ((ScrollPane) find("#samples-page .scroll-pane").orElseThrow()).getVvalue()))
                .as("the explanation above the button is in sight")
                .isZero();
        select(2);
        untilPulse();
        assertThat(focused()).isEqualTo("sample-own-take");

        select(3);
        untilPulse();
        assertThat(focused()).as("this payment has no receipt").isEqualTo("sample-training-lesson-old-take");
        press(KeyCode.ESCAPE);
        untilHidden("#samples-page");
    }

    private void select(int n) {
        onWindow(() -> {
            model().list().select(stored(n));
            return null;
        });
        until("payment " + n + " is selected", () -> model().list().isSelected(id(n)));
    }

    @Test
    void theReportOfTheShiftIsReadAgain() {
        openWith(1, 2);
        press(KeyCode.F10);
        untilFocused("shift-note");
        String second = "shift-open-" + stored(2).id();
        focus("#" + second);
        sessions.ledger().add(payment(3), null, act());
        untilShown("#shift-open-" + stored(3).id());
        untilPulse();
        assertThat(focused()).isEqualTo(second);
        sessions.ledger().setAside(stored(2), act());
        untilHidden("#" + second);
        untilFocused("shift-note");
    }

    @Test
    void aGroupOfFailuresGrowsAndIsRetried() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), EXPIRED, Behaviour.confirm())
                .with(id(2).toString(), EXPIRED, Behaviour.confirm())
                .with(id(3).toString(), EXPIRED, Behaviour.confirm()));
        open();
        List.of(1, 2).forEach(this::addReady);
        until("both are listed", () -> model().list().rows().size() == 2);
        press(KeyCode.CONTROL, KeyCode.F5);
        untilText("#retry-group-subscription", "Retry all (2)");
        focus("#retry-group-subscription");
        addReady(3);
        until("all are listed", () -> model().list().rows().size() == 3);
        press(KeyCode.CONTROL, KeyCode.F5);
        untilText("#retry-group-subscription", "Retry all (3)");
        untilPulse();
        assertThat(focused()).isEqualTo("retry-group-subscription");
        press(KeyCode.ENTER);
        List.of(1, 2, 3).forEach(n -> untilState(n, PaymentState.CONFIRMED));
        untilHidden("#failure-groups");
        until(
                "the focus is where the work is",
                () -> List.of("payments", "link").contains(Objects.requireNonNullElse(focused(), "")));
    }

    private void addReady(int n) {
        sessions.ledger().add(payment(n), receipt(2420 + n), act());
    }

    @Test
    void aChoiceBesideAFieldIsMade() {
        openWith(1);
        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        copy("50 000 сум и потом 75 000 сум, " + id(9));
        press(KeyCode.CONTROL, KeyCode.V);
        focus("#add-amount-choice-2");
        press(KeyCode.ENTER);
        untilText("#add-amount", "75000");
        untilFocused("add-amount");
    }

    /** Receipts of all payments but the third. */
    private static final class Receipts implements SampleReceipts {
        private final BufferedImage blank = new BufferedImage(200, 300, BufferedImage.TYPE_INT_RGB);

        @Override
        public Optional<BufferedImage> receiptOf(TransactionId id) {
            return id.equals(WindowTest.id(3)) ? Optional.empty() : Optional.of(blank);
        }

        @Override
        public List<Lesson> lessons() {
            return List.of(new Lesson("training.lesson.old", blank));
        }

        @Override
        public Path writeAll() {
            throw new UnsupportedOperationException();
        }
    }
}

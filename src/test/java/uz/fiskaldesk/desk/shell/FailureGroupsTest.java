package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/** Tests that payments that failed for one reason are shown and retried together, and whose fault it is. */
class FailureGroupsTest extends WindowTest {
    private static final Behaviour EXPIRED = Behaviour.reject(333, "Подписка истекла");

    @Test
    void theGroupOfOneReasonIsRetriedAndNoOtherPayment() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), EXPIRED, Behaviour.confirm())
                .with(id(2).toString(), EXPIRED, Behaviour.confirm())
                .with(id(3).toString(), Behaviour.reject(106, "no"), Behaviour.confirm()));
        open();
        List.of(1, 2, 3).forEach(n -> sessions.ledger().add(payment(n), receipt(2420 + n), act()));
        until("all are listed", () -> model().list().rows().size() == 3);
        press(KeyCode.CONTROL, KeyCode.F5);
        List.of(1, 2, 3).forEach(n -> untilState(n, PaymentState.REJECTED));
        untilRowSays(1, "Rejected: FiscalBox");
        untilRowSays(3, "Rejected: provider");
        untilText("#standing-fault", "FiscalBox");

        untilText("#retry-group-subscription", "Retry all (2)");
        assertThat(isShown("#retry-group-payment_refused"))
                .as("a single payment is no group")
                .isFalse();
        onWindow(() -> {
            find("#retry-group-subscription").orElseThrow().requestFocus();
            return null;
        });
        press(KeyCode.ENTER);
        List.of(1, 2).forEach(n -> untilState(n, PaymentState.CONFIRMED));
        untilHidden("#failure-groups");
        assertThat(stored(3).state()).isEqualTo(PaymentState.REJECTED);
        assertThat(fiscalBox.confirmations()).hasSize(5);
    }

    @Test
    void theOldestPaymentIsAlwaysNamedAndSelected() {
        openWith(1, 2, 3);
        untilText("#oldest", "3 min");
        press(KeyCode.F12);
        untilText("#notice", "Send the receipt first");
        assertThat(isShown("#oldest")).as("also beside a message").isTrue();
        onWindow(() -> {
            model().list().filter().set(PaymentFilter.SET_ASIDE);
            return null;
        });
        click("#oldest");
        until("it is selected", () -> model().list().isSelected(id(3)));
    }

    @Test
    void aMinimisedDeskSaysWhatWaitsAndAlertsToANewFailure() {
        fiscalBox.play(Scenario.of(EXPIRED).withTerminal(TILL));
        openWith(1, 2);
        List<SoundCues.Signal> heard = new CopyOnWriteArrayList<>();
        onWindow(() -> {
            model().soundCues().setListener(heard::add);
            stage().setIconified(true);
            return null;
        });
        until(
                "the strip is shown",
                () -> strip().filter(text -> text.equals("Waiting: 2 · failed: 0"))
                        .isPresent());

        sessions.ledger().add(payment(3), receipt(2423), act());
        onWindow(() -> {
            model().sending().sendAll();
            return null;
        });
        until(
                "it counts the failure",
                () -> strip().filter(text -> text.equals("Waiting: 3 · failed: 1"))
                        .isPresent());
        assertThat(heard).contains(SoundCues.Signal.FAILED);
        onWindow(() -> {
            stage().setIconified(false);
            return null;
        });
        until("it is gone", () -> strip().isEmpty());
        onWindow(() -> {
            stage().setIconified(true);
            return null;
        });
        until("it is shown each time", () -> strip().isPresent());
        onWindow(() -> {
            stage().setIconified(false);
            return null;
        });
    }

    private static Optional<String> strip() {
        return Window.getWindows().stream()
                .map(window -> window.getScene().getRoot())
                .filter(root -> "waiting-strip".equals(root.getId()))
                .map(root -> ((Button) root).getText())
                .findFirst();
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests longer parts of a shift with the keyboard alone, and what a screen reader is told. */
class KeyboardDayTest extends WindowTest {
    @Test
    void whatWasScannedWhileFiscalBoxWasAwayIsSentOnceWhenItIsBack() throws IOException {
        int port = fiscalBox.address().getPort();
        openWith(1, 2, 3);
        fiscalBox.close();
        for (int n = 1; n <= 3; n++) {
            int current = n;
            until("payment " + n + " is selected", () -> model().list().isSelected(id(current)));
            untilFocused("link");
            confirmWith(2420 + n);
            untilRowSays(n, "Kept.");
        }
        assertThat(row(1)).contains("In the queue: FiscalBox");

        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().withTerminal(TILL), port, sessions.clock(), _ -> {});
        sessions.advanceClock(Duration.ofMinutes(10));
        List.of(1, 2, 3).forEach(n -> untilState(n, PaymentState.CONFIRMED));
        List.of(1, 2, 3).forEach(n -> untilRowSays(n, "Fiscalized"));
        assertThat(fiscalBox.confirmations()).hasSize(3);
        assertThat(fiscalBox.booked())
                .containsEntry(id(1).toString(), link(2421))
                .containsEntry(id(2).toString(), link(2422))
                .containsEntry(id(3).toString(), link(2423));
    }

    @Test
    void theShiftIsHandedOver() {
        openWith(1, 2);
        press(KeyCode.F10);
        untilFocused("shift-note");
        robot.write("Ask Aziza");
        press(KeyCode.ENTER);
        untilText("#notice", "Payments handed over: 2");
        assertThat(sessions.ledger().acts())
                .extracting(Act::kind, Act::why)
                .contains(Tuple.tuple(Act.Kind.SHIFT_CLOSED, "Ask Aziza"));
        press(KeyCode.ESCAPE);
        untilFocused("link");

        closeWindow();
        sessions.advanceClock(Duration.ofHours(12));
        open();
        until("the first payment is selected", () -> model().list().isSelected(id(1)));
        press(KeyCode.F10);
        untilText("#shift-handed-over", "Ask Aziza");
        untilShown("#shift-open-" + stored(2).id());
    }

    @Test
    void aReceiptOfAnotherPaymentIsLookedUpAndUsedForAReadyReason() {
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Fiscalized");
        until("the next one is selected", () -> model().list().isSelected(id(2)));
        onWindow(() -> {
            resize(1366, 620);
            return null;
        });
        pasteReceipt(2421);
        untilFocused("offer-reason");
        untilShown("#offer-holder");
        until("the field is in sight", () -> {
            Bounds field = inScene("#offer-reason");
            Bounds page = inScene("#payment-page .viewport");
            return field.getMinY() >= page.getMinY() && field.getMaxY() <= page.getMaxY();
        });
        tabBackTo("offer-holder");
        press(KeyCode.ENTER);
        until("the payment that has it is selected", () -> model().list().isSelected(id(1)));
        assertThat(fiscalBox.confirmations()).hasSize(1);

        press(KeyCode.DOWN);
        until("the second one is selected again", () -> model().list().isSelected(id(2)));
        pasteReceipt(2421);
        untilFocused("offer-reason");
        tabBackTo("reason-two-payments");
        press(KeyCode.ENTER);
        untilRowSays(2, "Fiscalized");
        assertThat(sessions.ledger().acts(stored(2)))
                .extracting(Act::kind, Act::why)
                .contains(Tuple.tuple(Act.Kind.RECEIPT_USED_AGAIN, "One receipt for two payments"));
    }

    private static Bounds inScene(String query) {
        Node node = find(query).orElseThrow();
        return node.localToScene(node.getLayoutBounds());
    }

    private void tabBackTo(String id) {
        for (int tabs = 0; tabs < 10 && !id.equals(focused()); tabs++) {
            press(KeyCode.SHIFT, KeyCode.TAB);
        }
        untilFocused(id);
    }

    @Test
    void anUnknownOutcomeIsResolvedByHandAndAScreenReaderIsToldEachResult() {
        fiscalBox.play(Scenario.confirming().withTerminal(TILL).with(id(1).toString(), Behaviour.resetAfterBooking()));
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Outcome unknown: network");
        until(
                "the page is named after the result",
                () -> spoken("#payment-page").contains("Sent, but the connection"));
        press(KeyCode.F12);
        untilFocused("reason");
        robot.write("Seen in FiscalBox");
        press(KeyCode.ENTER);
        untilRowSays(1, "By hand");
        until("the next one is selected", () -> model().list().isSelected(id(2)));
        confirmWith(2422);
        untilRowSays(2, "Fiscalized");
        until(
                "what has the focus is described by the result",
                () -> Objects.requireNonNullElse(
                                stage().getScene().getFocusOwner().getAccessibleHelp(), "")
                        .contains("fiscalized"));
    }

    private static String spoken(String query) {
        return Objects.requireNonNullElse(find(query).orElseThrow().getAccessibleText(), "");
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.supervisor.Supervisor;

/** Tests that everything can be done by touch or mouse and with a scanner. */
class TouchTest extends WindowTest {
    @Test
    void aReceiptIsCapturedAndConfirmedAndTheNextPaymentIsSelected() {
        openWith(1, 2, 3);
        clickRow(2);
        until("the second one is selected", () -> model().list().isSelected(id(2)));
        scan(2421);
        click("#confirm");
        untilRowSays(2, "Fiscalized");
        until("the next one is selected", () -> model().list().isSelected(id(3)));
        assertThat(fiscalBox.booked()).containsOnlyKeys(id(2).toString());
    }

    @Test
    void aReceiptIsDiscardedByAButtonOrBySelectingAnotherPayment() {
        openWith(1, 2);
        scan(2421);
        click("#discard");
        untilHidden("#offer");

        scan(2421);
        clickRow(2);
        untilHidden("#offer");
        untilText("#notice", "put away");
        assertThat(fiscalBox.confirmations()).isEmpty();
    }

    @Test
    void aRejectedPaymentIsRetriedSetAsideAndRestored() {
        fiscalBox.play(Scenario.of(Behaviour.reject(106, "no")).withTerminal(TILL));
        openWith(1);
        scan(2421);
        click("#confirm");
        untilRowSays(1, "Call the bank");
        click("#retry");
        untilState(1, PaymentState.REJECTED);
        until("it was tried twice", () -> stored(1).attempts() == 2 && stored(1).state() == PaymentState.REJECTED);
        untilRowSays(1, "Rejected");

        click("#set-aside");
        click("#reason-refunded");
        untilState(1, PaymentState.SET_ASIDE);
        click("#restore");
        untilState(1, PaymentState.REJECTED);

        click("#by-hand");
        click("#reason-seen-in-fiscalbox");
        untilState(1, PaymentState.CONFIRMED);
        click("#undo");
        untilState(1, PaymentState.REJECTED);
    }

    @Test
    void thePinIsTypedOnTheScreenBelowThePaymentThatItIsFor() throws IOException {
        sessions.supervisor().set("2468".toCharArray(), "Gulnora", Supervisor.everything());
        openWith(1);
        click("#set-aside");
        click("#reason-refunded");
        untilShown("#pin-page");
        assertThat(isShown("#head-amount")).isTrue();
        for (String key : List.of("#pin-2", "#pin-4", "#pin-5", "#pin-delete", "#pin-6", "#pin-8")) {
            click(key);
        }
        click("#pin-do");
        untilState(1, PaymentState.SET_ASIDE);
    }

    @Test
    void everyPageOpensAndClosesWithAButton() {
        openWith(1);
        for (String[] page : new String[][] {
            {"#help", "help-page"},
            {"#settings", "settings-page"},
            {"#add", "add-page"},
            {"#history", "history-page"},
            {"#keyed", "keyed-page"},
            {"#set-aside", "reason-page"},
        }) {
            click(page[0]);
            untilShown("#" + page[1]);
            click("#" + page[1] + "-back");
            untilHidden("#" + page[1]);
            untilFocused("link");
        }
    }

    @Test
    void theFiltersShowAsManyPaymentsAsTheyCount() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), Behaviour.reject(106, "no"))
                .with(id(2).toString(), Behaviour.timedOut()));
        openWith(1, 2, 3, 4);
        for (int n = 1; n <= 3; n++) {
            clickRow(n);
            scan(2420 + n);
            click("#confirm");
            int payment = n;
            until("an outcome", () -> stored(payment).lastOutcome() != null);
        }
        untilCount("to-do", "3");
        untilCount("rejected", "1");
        untilCount("unknown", "1");
        untilCount("done-today", "1");
        click("#filter-unknown");
        untilRowSays(2, "Outcome unknown");
        until("only it is listed", () -> model().list().rows().size() == 1);
        click("#filter-done-today");
        untilRowSays(3, "Fiscalized");
        click("#filter-all");
        until("all are listed", () -> model().list().rows().size() == 4);
        click("#order");
        until("the oldest is on top", () -> model().list().indexOf(id(4)) == 0);
    }

    private void untilCount(String filter, String count) {
        untilText("#filter-" + filter + " .count", count);
    }

    private void clickRow(int n) {
        untilRowSays(n, "min");
        robot.clickOn(
                onWindow(() -> stage().getScene().getRoot().lookupAll("#payments .list-cell").stream()
                        .filter(node -> row(n).equals(node.getAccessibleText()))
                        .findFirst()
                        .orElseThrow()),
                MouseButton.PRIMARY);
    }

    /** Types a receipt like a keyboard wedge scanner; the focus does not matter. */
    private void scan(int number) {
        untilShown("#capture");
        type(link(number));
        press(KeyCode.ENTER);
        untilText("#offer-number", "Receipt " + number);
        passReviewTime();
    }
}

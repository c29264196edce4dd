package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.simulator.Scenario.LastReceiptIn;

/** Tests the till's last receipt in the window: fetched without scanning, and printed again. */
class LastReceiptTest extends WindowTest {
    private static Scenario scenario(String link, LastReceiptIn where, String fields) throws Exception {
        Scenario read = Scenario.parse("{\"terminalId\": \"" + TILL + "\", \"lastReceiptFields\": " + fields + "}");
        return read.withLastReceipt(link, where);
    }

    private static String order(long card, long cash) {
        return "{\"isRefund\": false, \"order\": {\"received_card\": " + card + ", \"received_cash\": \"" + cash
                + "\", \"time\": \"2026-11-25 12:00:00\"}}";
    }

    private void askForLastReceipt() {
        press(KeyCode.CONTROL, KeyCode.F6);
    }

    private long requests(String path) {
        return fiscalBox.requests().stream()
                .filter(request -> request.path().equals(path))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = LastReceiptIn.class,
            names = {"RESULT", "DATA", "WRAPPED"})
    void whatWasShownIsSentAlthoughTheTillPrintsAnotherReceiptMeanwhile(LastReceiptIn where) throws Exception {
        fiscalBox.play(scenario(link(2421), where, order(100_000, 0)));
        openWith(1);
        askForLastReceipt();
        untilText("#offer-number", "Receipt 2421");
        untilText("#offer-sum", "1");
        assertThat(textOf("#offer-sum")).isEqualTo(textOf("#head-amount"));
        assertThat(fiscalBox.confirmations())
                .as("nothing is sent without a key")
                .isEmpty();

        fiscalBox.play(scenario(link(2422), where, order(500, 0)));
        passReviewTime();
        press(KeyCode.ENTER);
        untilState(1, PaymentState.CONFIRMED);
        assertThat(fiscalBox.booked()).containsEntry(id(1).text(), link(2421)).hasSize(1);
        assertThat(requests("/order/last")).isEqualTo(1);
    }

    @Test
    void anotherAmountOrTimeIsADoubtThatEnterDoesNotSend() throws Exception {
        fiscalBox.play(scenario(link(2421), LastReceiptIn.RESULT, order(0, 99_000)));
        openWith(1, 40);
        askForLastReceipt();
        untilText("#offer-number", "Receipt 2421");
        assertThat(offerWarnings()).containsExactly("amount-differs");
        passReviewTime();
        press(KeyCode.ENTER);
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);

        press(KeyCode.ESCAPE);
        onWindow(() -> {
            model().list().select(stored(40));
            return null;
        });
        askForLastReceipt();
        until("the receipt is offered", () -> model().capture().offer().get() != null);
        assertThat(offerWarnings())
                .as("forty minutes after the payment")
                .containsExactly("not-recent", "amount-differs");
    }

    private List<String> offerWarnings() {
        return onWindow(
                () -> java.util.Objects.requireNonNull(model().capture().offer().get()).warnings().stream()
                        .map(warning -> warning.code())
                        .toList());
    }

    @Test
    void aRefundBelongsToNoPayment() throws Exception {
        fiscalBox.play(scenario(link(2421), LastReceiptIn.RESULT, "{\"isRefund\": true}"));
        openWith(1);
        askForLastReceipt();
        untilText("#refusal", "is a refund");
        assertThat(isShown("#offer-number")).isFalse();
    }

    @Test
    void aReceiptOfAnotherPaymentIsSaidAlthoughThatPaymentIsNotListed() throws Exception {
        fiscalBox.play(scenario(link(2421), LastReceiptIn.RESULT, order(200_000, 0)));
        openWith(1);
        confirmWith(2421);
        untilState(1, PaymentState.CONFIRMED);
        sessions.ledger().add(payment(2), null, act());
        onWindow(() -> {
            model().list().select(stored(2));
            return null;
        });
        askForLastReceipt();
        until("the offer names the other payment", () -> {
            var offer = model().capture().offer().get();
            return offer != null && Objects.equals(id(1), offer.takenBy());
        });
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void aMissingAnswerIsSaid() throws Exception {
        fiscalBox.play(Scenario.parse("{\"lastReceiptIn\": \"nowhere\"}"));
        openWith(1);
        askForLastReceipt();
        untilText("#refusal", "Order not found");
        fiscalBox.close();
        askForLastReceipt();
        untilText("#refusal", "FiscalBox did not answer");
    }

    @Test
    void aDoubleClickPrintsOnce() throws Exception {
        fiscalBox.close();
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().withTerminal(TILL), 0, sessions.clock(), _ -> {});
        sessions = new TestSessions(folder, fiscalBox.address().toString());
        openWith(1);
        click("#fiscalbox");
        untilShown("#till-reprint");
        robot.doubleClickOn("#till-reprint");
        untilText("#notice", "Take the paper");
        click("#till-reprint");
        assertThat(requests("/order/print")).isEqualTo(1);

        sessions.advanceClock(Duration.ofSeconds(6));
        click("#till-reprint");
        until("it was printed again", () -> requests("/order/print") == 2);
    }
}

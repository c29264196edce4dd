package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.payment.TransactionId;

/** Tests messages about payments that are pasted into the window. */
class PastedMessageTest extends WindowTest {
    private static final String ID = "a12fc00f-5af5-45b8-adf8-000000000009";

    @Test
    void aPastedMessageFillsInTheFormAndIsAddedByEnterOnly() {
        openWith(1);
        copy("Клиент оплатил 125 000 сум, чек не вышел. ID транзакции: " + ID + ", тел +998 94 653 21 40");
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#add-transaction_id", ID);
        assertThat(textOf("#add-amount")).isEqualTo("125000");
        assertThat(textOf("#add-phone")).isEqualTo("998946532140");
        assertThat(textOf("#notice")).contains("Compare");
        assertThat(sessions.ledger().find(TransactionId.of(ID))).isEmpty();

        click("#add-amount");
        press(KeyCode.ENTER);
        until("it was added", () -> sessions.ledger().find(TransactionId.of(ID)).isPresent());
    }

    @Test
    void twoAmountsAreAChoiceAndAMessagePastedIntoTheFormFillsItIn() {
        openWith(1);
        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        copy("50 000 сум и потом 75 000 сум, " + ID);
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#add-transaction_id", ID);
        assertThat(textOf("#add-transaction_id")).isEqualTo(ID);
        assertThat(textOf("#add-amount")).isEmpty();
        assertThat(textOf("#add-amount-choice-1")).isEqualTo("50000");
        click("#add-amount-choice-2");
        untilText("#add-amount", "75000");
        untilHidden("#add-amount-choice-1");
    }

    @Test
    void aReceiptIsStillAReceiptAndAnyOtherTextIsRefused() {
        openWith(1);
        copy("Добрый день, чек не вышел");
        press(KeyCode.CONTROL, KeyCode.V);
        untilShown("#refusal");
        assertThat(isShown("#add-transaction_id")).isFalse();

        copy("Чек клиента " + ID + ": " + link(2421));
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#offer-number", "Receipt 2421");
    }
}

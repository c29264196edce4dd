package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;

/** The window names and asks for the provider of a payment where more than one is switched on, and nowhere else. */
class ProvidersOnScreenTest extends WindowTest {
    private static final TransactionId CLICK = TransactionId.of("click:2354512461");

    private boolean isSelected(TransactionId id) {
        return model().list().isSelected(id);
    }

    @Test
    void aShopOfAnorSeesNoProvider() {
        openWith(1);
        assertThat(row(1)).doesNotContain("Anor");
        assertThat(textOf("#head-transaction")).isEqualTo(id(1).text());
        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        assertThat(isShown("#add-provider")).isFalse();
        assertThat(isShown("#add-payment_id")).isTrue();
    }

    @Test
    void aPaymentOfAProviderThatIsOffIsNamedAndFinished() {
        openWith(1);
        sessions.ledger().add(Payment.of(CLICK), null, act());
        until("it is selected", () -> {
            model().list().rows().stream()
                    .filter(entry -> entry.transactionId().equals(CLICK))
                    .forEach(model().list()::select);
            return isSelected(CLICK);
        });
        untilText("#head-transaction", "Click  ·  2354512461");
        confirmWith(2101);
        until(
                "it is confirmed",
                () -> sessions.ledger().find(CLICK).orElseThrow().state() == PaymentState.CONFIRMED);
        assertThat(fiscalBox.booked()).containsOnlyKeys(CLICK.toString());
        assertThat(row(1)).doesNotContain("Anor");
    }

    @Test
    void severalProvidersAreNamedAndAskedFor() {
        sessions.takes(Provider.ANOR, Provider.CLICK);
        openWith(1);
        untilRowSays(1, "Anor");
        untilText("#head-transaction", "Anor  ·  " + id(1).text());

        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        untilShown("#add-provider");
        choose(Provider.CLICK);
        untilHidden("#add-payment_id");
        assertThat(onWindow(() -> ((TextField) find("#add-transaction_id").orElseThrow()).getPromptText()))
                .isEqualTo("2354512461");
        robot.write("not an id");
        press(KeyCode.ENTER);
        untilText("#add-transaction_id-problem", "does not have the form that this payment system uses");
        press(KeyCode.CONTROL, KeyCode.A);
        robot.write("2354512461");
        press(KeyCode.ENTER);

        until("it is selected", () -> isSelected(CLICK));
        untilText("#head-transaction", "Click  ·  2354512461");

        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        assertThat(chosen()).isSameAs(Provider.ANOR);
        untilShown("#add-payment_id");
    }

    @Test
    void aPastedMessageAScanAndATypedIdSelectTheirProvider() {
        sessions.takes(Provider.ANOR, Provider.CLICK, Provider.PAYME, Provider.UZUM);
        openWith(1);
        copy("Click: to'lov ID 2354512461, 125 000 so'm");
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#add-transaction_id", "2354512461");
        assertThat(chosen()).isSameAs(Provider.CLICK);
        assertThat(textOf("#add-amount")).isEqualTo("125000");

        copy("7e577908-6851-4a8d-ac1d-bdd17002f96b");
        press(KeyCode.CONTROL, KeyCode.V);
        untilText("#add-transaction_id-choice-2", "Uzum: 7e577908-6851-4a8d-ac1d-bdd17002f96b");
        click("#add-transaction_id-choice-2");
        untilText("#add-transaction_id", "7e577908-6851-4a8d-ac1d-bdd17002f96b");
        assertThat(chosen()).isSameAs(Provider.UZUM);

        press(KeyCode.ESCAPE);
        onWindow(() -> {
            model().scanner().scanned(new Scan("payme:63b5282a6f47f572807fd53e", Scan.Ending.ENTER));
            return null;
        });
        untilText("#add-transaction_id", "63b5282a6f47f572807fd53e");
        assertThat(chosen()).isSameAs(Provider.PAYME);

        press(KeyCode.ESCAPE);
        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        robot.write("2354512461");
        press(KeyCode.ENTER);
        untilText("#notice", "The ID is one of Click");
        assertThat(chosen()).isSameAs(Provider.CLICK);
        assertThat(sessions.ledger().find(CLICK)).isEmpty();
        press(KeyCode.ENTER);
        until("it is selected", () -> isSelected(CLICK));
    }

    private static ComboBox<?> box() {
        return (ComboBox<?>) find("#add-provider").orElseThrow();
    }

    private static Object chosen() {
        return onWindow(() -> box().getValue());
    }

    private static void choose(Provider provider) {
        onWindow(() -> {
            box().getSelectionModel().select(box().getItems().indexOf(provider));
            return null;
        });
    }
}

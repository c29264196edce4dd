package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/** A receipt that does not belong to the selected payment is offered to others. */
class ProposedPaymentsTest extends WindowTest {
    /** The first layout of the buttons is narrower than the last one. */
    @Test
    void severalProposalsAreSeenAtOnce() {
        openWith(1, 2, 3, 4);
        fiscalBox.play(Scenario.of(Behaviour.reject(106, "Tolov topilmadi")));
        pasteReceipt(2101);
        press(KeyCode.ENTER);
        untilState(1, PaymentState.REJECTED);
        untilShown("#retry");
        scan(link(2102));
        untilShown("#unplaced");
        for (int n = 2; n <= 4; n++) {
            String button = "#unplaced-" + id(n).key();
            untilShown(button);
            until(button + " is not higher than its two lines", () -> height(button) > 40 && height(button) < 90);
        }
        assertThat(textOf("#unplaced-discard")).isNotEmpty();
    }

    /** Scans a receipt that is earlier than the selected payment, and belongs to the third one. */
    @Test
    void aDoubtfulReceiptIsOfferedToThePaymentsThatItFitsBetter() {
        openWith(1, 2, 3, 4, 5);
        until("the first one is selected", () -> model().list().isSelected(id(1)));
        scan(link(2103).replace("20261125120000", "20261125115705"));
        untilFocused("discard");
        untilShown("#better-" + id(3).key());
        untilShown("#better-" + id(4).key());
        assertThat(find("#better-" + id(2).key())).as("it was paid later").isEmpty();
        assertThat(find("#better-" + id(5).key())).as("two are enough").isEmpty();
        untilPulse();
        assertThat(EveryScreen.complaintsNow()).isEmpty();

        click("#better-" + id(3).key());

        until("it is selected", () -> model().list().isSelected(id(3)));
        untilText("#offer-number", "Receipt 2103");
        assertThat(isShown("#better-payments")).isFalse();
        assertThat(fiscalBox.confirmations()).isEmpty();
        untilFocused("confirm");
        passReviewTime();
        press(KeyCode.ENTER);
        untilState(3, PaymentState.CONFIRMED);
    }

    @Test
    void aLowWindowShowsWhatSpeaksAgainstAReceipt() {
        openWith(1, 2, 3, 4, 5);
        onWindow(() -> {
            resize(1024, 600);
            return null;
        });
        scan(link(2103).replace("20261125120000", "20261125115705"));
        untilShown("#better-" + id(3).key());
        until("the warning is seen", () -> isInView(find("#offer .warning-box").orElseThrow()));
        until(
                "the best payment is seen",
                () -> isInView(find("#better-" + id(3).key()).orElseThrow()));
    }

    private static boolean isInView(Node node) {
        Node pane = find("#payment-page .scroll-pane").orElseThrow();
        return pane.localToScene(pane.getLayoutBounds()).contains(node.localToScene(node.getLayoutBounds()));
    }

    private static double height(String query) {
        return find(query).map(node -> ((Region) node).getHeight()).orElse(0.0);
    }
}

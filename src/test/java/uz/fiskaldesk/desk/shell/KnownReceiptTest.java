package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptLink;

/** A receipt that is known from the POS: the row says so, and one key sends it if the POS does not. */
class KnownReceiptTest extends WindowTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private void attachFromPos(boolean thenSend) {
        assertThat(sessions.ledger()
                        .attach(
                                stored(1),
                                ReceiptLink.parse(link(2101)).orElseThrow(),
                                null,
                                List.of(new Act(Act.Kind.RECEIPT_ATTACHED, "POS", TestSessions.NOON, null)),
                                new Ledger.PosDeadline(TestSessions.NOON.plus(PATIENCE), thenSend)))
                .isInstanceOf(Ledger.Attachment.Attached.class);
    }

    @Test
    void isSentWithOneKeyIfThePosDoesNotConfirmIt() {
        openWith(1);
        attachFromPos(false);
        untilRowSays(1, "The POS confirms it by itself, until 12:10");
        untilRowSays(1, "Waits for the POS");
        sessions.advanceClock(PATIENCE);
        untilRowSays(1, "The receipt is known. Press F5 to send it");
        untilRowSays(1, "Receipt known");
        untilText("#standing-title", "The receipt is known. Press F5 to send it");
        press(KeyCode.F5);
        untilState(1, PaymentState.CONFIRMED);
        assertThat(sessions.ledger().acts(stored(1)))
                .filteredOn(act -> act.kind() == Act.Kind.SENT_WITHOUT_POS)
                .extracting(Act::who)
                .containsExactly("Dilnoza");
    }

    @Test
    void theButtonForAllSaysWhatItSendsInsteadOfThePos() {
        openWith(1, 2);
        attachFromPos(false);
        untilText("#send-all", "Send ready (1, of these 1 instead of the POS)");
        sessions.ledger().attach(stored(2), receipt(2102), null, List.of(act()));
        untilText("#send-all", "Send ready (2, of these 1 instead of the POS)");
    }

    /** Closing the shift is no decision to send what the POS is going to confirm. */
    @Test
    void isLeftToThePosWhenTheShiftIsClosed() {
        openWith(1, 2);
        attachFromPos(false);
        sessions.ledger().attach(stored(2), receipt(2102), null, List.of(act()));
        press(KeyCode.F10);
        untilState(2, PaymentState.CONFIRMED);
        assertThat(stored(1).state()).isEqualTo(PaymentState.READY);
        assertThat(stored(1).attempts()).isZero();
    }

    @Test
    void isSentByTheDeskWhereTheSettingsSaySo() {
        openWith(1);
        attachFromPos(true);
        untilRowSays(1, "The POS confirms it by itself");
        sessions.advanceClock(PATIENCE);
        untilState(1, PaymentState.CONFIRMED);
        assertThat(sessions.ledger().acts(stored(1)))
                .filteredOn(act -> act.kind() == Act.Kind.SENT_WITHOUT_POS)
                .extracting(Act::who)
                .containsExactly("gateway");
    }
}

package uz.fiskaldesk.desk.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.desk.StoppedTasks;
import uz.fiskaldesk.desk.start.PracticeModel.Stage;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;

/** Tests that the practice of the guide that was left neither goes on nor stays open. */
class PracticeModelTest {
    private final StoppedTasks tasks = new StoppedTasks();
    private final List<Made> made = new ArrayList<>();
    private final PracticeModel model = new PracticeModel(
            () -> {
                Made next = new Made();
                made.add(next);
                return next;
            },
            new ReceiptReader(Clock.systemUTC()),
            tasks);

    @Test
    void everyPracticeIsClosedHoweverQuicklyTheGuideIsLeftAndOpened() {
        model.begin();
        model.end();
        model.begin();
        settle();
        assertThat(model.practice()).isEqualTo(made.getLast());
        assertThat(model.stage().get()).isEqualTo(Stage.SCAN);

        model.end();
        settle();
        assertThat(made).hasSize(2).allMatch(each -> each.closed);
    }

    @Test
    void anAnswerOfThePracticeBeforeIsNotShown() {
        model.begin();
        settle();
        model.takeReceipt();
        model.confirm();
        model.end();
        model.begin();
        tasks.workOnce();
        assertThat(model.stage().get()).isEqualTo(Stage.PREPARING);
        settle();
        assertThat(model.stage().get()).isEqualTo(Stage.SCAN);
    }

    private void settle() {
        while (tasks.workOnce()) {
            assertThat(made.size()).isLessThan(10);
        }
    }

    private static final class Made implements Practice {
        private boolean closed;

        @Override
        public Payment payment() {
            return Samples.payment(1);
        }

        @Override
        public FiscalReceipt receipt() {
            return Samples.receipt(1);
        }

        @Override
        public BufferedImage picture() {
            throw new UnsupportedOperationException("not used here");
        }

        @Override
        public Outcome confirm(FiscalReceipt scanned) {
            return new Outcome.Confirmed(Answer.ofMessage("done at " + Instant.EPOCH));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

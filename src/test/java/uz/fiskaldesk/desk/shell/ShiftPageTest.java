package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.shift.ShiftModel;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** Tests the closing of a shift in the window. */
class ShiftPageTest extends WindowTest {
    @TempDir
    private Path reports;

    private ShiftModel shift() {
        return model().shift();
    }

    private void openShift() {
        press(KeyCode.F10);
        until("the report is shown", () -> shift().shown().get() != null);
        untilFocused("shift-note");
    }

    private List<Act> closings() {
        return sessions.ledger().acts().stream()
                .filter(act -> act.kind() == Act.Kind.SHIFT_CLOSED)
                .toList();
    }

    @Test
    void closingHandsTheNoteAndTheOpenPaymentsOver() {
        openWith(1, 2);
        openShift();
        robot.write("Ask Aziza");
        click("#shift-do");
        until(
                "the shift is closed",
                () -> Objects.requireNonNull(shift().shown().get()).closed());
        untilText("#notice", "Payments handed over: 2");
        untilHidden("#shift-do");
        assertThat(closings())
                .singleElement()
                .satisfies(act -> assertThat(act.why()).isEqualTo("Ask Aziza"));
        untilText("#shift-hands-over", "Ask Aziza");

        press(KeyCode.ESCAPE);
        openShift();
        until(
                "the new shift knows the note",
                () -> Objects.equals(
                        Objects.requireNonNull(
                                        Objects.requireNonNull(shift().shown().get())
                                                .report()
                                                .previous())
                                .why(),
                        "Ask Aziza"));
    }

    @Test
    void openingTheReportSendsWhatIsReady() {
        open();
        sessions.ledger().add(payment(1), new OtherTill(sessions).receipt(), act());
        sessions.ledger().add(payment(2), null, act());
        openShift();
        until("the payment is confirmed", () -> stored(1).state() == PaymentState.CONFIRMED);
        until(
                "the report follows",
                () -> Objects.requireNonNull(shift().shown().get())
                                .report()
                                .open()
                                .count()
                        == 1);
    }

    @Test
    void theReportIsNotReadAtEveryChangeOfTheList() {
        open();
        openShift();
        AtomicInteger reads = new AtomicInteger();
        onWindow(() -> shift().shown().subscribe((_, _) -> reads.incrementAndGet()));
        for (int n = 1; n <= 10; n++) {
            sessions.ledger().add(payment(n), null, act());
            int listed = n;
            until("payment " + n + " is listed", () -> model().list().rows().size() == listed);
        }
        until(
                "the report has them all",
                () -> Objects.requireNonNull(shift().shown().get())
                                .report()
                                .open()
                                .count()
                        == 10);
        assertThat(reads.get()).isLessThan(10);
    }

    @Test
    void anotherTillMayCloseTheShiftFirst() {
        openWith(1);
        openShift();
        new Shifts(sessions.ledger(), new Operator("till 9", "Malika", sessions.clock())).close(null, "mine");
        click("#shift-do");
        untilText("#notice", "Malika closed the shift");
        assertThat(closings()).hasSize(1);
        until(
                "the new shift is shown",
                () -> Objects.requireNonNull(shift().shown().get()).report().previous() != null);
    }

    @Test
    void anOpenPaymentOfTheReportIsSelected() {
        openWith(1, 2);
        openShift();
        click("#shift-open-" + stored(2).id());
        until("the payment is selected", () -> model().list().isSelected(id(2)));
        assertThat(onWindow(() -> model().pages().currentPage())).isEqualTo(Page.RECEIPT);
    }

    @Test
    void aReportWithoutExtensionIsSavedAsPdf() throws IOException {
        openWith(1);
        sessions.advanceClock(Duration.ofMinutes(1));
        openShift();
        ShiftTables tables = new ShiftTables(
                Objects.requireNonNull(shift().shown().get()).report(),
                new Messages(Translations.in(Language.ENGLISH), sessions.clock()),
                new Operator("till 3", "Dilnoza", sessions.clock()));
        onWindow(() -> {
            shift().save(tables, reports.resolve("evening"));
            return null;
        });
        untilText("#notice", "evening.pdf");
        assertThat(Files.readAllBytes(reports.resolve("evening.pdf"))).startsWith('%', 'P', 'D', 'F');
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.image.Image;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.util.WaitForAsyncUtils;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/** Tests that everything can be done with the keyboard. */
class KeyboardTest extends WindowTest {
    /** How long an Enter after a scan counts as the scanner's. */
    private static final long SCANNER_TAIL_NANOS = 300_000_000;

    /** After most acts the cursor is in the empty field for the link. */
    @Test
    void homeAndEndLeadThroughTheListFromTheEmptyField() {
        openWith(1, 2, 3);
        untilFocused("link");
        press(KeyCode.END);
        until("the last payment is selected", () -> model().list().isSelected(id(3)));
        untilFocused("link");
        press(KeyCode.HOME);
        until("the first payment is selected", () -> model().list().isSelected(id(1)));
        type("ab");
        press(KeyCode.HOME);
        press(KeyCode.END);
        assertThat(model().list().isSelected(id(1)))
                .as("they move within a text")
                .isTrue();
    }

    @Test
    void theFirstPaymentIsSelectedAndTheLinkFieldIsFocused() {
        openWith(1, 2);

        until("the first one is selected", () -> model().list().isSelected(id(1)));
        untilText("#head-transaction", id(1).toString());
        untilFocused("link");
    }

    @Test
    void aScannedLinkIsOfferedAndSentOnceHoweverOftenEnterIsPressed() {
        openWith(1, 2);
        untilFocused("link");
        robot.write(link(2421));
        press(KeyCode.ENTER);
        long scanned = System.nanoTime();
        untilText("#offer-number", "Receipt 2421");
        press(KeyCode.ENTER);
        press(KeyCode.ENTER);
        assertThat(isShown("#offer"))
                .as("the Enters of a scanner do not send the receipt")
                .isTrue();
        assertThat(fiscalBox.confirmations()).isEmpty();

        until("Enter is a person's again", () -> System.nanoTime() - scanned > SCANNER_TAIL_NANOS);
        passReviewTime();
        press(KeyCode.ENTER);
        press(KeyCode.ENTER);
        press(KeyCode.ENTER);
        untilRowSays(1, "Fiscalized");
        untilText("#notice", "Done");
        until("the next one is selected", () -> model().list().isSelected(id(2)));
        untilFocused("link");
        assertThat(fiscalBox.confirmations()).hasSize(1);
        assertThat(fiscalBox.booked()).containsEntry(id(1).toString(), link(2421));
    }

    @Test
    void enterBeforeTheReviewTimeIsOverIsRemembered() {
        openWith(1);
        copy(link(2421));
        press(KeyCode.CONTROL, KeyCode.V);
        untilFocused("confirm");
        assertThat(onWindow(() -> find("#confirm").orElseThrow().getPseudoClassStates()))
                .extracting(PseudoClass::getPseudoClassName)
                .as("the button shows that it is not ready yet")
                .contains("arming");

        sessions.advanceClock(Duration.ofMillis(400));
        press(KeyCode.ENTER);
        assertThat(fiscalBox.confirmations()).isEmpty();
        sessions.advanceClock(Duration.ofMillis(300));
        untilRowSays(1, "Fiscalized");
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void anEnterThatWasRememberedDoesNotSendWhatWasDiscarded() {
        openWith(1, 2);
        copy(link(2421));
        press(KeyCode.CONTROL, KeyCode.V);
        untilFocused("confirm");
        sessions.advanceClock(Duration.ofMillis(400));
        press(KeyCode.ENTER);
        press(KeyCode.ESCAPE);
        pasteReceipt(2422);
        until("its review time is over", () -> model().capture().isReviewTimeOver());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(isShown("#offer")).isTrue();
        assertThat(fiscalBox.confirmations()).isEmpty();
    }

    @Test
    void enterRetriesAPaymentWithoutADefiniteAnswer() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), Behaviour.resetAfterBooking(), Behaviour.confirm()));
        openWith(1);
        confirmWith(2421);
        untilRowSays(1, "Outcome unknown");
        untilShown("#retry");
        assertThat(isShown("#capture"))
                .as("another receipt is captured only by “Other receipt…”")
                .isFalse();
        press(KeyCode.ENTER);
        assertThat(fiscalBox.confirmations())
                .as("an Enter meant for what was there before")
                .hasSize(1);

        passReviewTime();
        press(KeyCode.ENTER);
        untilRowSays(1, "Fiscalized");
        assertThat(fiscalBox.booked()).containsEntry(id(1).toString(), link(2421));
    }

    @Test
    void enterDoesNotRetryAgainstTheAdvice() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), Behaviour.reject(65531, "sums differ"), Behaviour.confirm()));
        openWith(1);
        confirmWith(2421);
        untilState(1, PaymentState.REJECTED);
        untilText("#standing-advice", "Do not retry");
        passReviewTime();
        press(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(fiscalBox.confirmations()).hasSize(1);
        press(KeyCode.F5);
        untilRowSays(1, "Fiscalized");
    }

    @Test
    void theArrowKeysApplyTheFilterThatTheySelect() {
        openWith(1);
        onWindow(() -> {
            find("#filter-to-do").orElseThrow().requestFocus();
            return null;
        });
        press(KeyCode.RIGHT);
        until(
                "the filter is applied",
                () -> model().list().filter().get() == uz.fiskaldesk.desk.list.PaymentFilter.REJECTED);
        untilFocused("filter-rejected");
    }

    @Test
    void theReceiptIsRemovedAndAMarkByHandUndoneByKeys() {
        fiscalBox.play(Scenario.of(Behaviour.reject(7, "no")).withTerminal(TILL));
        open();
        sessions.ledger().add(payment(1), reading(2421), act());
        untilRowSays(1, "Press F5");
        press(KeyCode.CONTROL, KeyCode.F11);
        untilState(1, PaymentState.PENDING);
        confirmWith(2421);
        untilRowSays(1, "Rejected");
        press(KeyCode.F12);
        untilFocused("reason");
        robot.write("Seen in FiscalBox");
        press(KeyCode.ENTER);
        untilRowSays(1, "By hand");
        press(KeyCode.CONTROL, KeyCode.F12);
        untilState(1, PaymentState.REJECTED);
        press(KeyCode.CONTROL, KeyCode.F12);
        untilText("#notice", "was not marked by hand");
    }

    private FiscalReceipt reading(int number) {
        return ((ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link(number))).receipt();
    }

    @Test
    void closingWithQueuedReceiptsAsksOnAPage() throws IOException {
        fiscalBox.close();
        openWith(1);
        confirmWith(2421);
        untilRowSays(1, "Kept.");
        until("the queue is counted", () -> model().list().totals().hasQueued());
        onWindow(() -> {
            stage().fireEvent(new WindowEvent(stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
        untilText("#closing-question", "still wait for FiscalBox");
        press(KeyCode.ESCAPE);
        untilHidden("#closing-page");
        assertThat(onWindow(() -> stage().isShowing())).isTrue();
    }

    @Test
    void keysThatHaveNoEffectSayWhy() {
        openWith(1);
        press(KeyCode.F12);
        untilText("#notice", "Send the receipt first");
        press(KeyCode.F5);
        untilText("#notice", "Scan the receipt first");
        press(KeyCode.F11);
        untilText("#notice", "Scan the receipt first");
        confirmWith(2421);
        untilRowSays(1, "Fiscalized");
        press(KeyCode.F9);
        untilText("#notice", "cannot be set aside");
    }

    @Test
    void enterIsNamedOnlyOnAButtonThatItPresses() {
        openWith(1);
        press(KeyCode.F9);
        untilFocused("reason");
        assertThat(onWindow(() -> ((Button) find("#reason-do").orElseThrow()).getContentDisplay()))
                .isEqualTo(ContentDisplay.RIGHT);
        press(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(onWindow(() -> ((Button) find("#reason-do").orElseThrow()).getContentDisplay()))
                .as("Enter gives the reason that has the focus")
                .isEqualTo(ContentDisplay.TEXT_ONLY);
        press(KeyCode.ENTER);
        untilState(1, PaymentState.SET_ASIDE);
    }

    @ParameterizedTest
    @CsvSource({"number", "time", "sign"})
    void theWrongFieldIsFocusedAndItsErrorIsWithinTheWindow(String wrong) {
        sessions.train(new NoSamples());
        open(1366, 600);
        sessions.ledger().add(payment(1), null, act());
        until("FiscalBox has told the till", () -> TILL.equals(model().health().terminalId()));
        // The form is filled in with the day of the selected payment.
        until("the payment is selected", () -> model().list().isSelected(id(1)));
        press(KeyCode.F4);
        untilFocused("keyed-number");
        robot.write(wrong.equals("number") ? "x" : "2421");
        press(KeyCode.TAB);
        robot.write(wrong.equals("time") ? "x" : "12:00:00");
        press(KeyCode.TAB);
        robot.write("12");
        press(KeyCode.ENTER);
        untilFocused("keyed-" + wrong);
        until("the error is within the scrolled page", () -> {
            Node problem = find("#keyed-problem").orElseThrow();
            Bounds bounds = problem.localToScene(problem.getLayoutBounds());
            Node page = find("#keyed-page .viewport").orElseThrow();
            Bounds room = page.localToScene(page.getLayoutBounds());
            return bounds.getHeight() > 0
                    && bounds.getMinY() >= room.getMinY() - 1
                    && bounds.getMaxY() <= room.getMaxY() + 1;
        });
    }

    @Test
    void aScanPressesNoButtonWhateverHasTheFocus() {
        openWith(1, 2);
        untilFocused("link");
        press(KeyCode.TAB);
        press(KeyCode.TAB);
        assertThat(focused()).isNotEqualTo("link");
        type(link(2421));
        press(KeyCode.ENTER);

        untilText("#offer-number", "Receipt 2421");
        assertThat(onWindow(() -> model().pages().currentPage().name())).isEqualTo("RECEIPT");
        assertThat(fiscalBox.confirmations()).isEmpty();
    }

    @Test
    void escapeDiscardsTheReceiptAndNothingIsSent() {
        openWith(1);
        pasteReceipt(2421);
        press(KeyCode.ESCAPE);

        untilHidden("#offer");
        untilFocused("link");
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
        assertThat(fiscalBox.confirmations()).isEmpty();
    }

    @Test
    void theLinkFieldIsFocusedAgainAfterAPaymentThatTakesNoReceipt() {
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Fiscalized");
        until("the next one is selected", () -> model().list().isSelected(id(2)));
        untilFocused("link");
        press(KeyCode.UP);
        until("the first one is selected", () -> model().list().isSelected(id(1)));
        untilHidden("#capture");
        assertThat(focused()).isNotIn("search", "payments");
        press(KeyCode.DOWN);
        untilFocused("link");
    }

    @Test
    void aPictureIsPastedAndRead() throws WriterException {
        openWith(1);
        ClipboardContent picture = new ClipboardContent();
        picture.putImage(pictureOf(link(2421)));
        copy(picture);
        press(KeyCode.CONTROL, KeyCode.V);

        untilText("#offer-number", "Receipt 2421");
    }

    @Test
    void aTextThatIsNoReceiptIsRefusedWithAReason() {
        openWith(1);
        copy("https://example.com/check?t=1");
        press(KeyCode.CONTROL, KeyCode.V);

        untilText("#refusal", "ofd.soliq.uz");
        assertThat(isShown("#offer")).isFalse();
    }

    @Test
    void aTornReceiptIsKeyedIn() {
        openWith(1);
        until("FiscalBox has told the till", () -> TILL.equals(model().health().terminalId()));
        press(KeyCode.F4);
        untilFocused("keyed-number");
        assertThat(textOf("#keyed-terminal")).isEqualTo(TILL);
        robot.write("2421");
        press(KeyCode.TAB);
        assertThat(textOf("#keyed-time")).as("the day of the payment").isEqualTo("25.11.2026 ");
        robot.write("120000");
        press(KeyCode.TAB);
        robot.write("51434319");
        press(KeyCode.ENTER);
        untilText("#keyed-problem", "12 digits");
        robot.write("0161");
        press(KeyCode.ENTER);

        untilText("#offer-number", "Receipt 2421");
        passReviewTime();
        press(KeyCode.ENTER);
        untilRowSays(1, "Fiscalized");
    }

    @Test
    void warningsAreShownWithTheOfferAndRecorded() {
        openWith(1);
        copy(link(2421).replace(TILL, "UZ170703100777").replace("20261125120000", "20261125100000"));
        press(KeyCode.CONTROL, KeyCode.V);
        untilShown("#offer .warning-box");
        assertThat(textOf("#offer .warning-box")).isNotBlank();
        untilText("#confirm", "Send anyway");
        untilFocused("discard");
        press(KeyCode.ENTER);
        assertThat(isShown("#offer"))
                .as("the second Enter of a scanner does not discard the receipt")
                .isTrue();
        passReviewTime();
        press(KeyCode.SHIFT, KeyCode.TAB);
        untilFocused("confirm");
        press(KeyCode.ENTER);

        untilRowSays(1, "Fiscalized");
        assertThat(sessions.ledger().acts(stored(1))).extracting(Act::kind).contains(Act.Kind.WARNINGS_ACCEPTED);
    }

    @Test
    void aRejectionShowsWhatToDoAndF5RetriesTheSameReceipt() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), Behaviour.reject(106, "Insufficient funds"), Behaviour.confirm()));
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Call the bank");
        assertThat(row(1)).contains("Rejected", "106", "Insufficient funds");
        untilText("#standing-advice", "Call the bank");
        untilText("#standing-raw", "106: Insufficient funds");

        press(KeyCode.F5);
        untilRowSays(1, "Fiscalized");
        assertThat(fiscalBox.confirmations()).hasSize(2);
        assertThat(fiscalBox.booked()).containsEntry(id(1).toString(), link(2421));
    }

    @Test
    void aMissingResponseIsUnknownAndAnotherReceiptNeedsConfirmation() {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), Behaviour.resetAfterBooking(), Behaviour.confirm()));
        openWith(1);
        confirmWith(2421);
        untilRowSays(1, "Outcome unknown");
        untilText("#standing-advice", "same receipt");

        press(KeyCode.F11);
        untilFocused("link");
        pasteReceipt(2422);
        untilShown("#offer-word");
        untilText("#offer-replaced", "2421");
        press(KeyCode.ENTER);
        assertThat(fiscalBox.confirmations()).hasSize(1);
        untilFocused("offer-word");
        press(KeyCode.SPACE);
        press(KeyCode.ENTER);
        untilRowSays(1, "Fiscalized");
        assertThat(fiscalBox.confirmations()).hasSize(2);
    }

    @Test
    void aReceiptOfAnotherPaymentIsReusedOnlyWithAReason() {
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Fiscalized");
        until("the next one is selected", () -> model().list().isSelected(id(2)));
        confirmWith(2421);
        untilFocused("offer-reason");
        press(KeyCode.ENTER);
        assertThat(stored(2).state()).isEqualTo(PaymentState.PENDING);
        robot.write("one receipt for two payments");
        press(KeyCode.ENTER);

        untilRowSays(2, "Fiscalized");
        assertThat(sessions.ledger().acts(stored(2))).extracting(Act::kind).contains(Act.Kind.RECEIPT_USED_AGAIN);
    }

    @Test
    void allRejectedPaymentsAreRetriedTogether() {
        Behaviour no = Behaviour.reject(106, "no");
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(1).toString(), no, Behaviour.confirm())
                .with(id(2).toString(), no, Behaviour.confirm()));
        openWith(1, 2);
        confirmWith(2421);
        untilRowSays(1, "Rejected");
        press(KeyCode.DOWN);
        until("the second one is selected", () -> model().list().isSelected(id(2)));
        confirmWith(2422);
        untilRowSays(2, "Rejected");

        robot.clickOn("#filter-rejected");
        until("both are listed", () -> model().list().rows().size() == 2);
        press(KeyCode.CONTROL, KeyCode.F5);
        untilState(1, PaymentState.CONFIRMED);
        untilState(2, PaymentState.CONFIRMED);
        assertThat(fiscalBox.confirmations()).hasSize(4);
    }

    @Test
    void aPaymentIsSetAsideWithAReasonAndRestored() {
        openWith(1, 2);
        press(KeyCode.F9);
        untilFocused("reason");
        press(KeyCode.ENTER);
        assertThat(stored(1).state()).isEqualTo(PaymentState.PENDING);
        robot.write("Pul qaytarildi");
        press(KeyCode.ENTER);
        untilState(1, PaymentState.SET_ASIDE);
        untilShown("#undo");

        press(KeyCode.CONTROL, KeyCode.Z);
        untilState(1, PaymentState.PENDING);
        untilHidden("#undo");
        assertThat(sessions.ledger().acts(stored(1))).extracting(Act::why).contains("Pul qaytarildi");
    }

    @Test
    void aConfirmationByHandIsUndone() {
        fiscalBox.play(Scenario.of(Behaviour.reject(7, "no")).withTerminal(TILL));
        openWith(1);
        confirmWith(2421);
        untilRowSays(1, "Rejected");
        press(KeyCode.F12);
        untilFocused("reason");
        robot.write("Seen in FiscalBox");
        press(KeyCode.ENTER);
        untilRowSays(1, "Marked as done by hand");

        press(KeyCode.CONTROL, KeyCode.Z);
        untilState(1, PaymentState.REJECTED);
    }

    @Test
    void aPaymentIsAddedAndSelected() {
        openWith(1);
        press(KeyCode.F2);
        untilFocused("add-transaction_id");
        robot.write("not an id");
        press(KeyCode.ENTER);
        untilShown("#add-transaction_id-problem");
        press(KeyCode.CONTROL, KeyCode.A);
        robot.write(id(7).toString());
        press(KeyCode.TAB);
        robot.write("125 000,50");
        press(KeyCode.ENTER);

        until("it is selected", () -> model().list().isSelected(id(7)));
        untilRowSays(7, "125\u00a0000,50");
        untilFocused("link");
    }

    @Test
    void aFileIsImportedAndEachRefusedRowIsReported() throws IOException {
        open();
        Path file = Files.writeString(
                folder.resolve("payments.csv"), "transaction_id,amount\n" + id(1) + ",125000\nnonsense,1\n");
        ClipboardContent files = new ClipboardContent();
        files.putFiles(List.of(file.toFile()));
        copy(files);
        press(KeyCode.CONTROL, KeyCode.V);

        untilShown("#dropped-page");
        click("#dropped-add");
        untilShown("#imported-page");
        until(
                "the page says both",
                () -> robot.lookup("#imported-page .label").queryAll().stream()
                        .filter(javafx.scene.control.Labeled.class::isInstance)
                        .map(node -> ((javafx.scene.control.Labeled) node).getText())
                        .anyMatch(text -> text.startsWith("Line 3")));
        press(KeyCode.ESCAPE);
        untilRowSays(1, "Pending");
        untilFocused("link");
    }

    @Test
    void allApostrophesFindTheSamePayments() {
        openWith(1, 2);
        press(KeyCode.CONTROL, KeyCode.F);
        untilFocused("search");
        for (String apostrophe : List.of("'", "’", "‘", "ʻ", "ʼ", "`")) {
            onWindow(() -> {
                model().list().search().set("o" + apostrophe + "zbekiston ccc");
                return null;
            });
            until(apostrophe + " finds one", () -> model().list().rows().size() == 1);
            onWindow(() -> {
                model().list().search().set("");
                return null;
            });
            until("both are listed again", () -> model().list().rows().size() == 2);
        }
        robot.write("nothing like this");
        untilText("#empty-text", "Nothing matches");
        press(KeyCode.ESCAPE);
        until("both are listed again", () -> model().list().rows().size() == 2);
    }

    @Test
    void theHistoryShowsAllAttemptsAndActs() {
        fiscalBox.play(Scenario.of(Behaviour.reject(106, "Insufficient funds")).withTerminal(TILL));
        openWith(1);
        confirmWith(2421);
        untilRowSays(1, "Rejected");
        press(KeyCode.F7);
        untilShown("#history-page");
        until(
                "the attempt and two acts are told",
                () -> robot.lookup(".history-line").queryAll().size() == 3);
        assertThat(timeline()).as("technical details are folded").noneMatch(text -> text.contains("ofd.soliq.uz"));
        click("#history-details");
        until("they unfold", () -> timeline().stream().anyMatch(text -> text.contains("106: Insufficient funds")));
        press(KeyCode.CONTROL, KeyCode.C);
        untilText("#notice", "Copied");
        assertThat(onWindow(() -> Clipboard.getSystemClipboard().getString()))
                .contains(id(1).toString(), link(2421), "REJECTED", "Insufficient funds", "Dilnoza")
                .contains("99894*****41")
                .doesNotContain("99894653214");
        press(KeyCode.F7);
        untilHidden("#history-page");
    }

    private List<String> timeline() {
        return onWindow(() -> robot.lookup("#history-page .label").queryAll().stream()
                .filter(javafx.scene.control.Labeled.class::isInstance)
                .map(node -> ((javafx.scene.control.Labeled) node).getText())
                .toList());
    }

    @Test
    void theRowShowsForHowLongAPaymentHasBeenSending() {
        fiscalBox.play(Scenario.of(Behaviour.hang()).withTerminal(TILL));
        openWith(1);
        confirmWith(2421);
        // The row says "Sending" from Enter on; its time counts from when the list knows that the request is under way.
        until(
                "the request is under way",
                () -> fiscalBox.confirmations().size() == 1
                        && model().list().rows().getFirst().state() == PaymentState.SENDING);
        sessions.advanceClock(Duration.ofSeconds(12));

        untilRowSays(1, "12 s");
        untilText("#standing-title", "12 s");
        untilText("#standing-advice", "next receipt");
    }

    private static Image pictureOf(String text) throws WriterException {
        BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 300, 300);
        WritableImage image = new WritableImage(300, 300);
        for (int y = 0; y < 300; y++) {
            for (int x = 0; x < 300; x++) {
                image.getPixelWriter().setColor(x, y, code.get(x, y) ? Color.BLACK : Color.WHITE);
            }
        }
        return image;
    }
}

package uz.fiskaldesk.desk.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.desk.capture.PictureReading;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.list.PaymentFilter;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.simulator.Scenario.InfoAnswer;

/** The screens of a receipt on its way to FiscalBox: offered, chosen from several, proposed, failed with others, delayed. */
abstract class ReceiptScreens extends EveryScreen {
    private static final Behaviour EXPIRED = Behaviour.reject(333, "Подписка истекла");

    /** Opens the window in this size and shows one state after the other. */
    final void lookAtReceipts(double width, double height) {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(5).toString(), EXPIRED)
                .with(id(6).toString(), EXPIRED));
        open(width, height);
        List.of(1, 2, 3, 4).forEach(n -> sessions.ledger().add(payment(n), null, act()));
        until("the payments are listed", () -> model().list().rows().size() == 4);
        lookAtTheReceiptOf(link(2600));
        lookAt("offer without a warning");
        run(() -> model().capture().discard());
        lookAtTheReceiptOf(inRussianLayout(link(2600)));
        lookAt("offer with the layout repaired");
        run(() -> model().capture().discard());

        String second = link(2602).replace(TILL, "UZ170703100777");
        run(() -> model().pictureCapture()
                .capture(() -> new PictureReading.Several(List.of(link(2601), second, link(2603)))));
        untilShown("#several");
        lookAt("several receipts in one picture");
        run(() -> model().capture().discard());

        List.of(2604, 2605)
                .forEach(number -> sessions.ledger()
                        .keep(
                                new PassedReceipt(
                                        ReceiptLink.parse(link(number)).orElseThrow(), null, null),
                                TestSessions.NOON));
        run(() -> model().list().select(stored(2)));
        untilShown("#proposed-receipts");
        lookAt("receipts from the gateway");

        List.of(5, 6).forEach(n -> sessions.ledger().add(payment(n), receipt(2600 + n), act()));
        until("they are listed", () -> model().list().rows().size() == 6);
        run(() -> model().sending().sendAll());
        List.of(5, 6).forEach(n -> untilState(n, PaymentState.REJECTED));
        run(() -> model().list().filter().set(PaymentFilter.ALL));
        untilShown("#failure-groups");
        lookAt("failed for one reason");

        fiscalBox.play(Scenario.confirming().withTerminal(TILL).withInfo(InfoAnswer.DOWN));
        run(() -> {
            model().notices().clear();
            model().health().query();
        });
        untilShown("#kept");
        lookAt("FiscalBox is down");
        run(() -> model().health().query());
        run(() -> model().pages().open(Page.TILL));
        lookAt("FiscalBox is down, till");
        fiscalBox.play(Scenario.confirming().withTerminal(TILL));
        closeWindow();
    }

    /** What a scanner types while the keyboard is switched to Russian. */
    private static String inRussianLayout(String text) {
        String us = "qwertyuiopasdfghjklzxcvbnmUZ./:?&";
        String russian = "йцукенгшщзфывапролдячсмитьГЯю.Ж,?";
        return text.chars()
                .mapToObj(sign -> us.indexOf(sign) < 0
                        ? Character.toString(sign)
                        : russian.substring(us.indexOf(sign), us.indexOf(sign) + 1))
                .collect(Collectors.joining());
    }

    private void lookAtTheReceiptOf(String text) {
        run(() -> model().list().select(stored(1)));
        run(() -> model().capture().captureText(text));
        until(
                "the receipt is offered",
                () -> Optional.ofNullable(model().capture().offer().get()).isPresent());
    }
}

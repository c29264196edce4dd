package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javafx.stage.Window;
import org.junit.jupiter.api.BeforeEach;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.capture.Scan;
import uz.fiskaldesk.desk.capture.UnassignedReceipt;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.start.PracticeModel;
import uz.fiskaldesk.desk.start.StartModel;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.camera.CameraFormat;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.supervisor.Supervisor;

/** Brings the window into every state, by its models, and looks at each. */
abstract class EveryScreen extends WindowTest {
    private static final String LONG_MESSAGE = """
            {"transaction_id":["Invalid UUID","Transaction was not found in the billing system of the provider"],\
            "qr_code":["Ensure this field has no more than 255 characters."]} Проверьте правильность заполнения полей и \
            повторите запрос через несколько минут, либо обратитесь в службу поддержки""";

    final List<String> complaints = new ArrayList<>();

    /** FiscalBox has the clock of the desk: a warning about clocks that differ would be on every screen. */
    @BeforeEach
    @Override
    void startFiscalBox() throws IOException {
        InstantSource clock =
                () -> sessions == null ? TestSessions.NOON : sessions.clock().instant();
        fiscalBox = FiscalBoxSimulator.start(
                Scenario.confirming().withTerminal(TILL), 0, clock.withZone(ZoneOffset.UTC), _ -> {});
        sessions = new TestSessions(folder, fiscalBox.address().toString());
    }

    /** Looks at what the window shows now. */
    abstract void lookAt(String what);

    /** What is wrong in the window and in the menus, tooltips and other windows that are open beside it. */
    static List<String> complaintsNow() {
        return onWindow(() -> {
            List<String> all = new ArrayList<>();
            for (Window each : List.copyOf(Window.getWindows())) {
                if (each.isShowing()) {
                    all.addAll(AccessibilityCheck.complaints(each.getScene().getRoot()));
                }
            }
            if (stage().getScene().getFocusOwner() == null) {
                all.add("nothing has the focus");
            }
            return all;
        });
    }

    /** The same, but a second look decides: what is scrolled into view after a layout was perhaps not there yet. */
    final List<String> complaintsWhenSettled() {
        if (complaintsNow().isEmpty()) {
            return List.of();
        }
        untilPulse();
        untilPulse();
        return complaintsNow();
    }

    final void run(Runnable action) {
        onWindow(() -> {
            action.run();
            return null;
        });
    }

    /** Opens the window in this size and shows one state after the other. */
    final void lookAtEverything(double width, double height) throws IOException {
        paymentsInEveryState(width, height);
        for (int n = 1; n <= 8; n++) {
            show(n);
            lookAt("payment " + n);
        }
        show(2);
        for (Page page : new Page[] {Page.ADD, Page.HISTORY, Page.HELP}) {
            onWindow(() -> {
                model().pages().open(page);
                return null;
            });
            lookAt(page.name());
        }
        lookAtTheForms();
        lookAtAnOfferWithEveryWarning();
        lookAtAnImport();
        lookAtAStatement();
        lookAtTheCamera();
        lookAtAReceiptWithoutAPayment();
        lookAtTheSupervisorsPin();
        lookAtTheShiftAndTheTill();
        lookAtTheGuide();
    }

    private void lookAtTheShiftAndTheTill() {
        onWindow(() -> {
            model().pages().back();
            model().shift().toggle();
            return null;
        });
        until("the shift is shown", () -> model().pages().currentPage() == Page.SHIFT);
        lookAt("shift");
        onWindow(() -> {
            model().health().query();
            model().pages().open(Page.TILL);
            return null;
        });
        until("FiscalBox has answered", () -> model().health().till().get() != null);
        lookAt("till");
        run(() -> model().closing().requestClose());
        until("the cashier is asked", () -> model().pages().currentPage() == Page.CLOSING);
        lookAt("closing");
    }

    private void lookAtTheGuide() {
        onWindow(() -> {
            model().start().open(sessions::settings);
            return null;
        });
        lookAt("guide language");
        guide(StartModel.Step.ADDRESS);
        onWindow(() -> {
            model().start().check();
            return null;
        });
        until("FiscalBox was asked", () -> textOf("#start-checked").contains(TILL));
        lookAt("guide address");
        guide(StartModel.Step.DEVICES);
        lookAt("guide devices");
        onWindow(() -> {
            model().scanner().scanned(new Scan("Реезы", Scan.Ending.ENTER));
            return null;
        });
        lookAt("guide scanner not understood");
        guide(StartModel.Step.PRACTICE);
        for (PracticeModel.Stage stage :
                List.of(PracticeModel.Stage.SCAN, PracticeModel.Stage.COMPARE, PracticeModel.Stage.CONFIRMED)) {
            until(
                    "the practice is at " + stage,
                    () -> model().start().practice().stage().get() == stage);
            lookAt("guide practice " + stage);
            if (stage != PracticeModel.Stage.CONFIRMED) {
                onWindow(() -> {
                    model().start().next();
                    return null;
                });
            }
        }
    }

    private void guide(StartModel.Step step) {
        onWindow(() -> {
            model().start().next();
            return null;
        });
        until("the guide is at " + step, () -> model().start().step().get() == step);
    }

    private void paymentsInEveryState(double width, double height) {
        fiscalBox.play(Scenario.confirming()
                .withTerminal(TILL)
                .with(id(2).toString(), Behaviour.reject(104, LONG_MESSAGE))
                .with(id(3).toString(), Behaviour.timedOut())
                .with(id(4).toString(), Behaviour.tooManyRequests(3000))
                .with(id(5).toString(), Behaviour.hang())
                .with(id(7).toString(), Behaviour.html()));
        open(width, height);
        sessions.ledger().add(waitingLong(payment(1)), null, act());
        sessions.ledger().add(payment(8), null, act());
        for (int n = 2; n <= 7; n++) {
            ReceiptReading.Accepted receipt =
                    (ReceiptReading.Accepted) new ReceiptReader(sessions.clock()).read(link(2400 + n));
            sessions.ledger().add(payment(n), receipt.receipt(), act());
        }
        until("the payments are listed", () -> model().list().rows().size() == 8);
        onWindow(() -> {
            model().list().select(entry(8));
            model().reason().ask(ReasonModel.ReasonedAct.SET_ASIDE, entry(8));
            model().reason().reason().set("test");
            model().reason().submit();
            model().sending().sendAll();
            return null;
        });
        untilState(2, PaymentState.REJECTED);
        untilState(3, PaymentState.UNKNOWN);
        untilState(6, PaymentState.CONFIRMED);
        untilState(7, PaymentState.UNKNOWN);
        untilState(8, PaymentState.SET_ASIDE);
        untilState(5, PaymentState.SENDING);
        until("what was tried is over", () -> model().sender().inFlightCount() == 1);
        sessions.advanceClock(Duration.ofSeconds(40));
        onWindow(() -> {
            model().list().filter().set(uz.fiskaldesk.desk.list.PaymentFilter.ALL);
            model().list().refresh();
            return null;
        });
        until(
                "the list shows how they stand",
                () -> model().list().indexOf(id(6)) >= 0
                        && entry(6).state() == PaymentState.CONFIRMED
                        && entry(4).attempts() == 1
                        && entry(7).state() == PaymentState.UNKNOWN);
    }

    /** Paid so long ago that the waiting time is as long a text as there is. */
    private static Payment waitingLong(Payment of) {
        return new Payment(
                of.transactionId(),
                of.paymentId(),
                of.amount(),
                of.phone(),
                of.card(),
                TestSessions.NOON.minus(Duration.ofMinutes(12 * 60 + 58)),
                of.note());
    }

    private LedgerEntry entry(int n) {
        return model().list().rows().get(model().list().indexOf(id(n)));
    }

    private void show(int n) {
        onWindow(() -> {
            model().pages().back();
            model().list().select(entry(n));
            return null;
        });
        until("payment " + n + " is selected", () -> model().list().isSelected(id(n)));
    }

    final void lookAtTheForms() {
        for (ReasonModel.ReasonedAct act : ReasonModel.ReasonedAct.values()) {
            onWindow(() -> {
                model().reason().ask(act, entry(2));
                return null;
            });
            lookAt("reason " + act);
        }
        onWindow(() -> {
            model().keyedReceipt().open(TILL);
            model().keyedReceipt().sign().set("123");
            model().keyedReceipt().number().set("1");
            model().keyedReceipt().time().set("25.11.2026 12:00:00");
            model().keyedReceipt().submit();
            return null;
        });
        lookAt("keyed");
        onWindow(() -> {
            model().settings().open(sessions::settings);
            model().settings().check();
            return null;
        });
        until("FiscalBox was asked", () -> textOf("#settings-checked").contains(TILL));
        lookAt("settings");
        onWindow(() -> {
            model().settings().address().text().set("not an address");
            model().settings().save();
            return null;
        });
        lookAt("settings refused");
    }

    final void lookAtAnOfferWithEveryWarning() {
        show(3);
        onWindow(() -> {
            model().capture().startReplacing();
            model().capture()
                    .captureText(link(2499)
                            .replace("https", "http")
                            .replace(TILL, "ZZ170703100777")
                            .replace("20261125120000", "20261101100000"));
            return null;
        });
        untilShown("#offer-word");
        lookAt("offer");
        onWindow(() -> {
            model().capture().discard();
            model().capture().captureText("nothing of this kind");
            return null;
        });
        lookAt("refusal");
    }

    final void lookAtAnImport() throws IOException {
        Path file = Files.writeString(
                folder.resolve("toʻlovlar.csv"), "transaction_id,amount\n" + id(9) + ",125000\nnonsense,1,2\n");
        onWindow(() -> {
            model().imports().importFiles(List.of(file));
            return null;
        });
        until("the report is open", () -> !model().imports().reports().get().isEmpty());
        lookAt("imported");
        onWindow(() -> {
            model().imports().chooseColumns(file);
            return null;
        });
        until("the columns are shown", () -> model().pages().currentPage() == Page.COLUMNS);
        lookAt("columns");
    }

    final void lookAtAStatement() throws IOException {
        Path file = Files.writeString(
                folder.resolve("koʻchirma.csv"),
                "transaction_id;Сумма;Дата платежа\n" + id(1) + ";99;24.11.2026 12:00\n" + id(10)
                        + ";125000;24.11.2026 12:01\n;1;24.11.2026 12:02\n1,9E+18;5;24.11.2026 12:03\n");
        run(() -> {
            // Dropped beside a form, the file would wait until that is left.
            model().pages().back();
            model().droppedFiles().take(List.of(file));
        });
        until("the cashier is asked", () -> model().pages().currentPage() == Page.DROPPED);
        lookAt("dropped file");
        onWindow(() -> {
            model().droppedFiles().compare();
            return null;
        });
        until("the statement is checked", () -> model().pages().currentPage() == Page.STATEMENT);
        lookAt("statement");
    }

    final void lookAtTheCamera() {
        show(1);
        List<CameraState> states = List.of(
                new CameraState.Streaming(CameraViewTest.LOGI, new CameraFormat(0, 1280, 720, "MJPG", 30)),
                new CameraState.Busy(CameraViewTest.LOGI),
                new CameraState.Unplugged(CameraViewTest.LOGI.name()),
                new CameraState.Hung(CameraViewTest.LOGI),
                new CameraState.Black(CameraViewTest.LOGI),
                new CameraState.Denied(),
                new CameraState.None(),
                new CameraState.Unsupported());
        sessions.camera().shows();
        for (CameraState state : states) {
            sessions.camera().says(state);
            until("it is heard", () -> model().camera().state().get().equals(state));
            lookAt("camera " + state.getClass().getSimpleName());
        }
    }

    final void lookAtAReceiptWithoutAPayment() {
        onWindow(() -> {
            model().pages().back();
            model().list().select(entry(6));
            model().capture().captureText(link(2500));
            return null;
        });
        untilShown("#unplaced");
        untilShown("#unplaced-" + id(1).key());
        lookAt("unplaced");
        onWindow(() -> {
            model().capture().discard();
            model().capture().captureText(link(2500).replace("20261125120000", "20240101100000"));
            return null;
        });
        until("no payment fits", () -> {
            UnassignedReceipt waiting = model().capture().unassigned().get();
            return waiting != null && waiting.candidates().isEmpty();
        });
        lookAt("unplaced, nothing fits");
    }

    final void lookAtTheSupervisorsPin() throws IOException {
        sessions.supervisor().set("2468".toCharArray(), "Gulnora", Supervisor.everything());
        onWindow(() -> {
            model().capture().discard();
            return null;
        });
        show(1);
        onWindow(() -> {
            model().reason().ask(ReasonModel.ReasonedAct.SET_ASIDE, entry(1));
            model().reason().reason().set("test");
            model().reason().submit();
            return null;
        });
        untilShown("#pin");
        lookAt("pin");
        onWindow(() -> {
            model().approval().pin().set("1357");
            model().approval().submit();
            return null;
        });
        untilShown("#pin-problem");
        lookAt("pin refused");
    }
}

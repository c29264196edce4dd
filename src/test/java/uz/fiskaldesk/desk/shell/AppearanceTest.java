package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.capture.UnassignedReceipt;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;
import uz.fiskaldesk.scan.camera.CameraFormat;
import uz.fiskaldesk.scan.camera.CameraState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/**
 * Tests that every page is readable and touchable: no truncated text, no weak contrast, no small touch targets. The
 * headless screen is 1280 pixels wide, so larger windows must be checked manually.
 */
class AppearanceTest extends WindowTest {
    private static final String LONG_MESSAGE = """
            {"transaction_id":["Invalid UUID","Transaction was not found in the billing system of the provider"],\
            "qr_code":["Ensure this field has no more than 255 characters."]} Проверьте правильность заполнения полей и \
            повторите запрос через несколько минут, либо обратитесь в службу поддержки""";

    private final List<String> complaints = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "UZBEK, LIGHT, 1366, 768",
        "UZBEK, DARK, 1024, 600",
        "UZBEK_CYRILLIC, DARK, 1366, 768",
        "UZBEK_CYRILLIC, LIGHT, 1024, 600",
        "RUSSIAN, LIGHT, 1024, 600",
        "RUSSIAN, DARK, 1280, 800",
        "ENGLISH, LIGHT, 1280, 800",
        "ENGLISH, DARK, 1024, 600",
        "RUSSIAN, LIGHT, 800, 600",
        "UZBEK, DARK, 683, 384",
    })
    void everyPageIsReadableAndTouchable(Language language, Theme theme, double width, double height)
            throws IOException {
        sessions.save(sessions.settings().withLanguage(language).withTheme(theme));
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
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UZBEK, LIGHT, 1024, 600",
        "UZBEK_CYRILLIC, DARK, 1024, 600",
        "RUSSIAN, DARK, 1280, 800",
        "ENGLISH, LIGHT, 1366, 768",
    })
    void theSampleReceiptsAreReadableAndTouchable(Language language, Theme theme, double width, double height) {
        sessions.save(sessions.settings().withLanguage(language).withTheme(theme));
        sessions.train(new BlankReceipts());
        open(width, height);
        sessions.ledger().add(payment(1), null, act());
        until("the payment is listed", () -> model().list().rows().size() == 1);
        press(KeyCode.F8);
        untilShown("#sample-own-take");
        assertThat(onWindow(() -> find("#sample-own-take").orElseThrow().isFocused()))
                .as("Enter takes the receipt of the selected payment")
                .isTrue();
        lookAt("samples");
        assertThat(complaints).isEmpty();
    }

    private record BlankReceipts() implements SampleReceipts {
        @Override
        public Optional<BufferedImage> receiptOf(TransactionId id) {
            return Optional.of(new BufferedImage(384, 520, BufferedImage.TYPE_BYTE_GRAY));
        }

        @Override
        public List<Lesson> lessons() {
            BufferedImage picture = new BufferedImage(384, 520, BufferedImage.TYPE_BYTE_GRAY);
            return Stream.of("other-till", "old", "torn", "no-receipt")
                    .map(lesson -> new Lesson("training.lesson." + lesson, picture))
                    .toList();
        }

        @Override
        public Path writeAll() {
            throw new UnsupportedOperationException("nothing is written here");
        }
    }

    @Test
    void anEmptyListSaysWhyAndWhatToDo() {
        open(1024, 600);
        untilText("#empty-text", "no payment yet");
        untilShown("#empty-add");
        lookAt("no payment");
        sessions.ledger().add(payment(1), null, act());
        untilRowSays(1, "Pending");
        robot.clickOn("#filter-rejected");
        untilText("#empty-text", "No payment is rejected");
        assertThat(isShown("#empty-add")).isFalse();
        lookAt("none rejected");
        assertThat(complaints).isEmpty();
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

    private void lookAtTheForms() {
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
            model().settings().apiUrl().set("not an address");
            model().settings().save();
            return null;
        });
        lookAt("settings refused");
    }

    private void lookAtAnOfferWithEveryWarning() {
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

    private void lookAtAnImport() throws IOException {
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

    private void lookAtAStatement() throws IOException {
        Path file = Files.writeString(
                folder.resolve("koʻchirma.csv"),
                "transaction_id;Сумма;Дата платежа\n" + id(1) + ";99;24.11.2026 12:00\n" + id(10)
                        + ";125000;24.11.2026 12:01\n;1;24.11.2026 12:02\n1,9E+18;5;24.11.2026 12:03\n");
        onWindow(() -> {
            model().statement().check(file);
            return null;
        });
        until("the statement is checked", () -> model().pages().currentPage() == Page.STATEMENT);
        lookAt("statement");
    }

    private void lookAtTheCamera() {
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

    private void lookAtAReceiptWithoutAPayment() {
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

    private void lookAtTheSupervisorsPin() throws IOException {
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

    private void lookAt(String what) {
        org.testfx.util.WaitForAsyncUtils.waitForFxEvents(1);
        Stage stage = stage();
        complaints.addAll(onWindow(
                () -> AccessibilityCheck.complaints(
                                Objects.requireNonNull(stage.getScene()).getRoot())
                        .stream()
                        .map(complaint -> what + ": " + complaint)
                        .toList()));
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void aRingShowsTheFocusedControl(Theme theme) {
        sessions.save(sessions.settings().withTheme(theme));
        openWith(1);
        untilFocused("link");
        for (Page page : List.of(Page.RECEIPT, Page.SETTINGS)) {
            onWindow(() -> {
                if (page == Page.SETTINGS) {
                    model().settings().open(sessions::settings);
                }
                return null;
            });
            for (int i = 0; i < 24; i++) {
                press(KeyCode.TAB);
                onWindow(() -> {
                    stage().getScene().getRoot().applyCss();
                    return null;
                });
                assertThat(onWindow(() -> stage().getScene().getFocusOwner()))
                        .as("after %d tabs on %s", i, page)
                        .matches(node -> node != null && isSeen(node) && node.isFocusVisible())
                        .matches(
                                node -> node instanceof ListView<?>
                                        || AccessibilityCheck.hasFocusRing(
                                                (Region) node, AccessibilityCheck.groundOf(node)),
                                "has a ring");
            }
        }
    }
}

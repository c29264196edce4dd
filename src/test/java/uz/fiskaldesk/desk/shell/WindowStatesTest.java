package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.TestSupervisor;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** Tests the language, theme and settings of the window, and its messages when something is missing. */
class WindowStatesTest extends WindowTest {
    @Test
    void aLedgerThatCannotBeOpenedIsReportedAndOpeningCanBeRetried() throws IOException {
        Files.writeString(sessions.ledgerFile(), "not a database, but long enough to be taken for one".repeat(40));
        open();
        untilShown("#opening-trouble");
        assertThat(textOf("#opening-trouble-text"))
                .contains("damaged", sessions.ledgerFile().toString());
        tryAgainInVain();

        Files.delete(sessions.ledgerFile());
        click("#try-again");
        untilText("#empty-text", "no payment yet");
    }

    private void tryAgainInVain() {
        Optional<Node> before = onWindow(() -> find("#opening-trouble"));
        click("#try-again");
        until(
                "it was tried again",
                () -> isShown("#opening-trouble") && !find("#opening-trouble").equals(before));
    }

    @Test
    void invalidSettingsAreRepairedOnlyOnRequest() throws IOException {
        Path settings = sessions.settingsFile().path();
        Path lastGood = settings.resolveSibling("settings.last-good.json");
        Files.writeString(settings, "{\"till\": ");
        Files.writeString(lastGood, "{\"till\": \"till 7\", \"theme\": \"dark\"}");
        open();
        untilShown("#opening-trouble");
        assertThat(textOf("#opening-trouble-text")).contains(settings.toString(), "line 1, column");
        tryAgainInVain();
        assertThat(settings).hasContent("{\"till\": ");

        click("#settings-last-good");
        untilText("#empty-text", "no payment yet");
        assertThat(settings).hasSameTextualContentAs(lastGood);
    }

    @Test
    void newSettingsKeepACopyOfTheOldOnes() throws IOException {
        Path settings = sessions.settingsFile().path();
        Files.writeString(settings, "oops");
        open();
        untilShown("#opening-trouble");
        assertThat(robot.lookup("#settings-last-good").tryQuery()).isEmpty();
        click("#settings-fresh");
        untilText("#empty-text", "no payment yet");
        assertThat(settings).doesNotExist();
        assertThat(settings.resolveSibling("settings.json.bad-20261125-070000")).hasContent("oops");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#settings-open", "#settings-last-good", "#settings-fresh"})
    void brokenGuardedSettingsAreNotReplacedWithoutThePin(String button) throws IOException {
        Path settings = sessions.settingsFile().path();
        Path lastGood = settings.resolveSibling("settings.last-good.json");
        Files.writeString(settings, "oops");
        Files.writeString(lastGood, "{}");
        Supervisor malika = supervisor();
        sessions.settingsNeed(malika);
        open();
        click(button);
        untilFocused("pin");
        assertThat(settings).hasContent("oops");
        robot.write("9999");
        press(KeyCode.ENTER);
        untilText("#pin-problem", "The PIN is wrong");
        untilPulse();
        assertThat(EveryScreen.complaintsNow()).isEmpty();
        click("#pin-page-back");
        untilHidden("#pin-page");
        assertThat(settings).hasContent("oops");
        assertThat(lastGood).hasContent("{}");
        if (button.equals("#settings-open")) {
            return;
        }

        click(button);
        untilFocused("pin");
        robot.write("2407");
        press(KeyCode.ENTER);
        untilText("#empty-text", "no payment yet");
        assertThat(settings.resolveSibling("settings.json.bad-20261125-070000")).hasContent("oops");
    }

    @Test
    void thePinForGuardedOptionsIsAskedForInTheWindow() throws IOException {
        sessions.optionsNeed(supervisor());
        open();
        untilText("#opening-trouble-text", "options that differ from the guarded settings: --api.");
        untilFocused("pin");
        press(KeyCode.ESCAPE);
        untilHidden("#pin-page");
        click("#try-again");
        untilFocused("pin");
        robot.write("9999");
        press(KeyCode.ENTER);
        untilText("#pin-problem", "The PIN is wrong");
        assertThat(sessions.ledgerFile()).doesNotExist();

        robot.write("2407");
        press(KeyCode.ENTER);
        untilText("#empty-text", "no payment yet");
    }

    private Supervisor supervisor() throws IOException {
        Supervisor malika = TestSupervisor.in(folder, sessions.clock());
        malika.set("2407".toCharArray(), "Malika", Supervisor.everything());
        return malika;
    }

    @Test
    void changingTheLanguageKeepsTheSelectionAndTheOffer() {
        openWith(1, 2);
        press(KeyCode.DOWN);
        until("the second one is selected", () -> model().list().isSelected(id(2)));
        pasteReceipt(2421);
        click("#language");
        robot.clickOn("Русский");
        untilText("#offer-number", "Чек 2421");
        assertThat(onWindow(() -> model().list().isSelected(id(2)))).isTrue();
        assertThat(sessions.settings().language()).isEqualTo(Language.RUSSIAN);
        press(KeyCode.ENTER);
        untilRowSays(2, "Фискализирован");
    }

    @Test
    void theThemeIsSwitchedAndSaved() {
        openWith(1);
        click("#theme");
        until("it is dark", () -> sessions.settings().theme() == Theme.DARK);
        untilRowSays(1, "Pending");
        click("#theme");
        until("it is light", () -> sessions.settings().theme() == Theme.LIGHT);
    }

    @Test
    void theSettingsTestTheConnectionAndApplyImmediately() throws IOException {
        openWith(1);
        try (FiscalBoxSimulator other =
                FiscalBoxSimulator.start(Scenario.confirming().withTerminal("UZ170703100777"))) {
            click("#settings");
            untilFocused("settings-till");
            robot.write(" 4");
            onWindow(() -> {
                model().settings().address().text().set("not an address");
                return null;
            });
            click("#settings-check");
            untilText("#settings-problem", "http://");
            onWindow(() -> {
                model().settings().address().text().set(other.address().toString());
                return null;
            });
            click("#settings-check");
            untilText("#settings-checked", "UZ170703100777");
            click("#settings-save");
            untilText("#people", "4");
            until("the other FiscalBox is used", () -> "UZ170703100777".equals(terminal()));
            untilRowSays(1, "Pending");
        }
    }

    @Test
    void savedSettingsWaitForPaymentsThatAreBeingSent() {
        fiscalBox.play(Scenario.of(Behaviour.slow(Duration.ofSeconds(6))).withTerminal(TILL));
        openWith(1);
        confirmWith(2421);
        untilState(1, PaymentState.SENDING);
        click("#settings");
        untilFocused("settings-till");
        robot.write(" 4");
        click("#settings-save");
        untilText("#people", "4");
        untilState(1, PaymentState.CONFIRMED);
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    private String terminal() {
        return window().session() == null ? "" : String.valueOf(model().health().terminalId());
    }

    @Test
    void receiptsAreQueuedWhileFiscalBoxIsUnavailableAndSentAutomatically() throws IOException {
        int port = fiscalBox.address().getPort();
        fiscalBox.close();
        openWith(1);
        untilText("#fiscalbox", "no connection");
        untilShown("#kept");
        confirmWith(2421);
        untilRowSays(1, "Kept. It is sent by itself when the connection is back");
        assertThat(row(1)).contains("In the queue").doesNotContain("ejected");
        untilText("#standing-advice", "Start FiscalBox");
        assertThat(textOf("#standing-raw"))
                .as("there was no response, and exception messages only belong in the log")
                .isEmpty();

        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming().withTerminal(TILL), port, sessions.clock(), _ -> {});
        sessions.advanceClock(Duration.ofSeconds(20));
        untilRowSays(1, "Fiscalized");
        untilText("#fiscalbox", "connected");
        untilHidden("#kept");
    }

    @Test
    void successMessagesDisappearAndWarningsStay() {
        openWith(1);
        onWindow(() -> {
            model().notices().success("settings.saved");
            return null;
        });
        untilText("#notice", "saved");
        sessions.advanceClock(Duration.ofSeconds(13));
        untilHidden("#notice");
        onWindow(() -> {
            model().notices().warning("send.changed");
            return null;
        });
        sessions.advanceClock(Duration.ofMinutes(2));
        untilText("#notice", "changed");
    }

    @Test
    void aPaymentThatIsSendingWhenTheWindowClosesIsUnknownAtTheNextStart() {
        fiscalBox.play(Scenario.of(Behaviour.hang()).withTerminal(TILL));
        openWith(1);
        confirmWith(2421);
        untilState(1, PaymentState.SENDING);
        closeWindow();
        open();
        untilRowSays(1, "Outcome unknown");
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }

    @Test
    void aPaymentThatOnlyTheSimulatorConfirmedSaysWhatToDo() {
        openWith(1);
        sessions.ledger().attach(stored(1), receipt(2101), null, List.of(act()));
        long attempt = sessions.ledger()
                .claim(stored(1), "till 2", TestSessions.NOON, null)
                .orElseThrow()
                .attemptId();
        sessions.ledger().recordOutcome(attempt, new Outcome.Confirmed(Answer.NONE, true), TestSessions.NOON, null);

        untilText("#standing-title", "not fiscalized");
        untilText("#standing-advice", "Tell the administrator");
    }
}

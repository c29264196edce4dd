package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Settings.Theme;

/** Tests that the window reports internal errors in plain sentences and keeps working, and that settings are applied. */
class WindowFailureTest extends WindowTest {
    @Test
    void anErrorOnOpeningIsShownAndCanBeRetried() {
        sessions.failsWith(new StackOverflowError("of the migration"));
        open();
        untilText("#opening-trouble-text", "unexpected");

        sessions.failsWith(null);
        click("#open-support");
        until(
                "the files are collected",
                () -> !find("#support-save").orElseThrow().isDisabled());
        untilText("#support-text", "List: ");
        press(KeyCode.ESCAPE);
        untilShown("#try-again");

        click("#try-again");
        untilText("#empty-text", "no payment yet");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new LedgerException(LedgerException.Reason.LOCKED, "ledger.db"), true),
                Arguments.of(new LedgerException(LedgerException.Reason.DAMAGED, "ledger.db"), false),
                Arguments.of(new LedgerException(LedgerException.Reason.ELSEWHERE, "ledger.db"), false),
                Arguments.of(new IllegalStateException("a slip in the migration"), false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void nothingIsSaidToBeSafeThatMayBeLost(RuntimeException cause, boolean safe) {
        sessions.failsWith(cause);
        open();
        untilShown("#try-again");
        assertThat(isShown("#nothing-lost")).isEqualTo(safe);
    }

    @Test
    void anExceptionOnBuildingTheDeskIsShownAndEverythingIsClosed() {
        sessions.breaksNextSession();
        open();
        untilText("#opening-trouble-text", "unexpected");
        assertThat(window().session()).isNull();

        click("#try-again");
        untilText("#empty-text", "no payment yet");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUncaughtExceptionIsShownInTheWindow(boolean onTheWindowsThread) throws InterruptedException {
        openWith(1);
        Runnable fails = () -> {
            throw new IllegalStateException("a slip");
        };
        if (onTheWindowsThread) {
            new FxThread().execute(fails);
        } else {
            Thread.ofVirtual().start(fails).join();
        }
        untilText("#notice", "Something unexpected happened");
        confirmWith(2421);
        untilRowSays(1, "Fiscalized");
    }

    @Test
    void languageAndThemeChangedWhileTheSettingsAreOpenAreKept() {
        openWith(1);
        click("#settings");
        untilFocused("settings-till");
        onWindow(() -> {
            window().setLanguage(Language.RUSSIAN);
            window().setTheme(Theme.DARK);
            return null;
        });
        robot.write(" 4");
        click("#settings-save");
        untilText("#people", "4");
        assertThat(sessions.settings().language()).isEqualTo(Language.RUSSIAN);
        assertThat(sessions.settings().theme()).isEqualTo(Theme.DARK);
    }

    @Test
    void settingsThatCannotBeSavedApplyUntilTheProgramIsClosed() {
        openWith(1);
        sessions.refusesSettings();
        click("#settings");
        untilFocused("settings-till");
        robot.write(" 4");
        click("#settings-save");
        untilText("#people", "4");
        assertThat(textOf("#notice")).contains("could not be saved");
    }

    @Test
    void whileSettingsAreAppliedNothingCanBeSentAndClosingWaitsForTheResponse() {
        fiscalBox.play(Scenario.of(Behaviour.slow(Duration.ofSeconds(15))).withTerminal(TILL));
        openWith(1, 2);
        confirmWith(2421);
        untilState(1, PaymentState.SENDING);
        click("#settings");
        untilFocused("settings-till");
        robot.write(" 4");
        click("#settings-save");
        untilShown("#taking-effect");
        assertThat(isShown("#desk")).isFalse();
        press(KeyCode.ENTER);
        onWindow(() -> {
            Event.fireEvent(stage(), new WindowEvent(stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
        assertThat(onWindow(() -> stage().isShowing())).isTrue();

        until("the window has closed by itself", () -> !stage().isShowing());
        closeWindow();
        open();
        untilState(1, PaymentState.CONFIRMED);
        assertThat(stored(2).state()).isEqualTo(PaymentState.PENDING);
        assertThat(fiscalBox.confirmations()).hasSize(1);
    }
}

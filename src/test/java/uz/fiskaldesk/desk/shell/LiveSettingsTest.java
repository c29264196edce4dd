package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.CheckBox;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.scan.serial.SerialState;

/** The choices about receipts on the settings page take effect and are stored without Save, in the same session. */
class LiveSettingsTest extends WindowTest {
    @BeforeEach
    void openSettings() {
        openWith(1, 2);
        onWindow(() -> {
            window().commands().openSettings();
            return null;
        });
        untilShown("#settings-page");
    }

    private static void tick(String id) {
        onWindow(() -> {
            find(id).map(CheckBox.class::cast).orElseThrow().fire();
            return null;
        });
    }

    private void leave() {
        press(KeyCode.ESCAPE);
        untilHidden("#settings-page");
    }

    @Test
    void aCleanScanIsSentAtOnceFromNowOn() {
        Session before = window().session();
        tick("#settings-send-at-once");
        assertThat(sessions.settings().scanner().sendsAtOnce()).isTrue();
        leave();
        onWindow(() -> {
            model().list().select(model().list().rows().getLast());
            return null;
        });
        passReviewTime();
        scan(link(2101));
        untilState(2, PaymentState.CONFIRMED);
        assertThat(window().session()).isSameAs(before);
    }

    @Test
    void thePhoneIsOfferedFromNowOn() {
        tick("#settings-phone");
        assertThat(sessions.settings().phone().on()).isTrue();
        leave();
        untilShown("#phone");
    }

    @Test
    void theChosenPortIsTriedBesideItsChoice() {
        assertThat(isShown("#settings-scanner-state")).isFalse();
        onWindow(() -> {
            model().settings().scannerPort().set("/dev/no-such-port");
            return null;
        });
        assertThat(sessions.settings().scanner().port()).isEqualTo("/dev/no-such-port");
        until("the port is missing", () -> model().scanner().serial().get() instanceof SerialState.Missing);
        untilText("#settings-scanner-state", "It is not at its port");
    }

    @Test
    void savingWithoutAChangeKeepsTheSession() {
        Session before = window().session();
        tick("#settings-sounds");
        assertThat(sessions.settings().scanner().sounds()).isFalse();
        press(KeyCode.ENTER);
        untilHidden("#settings-page");
        assertThat(window().session()).isSameAs(before);
    }
}

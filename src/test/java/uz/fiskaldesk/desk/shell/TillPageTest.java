package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.scan.serial.SerialState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Tests the warnings about the till in the window. */
class TillPageTest extends WindowTest {
    @BeforeEach
    void startFiscalBoxWithTheClockOfTheTest() throws IOException {
        fiscalBox.close();
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming(), 0, sessions.clock(), _ -> {});
        sessions = new TestSessions(folder, fiscalBox.address().toString());
    }

    @Test
    void warnsBeforeFiscalBoxStopsAcceptingAndOffersTheCure() throws Exception {
        fiscalBox.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 700, \"receipt_max_count\": 858}}"));
        open();
        untilText("#fiscalbox", "connected");
        untilText("#till-warning", "Unsent receipts: 700 of 858");

        click("#fiscalbox");
        untilShown("#till-page");
        untilText("#till-verdict", "Payments can be taken");
        assertThat(textOf("#till-receipt-memory")).contains("send its receipts soon: 700 of at most 858");

        fiscalBox.play(Scenario.confirming());
        click("#till-send-receipts");
        untilText("#notice", "FiscalBox has sent its receipts");
        untilHidden("#till-send-receipts");
        assertThat(isShown("#till-receipt-memory")).isFalse();
        assertThat(fiscalBox.requests())
                .filteredOn(request -> request.path().startsWith("/order/sendreceipt"))
                .hasSize(1);

        assertThat(textOf("#status-scanner")).contains("Scan a receipt now");
        onWindow(() -> {
            model().scanner().setSerial(new SerialState.Missing("COM7"));
            return null;
        });
        untilText("#status-scanner", "Plug it in");

        click("#till-support");
        untilShown("#support-page");
        until(
                "the files are collected",
                () -> !find("#support-save").orElseThrow().isDisabled());
        untilText("#support-text", "FiskalDesk 0.0.0-test");
        press(KeyCode.ESCAPE);
        untilHidden("#support-page");
        untilShown("#till-page");

        click("#till-page-back");
        untilHidden("#till-page");
    }

    @Test
    void saysThatNoPaymentIsToBeTaken() throws Exception {
        fiscalBox.play(Scenario.parse("{\"info\": \"102\"}"));
        open();
        untilText("#fiscalbox", "cannot work");
        click("#fiscalbox");
        untilText("#till-verdict", "Do not take a payment now");
        assertThat(textOf("#till-not-working")).contains("Wait until FiscalBox has started", "102");
    }
}

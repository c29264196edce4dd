package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.scan.serial.SerialState;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;
import uz.fiskaldesk.support.BackgroundServer;

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
    void theNetworkIsAPartOfItsOwnAndTestedWhileThePageIsOpen() throws IOException {
        int port = fiscalBox.address().getPort();
        fiscalBox.close();
        open();
        untilText("#fiscalbox", "no connection");
        assertThat(isShown("#network"))
                .as("FiscalBox's computer answered, so the network is not in trouble")
                .isFalse();
        closeWindow();

        // The resolver refuses such a name without asking the network.
        sessions = new TestSessions(folder, "http://" + "x".repeat(64) + ".uz");
        sessions.disconnect();
        open();
        untilText("#network", "Network: not connected");
        click("#network");
        untilText("#status-network", "Check the network cable");

        sessions.connect();
        click("#till-check");
        untilText("#status-network", "the name in the address of FiscalBox is not found");
        untilText("#network", "Network: address not found");
        closeWindow();

        sessions = new TestSessions(folder, "http://127.0.0.1:" + port);
        fiscalBox = FiscalBoxSimulator.start(Scenario.confirming(), port, sessions.clock(), _ -> {});
        open();
        click("#fiscalbox");
        untilText("#status-network", "It works");
        untilHidden("#network");
    }

    @Test
    void theSettingsLeadToTheFileForTheSupport() {
        open();
        click("#settings");
        untilShown("#settings-page");
        onWindow(() -> {
            find("#settings-support").orElseThrow().requestFocus();
            return null;
        });
        press(KeyCode.ENTER);
        untilText("#support-text", "FiskalDesk 0.0.0-test");
        press(KeyCode.ESCAPE);
        untilShown("#settings-page");
    }

    @Test
    void saysThatNoPaymentIsToBeTaken() throws Exception {
        fiscalBox.play(Scenario.parse("{\"info\": \"102\"}"));
        open();
        untilText("#fiscalbox", "cannot work");
        click("#fiscalbox");
        untilText("#till-verdict", "Take no new payments");
        assertThat(textOf("#till-not-working")).contains("Wait until FiscalBox has started", "102");
    }

    @Test
    void allPartsSayTheSameAboutNewPaymentsAndReceipts() throws Exception {
        fiscalBox.play(Scenario.parse("{\"info\": \"102\"}"));
        open();
        untilText("#fiscalbox", "cannot work");
        click("#fiscalbox");
        untilText("#kept", "press F5 when it works again");
        assertThat(textOf("#till-verdict")).isEqualTo(textOf("#kept")).startsWith("Take no new payments");
        onWindow(() -> {
            model().health()
                    .setServer(
                            SessionServer.Kind.GATEWAY,
                            new BackgroundServer.State.Open(URI.create("http://127.0.0.1:8792")));
            return null;
        });
        untilText("#status-gateway", "The POS reaches FiscalBox");

        fiscalBox.play(Scenario.confirming().withInfo(Scenario.InfoAnswer.DOWN));
        click("#till-check");
        untilText("#kept", "press F5 when FiscalBox answers again");
        assertThat(textOf("#till-verdict")).isEqualTo(textOf("#kept")).startsWith("Take no new payments");
        untilText("#status-gateway", "FiscalBox does not answer the POS");

        fiscalBox.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 858, \"receipt_max_count\": 858}}"));
        click("#till-check");
        untilText("#till-warning", "Take no new payments. Receipt memory is full");
        assertThat(textOf("#till-verdict")).startsWith("Take no new payments");

        fiscalBox.close();
        click("#till-check");
        untilText("#kept", "Go on scanning: receipts are kept");
        assertThat(textOf("#till-verdict")).isEqualTo(textOf("#kept")).startsWith("Take no new payments");
    }

    @Test
    void withoutAnAddressNothingIsSaidAboutPayments() {
        fiscalBox.close();
        sessions.forgetAddress();
        open();
        untilText("#fiscalbox", "no address yet");
        onWindow(() -> {
            model().pages().open(Page.TILL);
            return null;
        });
        untilText("#till-verdict", "Enter the address of FiscalBox");
        assertThat(textOf("#kept")).contains("enter the address of FiscalBox");
        assertThat(isShown("#till-unreachable")).isFalse();
    }
}

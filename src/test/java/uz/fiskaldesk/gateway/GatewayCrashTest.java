package uz.fiskaldesk.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.payment.PaymentState;

/** A gateway that is killed while FiscalBox works on a confirmation. */
class GatewayCrashTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void aConfirmationThatWasInFlightIsUnknownAfterwardsAndNotSentAgain() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
            peer.request();
            arrived.countDown();
            killed.await();
        })) {
            try (ChildJvm child = ChildJvm.start(
                            GatewayChild.class,
                            List.of(),
                            folder.toString(),
                            box.address().toString());
                    RawPos pos = new RawPos(URI.create(child.await("address ")))) {
                pos.send(GatewayFixture.post(
                        "/payment/anor_confirm", GatewayFixture.json(GatewayFixture.ID, GatewayFixture.RECEIPT)));
                arrived.await();
                child.kill();
                killed.countDown();
            }
            try (GatewayFixture shop = new GatewayFixture(folder, box.address())) {
                assertThat(shop.entry().state()).isEqualTo(PaymentState.UNKNOWN);
                assertThat(shop.confirm()).contains("not known whether an earlier attempt was booked");
                assertThat(shop.ledger.attempts(shop.entry())).hasSize(1);
            }
            assertThat(box.connections()).isEqualTo(1);
        }
    }
}

package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.UnwritableLedger;
import uz.fiskaldesk.desk.DeskTest;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.support.Settings;

@NullUnmarked
class SessionPollingTest extends DeskTest {
    private UnwritableLedger failing;
    private SessionPolling polling;

    @BeforeEach
    void open() {
        openDesk(Settings.DEFAULT, _ -> {}, window);
        failing = new UnwritableLedger(ledger);
        polling = new SessionPolling(failing.asLedger(), desk, window, clock);
        failing.refuse("changeCounter");
        poll();
    }

    @AfterEach
    void close() {
        polling.close();
    }

    private void poll() {
        polling.tick();
        window.settle();
    }

    @Test
    void aFailureIsShownUntilItIsOver() {
        assertThat(notices.current().get()).isNotNull().extracting(Notice::kind).isEqualTo(Notice.Kind.ERROR);

        failing.allow();
        poll();

        assertThat(notices.current().get()).isNull();
    }

    @Test
    void aMessageOfAnotherIsNotRemovedWhenTheFailureIsOver() {
        Notice other = notices.info("send.changed");
        poll();
        failing.allow();
        poll();

        assertThat(notices.current().get()).isSameAs(other);
    }
}

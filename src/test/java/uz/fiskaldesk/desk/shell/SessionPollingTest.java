package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.UnwritableLedger;
import uz.fiskaldesk.desk.DeskTest;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.support.Settings;

@NullUnmarked
class SessionPollingTest extends DeskTest {
    private UnwritableLedger failing;
    private SessionPolling polling;
    private boolean readable = true;

    @BeforeEach
    void open() {
        openDesk(Settings.DEFAULT, _ -> {}, new FailingTasks());
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

    /** The change that the list could not read is not reported a second time. */
    @Test
    void aListThatCouldNotBeReadIsReadAgainSoon() {
        failing.allow();
        add(1);
        readable = false;
        poll();
        readable = true;
        assertThat(desk.list().rows()).isEmpty();

        poll();
        assertThat(desk.list().rows()).isEmpty();
        clock.tick(Duration.ofSeconds(30));
        poll();

        assertThat(desk.list().rows()).hasSize(1);
    }

    @Test
    void aMessageOfAnotherIsNotRemovedWhenTheFailureIsOver() {
        Notice other = notices.info("send.changed");
        poll();
        failing.allow();
        poll();

        assertThat(notices.current().get()).isSameAs(other);
    }

    /** The tasks of the desk, which fail on request. */
    private final class FailingTasks implements BackgroundTasks {
        @Override
        public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
            Supplier<T> failing = () -> {
                throw new LedgerException(LedgerException.Reason.OTHER, "ledger.db");
            };
            window.onLedger(readable ? work : failing, then, failed);
        }

        @Override
        public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
            onLedger(work, then, failed);
        }
    }
}

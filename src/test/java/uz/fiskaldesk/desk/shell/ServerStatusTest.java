package uz.fiskaldesk.desk.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.support.BackgroundServer;
import uz.fiskaldesk.support.ServerException;

/** Tests that the window runs the servers of a session and says how they are. */
class ServerStatusTest extends WindowTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:8792");

    private final AtomicBoolean portInUse = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger();

    @BeforeEach
    void serve() {
        sessions.serves(List.of(new SessionServer(SessionServer.Kind.GATEWAY, events -> () -> {
            if (portInUse.get()) {
                throw ServerException.portInUse(8792);
            }
            open.incrementAndGet();
            sessions.ledger().add(payment(9), null, act());
            events.changed().run();
            return new BackgroundServer.Running() {
                @Override
                public URI address() {
                    return ADDRESS;
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        })));
    }

    @Test
    void runsAsLongAsTheWindow() {
        open();
        untilText("#server-gateway", "POS gateway: 127.0.0.1:8792");
        untilRowSays(9, "");
        assertThat(open).hasValue(1);
        closeWindow();
        assertThat(open).hasValue(0);
    }

    @Test
    void aPortInUseIsSaidAndTheDeskGoesOn() {
        portInUse.set(true);
        openWith(1);
        untilText("#notice", "Port 8792 is in use by another program");
        onWindow(() -> {
            model().notices().clear();
            return null;
        });
        untilText("#server-gateway", "POS gateway: not open");
        click("#server-gateway");
        untilText("#status-gateway", "is in use by another program");
        portInUse.set(false);
        untilText("#server-gateway", "POS gateway: 127.0.0.1:8792");
    }

    @Test
    void aFiscalBoxThatIsAwayIsTheTroubleOfTheGateway() {
        open();
        untilText("#server-gateway", "127.0.0.1:8792");
        // A question that is under way would be answered before, and another one not be asked.
        until("FiscalBox has answered", () -> model().health().till().get() != null);
        fiscalBox.close();
        onWindow(() -> {
            model().health().query();
            return null;
        });
        untilText("#server-gateway", "POS gateway: no FiscalBox");
    }

    @Test
    void theSettingsSwitchTheGatewayOnAndOffAtOnce() {
        open();
        untilText("#server-gateway", "127.0.0.1:8792");
        onWindow(() -> {
            model().settings().open(sessions::settings);
            model().settings().gatewayOn().set(true);
            model().settings().gatewayPort().set("70000");
            model().settings().save();
            return null;
        });
        untilText("#settings-problem", "port number from 1 to 65535");
        DeskWindow before = window();
        Session old = Objects.requireNonNull(before.session());
        onWindow(() -> {
            model().settings().gatewayPort().set("8899");
            model().settings().save();
            return null;
        });
        until("a new session has started", () -> before.session() != null && !old.equals(before.session()));
        assertThat(sessions.settings().gateway().on()).isTrue();
        assertThat(sessions.settings().gateway().port()).isEqualTo(8899);
        untilText("#notice", "saved");
        sessions.advanceClock(Duration.ofSeconds(13));
        untilText("#server-gateway", "127.0.0.1:8792");
        assertThat(open).hasValue(1);
    }

    @Test
    void theSettingsSwitchTheInboxOnAndShowWhereItsTokenIs() {
        open();
        onWindow(() -> {
            model().settings().open(sessions::settings);
            model().settings().gatewayOn().set(true);
            model().settings().inboxOn().set(true);
            model().settings().inboxPort().set("8792");
            model().settings().gatewayPort().set("8792");
            model().settings().save();
            return null;
        });
        untilText("#settings-problem", "different ports");
        assertThat(onWindow(() -> ((TextField) find("#settings-inbox-token").orElseThrow()).getText()))
                .endsWith("inbox-token");
        onWindow(() -> {
            ((Button) find("#settings-inbox-copy").orElseThrow()).fire();
            assertThat(Clipboard.getSystemClipboard().getString()).endsWith("inbox-token");
            model().settings().inboxPort().set("8898");
            model().settings().save();
            return null;
        });
        until("the settings are stored", () -> sessions.settings().inbox().on());
        assertThat(sessions.settings().inbox().port()).isEqualTo(8898);
    }

    @Test
    void theSettingsNameTheWatchedFolder() {
        open();
        DeskWindow window = window();
        Session before = Objects.requireNonNull(window.session());
        onWindow(() -> {
            model().settings().open(sessions::settings);
            ((TextField) find("#settings-watch-folder").orElseThrow()).setText(" from-pos ");
            model().settings().save();
            return null;
        });
        until(
                "a new session has started",
                () -> window.session() != null
                        && !before.equals(window.session())
                        && "from-pos".equals(sessions.settings().watch().folder()));
        onWindow(() -> {
            model().settings().open(sessions::settings);
            assertThat(model().settings().watchFolder().get()).isEqualTo("from-pos");
            model().settings().watchFolder().set("");
            model().settings().save();
            return null;
        });
        until("no folder is watched", () -> sessions.settings().watch().folder() == null);
    }
}

package uz.fiskaldesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.cli.Services.Overriding;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.desk.DeskServices;
import uz.fiskaldesk.desk.shell.NotPermittedException;
import uz.fiskaldesk.ledger.JdbcPinStore;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.supervisor.Supervisor;

/** Tests that options and repairs at the desk do not bypass guarded settings. */
class DeskOptionsTest extends DeskSessionFixture {
    private Supervisor supervisor(String ledger) throws IOException {
        Supervisor malika = Supervisor.of(
                new JdbcPinStore(SqliteLedger.urlOf(folder.resolve(ledger)), null, Clock.systemUTC(), System::nanoTime),
                folder,
                Clock.systemUTC());
        malika.set("2407".toCharArray(), "Malika", Supervisor.everything());
        return malika;
    }

    private DeskSessionFactory sessions(PermittedOptions permits) {
        return sessions("http://127.0.0.1:9", permits);
    }

    @Test
    void guardedOptionsNeedPermissionAtTheDesk() throws IOException {
        Supervisor malika = supervisor("ledger.db");
        PermittedOptions permits = new PermittedOptions(
                () -> List.of(new Overriding(List.of("--api"), List.of("--api http://127.0.0.1:9"), malika)));
        DeskSessionFactory sessions = sessions(permits);
        assertThatThrownBy(sessions::open).isInstanceOf(NotPermittedException.class);
        assertThat(permits.isRefused()).isTrue();

        sessions.permit(List.of("Malika"));
        for (int session = 0; session < 2; session++) {
            DeskServices desk = sessions.open();
            assertThat(desk.ledger().acts())
                    .extracting(Act::kind, Act::who, Act::why)
                    .containsExactly(tuple(Act.Kind.OPTIONS_PERMITTED, "aziza / Malika", "--api http://127.0.0.1:9"));
            desk.close();
        }
        assertThat(permits.isRefused()).isFalse();
    }

    @Test
    void replacingBrokenSettingsNeedsThePinOfTheirList() throws IOException {
        supervisor("shop.db");
        Path settings = folder.resolve("settings.json");
        Files.writeString(
                settings, "{\"ledger\": {\"url\": \"" + SqliteLedger.urlOf(folder.resolve("shop.db")) + "\"}}");
        DeskSessionFactory before = sessions(new PermittedOptions(List::of));
        before.open().close();
        Files.writeString(settings, "oops");

        assertThat(sessions(new PermittedOptions(List::of)).settingsGuards()).hasSize(1);
        Files.delete(folder.resolve("settings.last-good.json"));
        assertThat(sessions(new PermittedOptions(List::of)).settingsGuards()).isEmpty();
        supervisor("ledger.db");
        assertThat(sessions(new PermittedOptions(List::of)).settingsGuards()).hasSize(1);
    }

    @Test
    void settingsCannotBeReplacedIfTheListIsUnreachable() throws IOException {
        Files.writeString(
                folder.resolve("settings.last-good.json"),
                "{\"ledger\": {\"url\": \"jdbc:postgresql://127.0.0.1:1/shop\", \"passwordFile\": \"none\"}}");
        Files.writeString(folder.resolve("settings.json"), "oops");
        List<Supervisor> guards = sessions(new PermittedOptions(List::of)).settingsGuards();
        assertThat(guards).hasSize(1);
        assertThat(guards.getFirst().verify("2407".toCharArray())).isEqualTo(new Supervisor.Verification.Unavailable());
    }
}

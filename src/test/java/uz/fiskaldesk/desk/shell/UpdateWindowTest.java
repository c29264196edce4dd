package uz.fiskaldesk.desk.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.update.ReleaseFolder;

/** Tests that a newer version is offered quietly, installed on request, and not offered again after "later". */
class UpdateWindowTest extends WindowTest {
    private ReleaseFolder releases;

    @BeforeEach
    void publish() throws Exception {
        releases = new ReleaseFolder();
        sessions.updatesFrom(releases.updates(folder, sessions.clock()));
    }

    @AfterEach
    void close() {
        releases.close();
    }

    private void release(String script) throws Exception {
        releases.release("0.2.0", TestSessions.NOON, ReleaseFolder.archive(folder, script));
        openWith(1);
        untilText("#fiscalbox", "connected");
        // The timer of the session does this within half an hour.
        model().update().check();
        untilText("#update", "Version 0.2.0 is available");
    }

    @Test
    void offersAndInstallsANewerVersionWithoutInterruptingTheCashier() throws Exception {
        Path installed = folder.resolve("installed");
        release("touch '" + installed + "'");
        assertThat(model().pages().currentPage()).isEqualTo(Page.RECEIPT);

        click("#update");
        untilText("#update-notes", "Quicker.");
        untilText("#update-migrates", "changes the list of payments");
        untilText("#update-how", "while you go on working");
        click("#update-install");
        untilText("#update-done", "Version 0.2.0 is installed");
        assertThat(installed).exists();
        assertThat(textOf("#update")).contains("next start");
        click("#update-later");
        untilHidden("#update");
    }

    @Test
    void doesNotAskAgainAfterLater() throws Exception {
        release("exit 1");
        click("#update");
        click("#update-later");
        untilHidden("#update-page");
        untilHidden("#update");
        until("the answer is recorded", () -> recordedLater());
        model().update().check();
        assertThat(isShown("#update")).isFalse();
    }

    private boolean recordedLater() {
        try {
            return Files.readString(folder.resolve("updates/state.json"), UTF_8).contains("postponedAt\":\"2");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void saysWhyAnUpdateWasRefusedAndOffersItAgain() throws Exception {
        release("echo 'the disk is full'; exit 1");
        click("#update");
        click("#update-install");
        untilText("#notice", "could not be installed: the disk is full");
        untilShown("#update-install");
    }

    @Test
    void namesTheCommandWhereAnAdministratorUpdates() throws Exception {
        sessions.updatesFrom(releases.updatesOfPackage(folder, sessions.clock()));
        release("exit 1");
        click("#update");
        untilText("#update-how", "sudo apt");
        assertThat(isShown("#update-install")).isFalse();
    }

    @Test
    void theSettingsOfferToLookForNewerVersions() {
        openSettings();
        assertThat(isShown("#settings-updates")).isTrue();
    }

    @Test
    void theSettingsSayThatAProgramWithoutAKeyIsNotUpdated() {
        sessions.updatesFrom(ReleaseFolder.none(folder, sessions.clock()));
        openSettings();
        assertThat(isShown("#settings-updates")).isFalse();
        assertThat(textOf("#settings-no-updates")).contains("built without an address and a key for updates");
    }

    private void openSettings() {
        openWith(1);
        onWindow(() -> {
            window().commands().openSettings();
            return null;
        });
        untilShown("#settings-page");
    }
}

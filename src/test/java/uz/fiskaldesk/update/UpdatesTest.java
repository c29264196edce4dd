package uz.fiskaldesk.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.WebClient;
import uz.fiskaldesk.update.UpdateException.Reason;

/** Checks, refusals and installations against a real server. Whatever is refused leaves nothing behind. */
class UpdatesTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final WebClient CLIENT = new WebClient(ProxySetting.none(), Duration.ofMillis(400));

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private ReleaseFolder server;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        server = new ReleaseFolder();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Updates updates() {
        return updates(new Installation.ForUser(), true, server.keys());
    }

    private Updates updates(Installation installation, boolean automatic, ReleaseKeys keys) {
        return new Updates(
                new Updates.Program(new ReleaseVersion(0, 1, 0), () -> 7, ReleaseFolder.PLATFORM, installation),
                keys,
                null,
                automatic,
                CLIENT,
                folder,
                clock);
    }

    private Path data() {
        return folder.resolve("updates");
    }

    /** Only the state and the lock may be there. */
    private void assertNothingLeft() throws IOException {
        if (Files.exists(data())) {
            try (Stream<Path> files = Files.list(data())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .isSubsetOf("state.json", "lock", "install.log");
            }
        }
    }

    private static void refused(Reason reason, ThrowingCallable act) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        UpdateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private Release found(String version, byte[] archive) throws Exception {
        server.release(version, clock.instant(), archive);
        return updates().check().orElseThrow();
    }

    // ---- Checks ---------------------------------------------------------------------------------------------------

    @Test
    void findsANewerRelease() throws Exception {
        Release release = found("0.2.0", new byte[] {1});
        assertThat(release.version()).hasToString("0.2.0");
        assertThat(release.ledgerSchema()).isEqualTo(7);
        assertThat(release.notes()).containsEntry("ru", "Быстрее.");
        assertNothingLeft();
    }

    @Test
    void findsNothingIfThisVersionIsTheNewest() throws Exception {
        server.release("0.1.0", clock.instant(), new byte[] {1});
        assertThat(updates().check()).isEmpty();
    }

    @Test
    void checksOnceADayEvenIfTheServerFails() throws Exception {
        assertThat(updates().checkIfDue()).isEmpty();
        server.release("0.2.0", clock.instant(), new byte[] {1});
        clock.tick(DAY.minusSeconds(1));
        assertThat(updates().checkIfDue()).isEmpty();
        assertThat(server.requests()).hasSize(1);
        clock.tick(Duration.ofSeconds(1));
        assertThat(updates().checkIfDue()).isPresent();
        clock.tick(Duration.ofDays(-365));
        server.release("0.2.0", clock.instant(), new byte[] {1});
        assertThat(updates().checkIfDue()).as("the clock was set back").isPresent();
    }

    @Test
    void asksAgainOnlyTheNextDayAfterLater() throws Exception {
        server.release("0.2.0", clock.instant(), new byte[] {1});
        assertThat(updates().checkIfDue()).isPresent();
        clock.tick(Duration.ofHours(20));
        updates().postpone();
        clock.tick(Duration.ofHours(23));
        assertThat(updates().checkIfDue()).isEmpty();
        assertThat(updates().check()).as("asked for explicitly").isPresent();
        clock.tick(Duration.ofHours(1));
        assertThat(updates().checkIfDue()).isPresent();
    }

    @Test
    void checksNothingByItselfIfSwitchedOffOrNotSetUp() throws Exception {
        server.release("0.2.0", clock.instant(), new byte[] {1});
        assertThat(updates(new Installation.ForUser(), false, server.keys()).checkIfDue())
                .isEmpty();
        ReleaseKeys none = new ReleaseKeys(server.address().toString(), List.of());
        Updates withoutKey = updates(new Installation.ForUser(), true, none);
        assertThat(withoutKey.checkIfDue()).isEmpty();
        refused(Reason.NOT_SET_UP, withoutKey::check);
        Updates withoutAddress = updates(
                new Installation.ForUser(),
                true,
                new ReleaseKeys("", server.keys().keys()));
        refused(Reason.NOT_SET_UP, withoutAddress::check);
        assertThat(server.requests()).isEmpty();
    }

    // ---- Refused manifests ----------------------------------------------------------------------------------------

    private void publish(byte[] manifest) {
        server.publish(Manifest.FILE, manifest);
    }

    private String json(String version) throws GeneralSecurityException {
        return ReleaseFolder.json(version, clock.instant(), new byte[] {1});
    }

    @Test
    void refusesAManifestOfAnotherKey() throws Exception {
        publish(ReleaseFolder.manifest(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), Manifest.PURPOSE, json("0.2.0")));
        refused(Reason.SIGNATURE, updates()::check);
        assertNothingLeft();
    }

    @Test
    void refusesASignatureMadeForAnotherPurpose() throws Exception {
        byte[] manifest = server.signed("x" + json("0.2.0"));
        String text = new String(manifest, UTF_8).replaceFirst("\nx", "\n");
        publish(text.getBytes(UTF_8));
        refused(Reason.SIGNATURE, updates()::check);
    }

    @Test
    void refusesAManifestThatWasChangedOrCutAnywhere() throws Exception {
        byte[] manifest = server.signed(json("0.2.0"));
        for (int i = 0; i < manifest.length; i += 5) {
            byte[] changed = manifest.clone();
            changed[i] ^= 4;
            byte[] cut = java.util.Arrays.copyOf(manifest, i);
            refused(Reason.SIGNATURE, () -> Manifest.read(changed, server.keys(), clock.instant()));
            refused(Reason.SIGNATURE, () -> Manifest.read(cut, server.keys(), clock.instant()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"version\": \"0.2\"}", "{\"version\": 7, \"files\": [null]}"})
    void refusesSignedManifestsThatItDoesNotUnderstand(String json) throws Exception {
        publish(server.signed(json));
        refused(Reason.FORMAT, updates()::check);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.zip", "a/b.zip", ".hidden", "", "a\\\\b"})
    void refusesNamesThatAreNoPlainFileNames(String name) throws Exception {
        publish(server.signed(json("0.2.0").replace(ReleaseFolder.archiveOf("0.2.0"), name)));
        refused(Reason.FORMAT, updates()::check);
    }

    @Test
    void refusesAnOlderVersion() throws Exception {
        publish(server.signed(json("0.0.9")));
        refused(Reason.OLDER_VERSION, updates()::check);
    }

    @Test
    void refusesAnEarlierManifestThanOneBefore() throws Exception {
        byte[] earlier = server.signed(json("0.2.0"));
        clock.tick(DAY);
        found("0.3.0", new byte[] {1});
        publish(earlier);
        refused(Reason.REPLAYED, updates()::check);
    }

    @Test
    void namesTimesOfTheShop() throws Exception {
        publish(server.signed(
                json("0.2.0").replaceFirst("\"expires\": \"[^\"]*\"", "\"expires\": \"2020-01-31T20:30:00Z\"")));
        assertThatThrownBy(updates()::check)
                .isInstanceOfSatisfying(
                        UpdateException.class, e -> assertThat(e.values()).containsExactly("01.02.2020 01:30:00"));
    }

    @Test
    void refusesAManifestThatHasExpiredOrIsNotValidYet() throws Exception {
        publish(server.signed(json("0.2.0")));
        clock.tick(Duration.ofDays(-2));
        refused(Reason.SIGNED_IN_FUTURE, updates()::check);
        clock.tick(Duration.ofDays(182));
        refused(Reason.EXPIRED, updates()::check);
    }

    @Test
    void refusesAnOversizedManifest() throws Exception {
        publish(server.signed(json("0.2.0") + " ".repeat(Manifest.LIMIT)));
        refused(Reason.TOO_LARGE, updates()::check);
    }

    @Test
    void acceptsAManifestThatAnEarlierWrongClockLetThrough() throws Exception {
        clock.tick(Duration.ofDays(3650));
        found("0.3.0", new byte[] {1});
        clock.tick(Duration.ofDays(-3650));
        assertThat(found("0.2.0", new byte[] {1}).version()).hasToString("0.2.0");
    }

    // ---- Network --------------------------------------------------------------------------------------------------

    @Test
    void reportsAServerThatIsAwayOrHasNoManifest() {
        refused(Reason.STATUS, updates()::check);
        server.close();
        refused(Reason.UNREACHABLE, updates()::check);
    }

    @Test
    void followsNoRedirectToAnotherProtocol() {
        server.answer(Manifest.FILE, exchange -> {
            exchange.getResponseHeaders().add("Location", "ftp://127.0.0.1/" + Manifest.FILE);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        refused(Reason.REDIRECT, updates()::check);
    }

    @Test
    void givesUpWhenNothingArrives() {
        server.answer(Manifest.FILE, exchange -> exchange.sendResponseHeaders(200, 100));
        refused(Reason.UNREACHABLE, updates()::check);
    }

    @Test
    void pausesTheDownloadWhileAConfirmationIsSent() throws Exception {
        Release release = found("0.2.0", new byte[1 << 20]);
        AtomicInteger asked = new AtomicInteger();
        Updates.Applied applied = updates(new Installation.None(), true, server.keys())
                .apply(release, () -> asked.incrementAndGet() < 5, _ -> {});
        assertThat(applied).isInstanceOf(Updates.Applied.Saved.class);
        assertThat(asked).as("longer than a stall may last").hasValueGreaterThanOrEqualTo(5);
    }

    // ---- Refused files --------------------------------------------------------------------------------------------

    private void assertRefused(Reason reason, Release release) throws IOException {
        refused(reason, () -> updates().apply(release, () -> false, _ -> {}));
        assertNothingLeft();
    }

    @Test
    void refusesAFileWithAnotherHashOrSize() throws Exception {
        Release release = found("0.2.0", new byte[] {1, 2, 3});
        String name = ReleaseFolder.archiveOf("0.2.0");
        server.publish(name, new byte[] {1, 2, 4});
        assertRefused(Reason.HASH, release);
        server.publish(name, new byte[] {1, 2, 3, 4});
        assertRefused(Reason.TOO_LARGE, release);
        server.publish(name, new byte[] {1, 2});
        assertRefused(Reason.TRUNCATED, release);
        server.answer(name, exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(1);
            exchange.close();
        });
        assertRefused(Reason.UNREACHABLE, release);
    }

    @Test
    void refusesAReleaseWithoutAnArchiveForThisPlatform() throws Exception {
        publish(server.signed(json("0.2.0").replace("linux-x86_64", "mac-arm64")));
        assertRefused(Reason.NO_ARCHIVE, updates().check().orElseThrow());
    }

    @Test
    void refusesAnArchiveThatIsNone() throws Exception {
        assertRefused(Reason.STORAGE, found("0.2.0", new byte[] {1, 2, 3}));
    }

    @Test
    void installsNothingThatWasOvertakenOrHasExpiredSinceItWasOffered() throws Exception {
        Release offered = found("0.2.0", new byte[] {1, 2, 3});
        clock.tick(DAY);
        Release newer = found("0.3.0", new byte[] {1, 2, 3});
        assertRefused(Reason.REPLAYED, offered);
        clock.tick(Duration.ofDays(180));
        assertRefused(Reason.EXPIRED, newer);
    }

    // ---- Installation ---------------------------------------------------------------------------------------------

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the image has install.bat there")
    void reportsAFailedScriptWhateverTheEncodingOfItsMessage() throws Exception {
        byte[] archive = ReleaseFolder.archive(folder, "printf 'no room \\217\\377'\nexit 3");
        assertRefused(Reason.INSTALLATION, found("0.2.0", archive));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the image has install.bat there")
    void installsTheArchiveWithItsOwnScript() throws Exception {
        Path installed = folder.resolve("O'Hara Ўткир");
        byte[] archive = ReleaseFolder.archive(
                folder, "test -x bin/fiskaldesk\npwd >'" + installed.toString().replace("'", "'\\''") + "'");
        List<Long> progress = new ArrayList<>();
        Updates.Applied applied = updates().apply(found("0.2.0", archive), () -> false, progress::add);
        assertThat(applied).isEqualTo(new Updates.Applied.Installed(new ReleaseVersion(0, 2, 0)));
        assertThat(installed).exists();
        assertThat(progress).last().isEqualTo(100L);
        assertNothingLeft();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the image has install.bat there")
    void reportsWhatTheScriptSays() throws Exception {
        byte[] archive = ReleaseFolder.archive(folder, "echo 'no space left' >&2; exit 2");
        Release release = found("0.2.0", archive);
        assertThatThrownBy(() -> updates().apply(release, () -> false, _ -> {}))
                .isInstanceOfSatisfying(UpdateException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INSTALLATION);
                    assertThat(e.values()).containsExactly("no space left");
                });
        assertNothingLeft();
    }

    @Test
    void downloadsNothingThatAnAdministratorInstalls() throws Exception {
        Release release = found("0.2.0", new byte[] {1});
        assertThat(updates(new Installation.SystemPackage("sudo apt"), true, server.keys())
                        .apply(release, () -> false, _ -> {}))
                .isEqualTo(new Updates.Applied.ByCommand("sudo apt"));
        assertThat(server.requests()).containsExactly(Manifest.FILE);
    }

    @Test
    void refusesASecondUpdateAtTheSameTime() throws Exception {
        Release release = found("0.2.0", new byte[] {1});
        try (FileChannel channel =
                        FileChannel.open(data().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertRefused(Reason.IN_PROGRESS, release);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void findsOutHowItWasInstalled() throws Exception {
        Path image = folder.resolve("programs/0.1.0");
        Path runtime = Files.createDirectories(image.resolve("runtime"));
        Path dpkg = folder.resolve("dpkg.list");
        assertThat(Installation.of(runtime, folder.resolve("none"), dpkg)).isEqualTo(new Installation.None());
        Files.writeString(image.resolve("version"), "0.1.0");
        Files.createSymbolicLink(image.resolveSibling("current"), Path.of("0.1.0"));
        assertThat(Installation.of(folder.resolve("programs/current/runtime"), folder.resolve("none"), dpkg))
                .isEqualTo(new Installation.ForUser());
        assertThat(Installation.of(runtime, image, dpkg))
                .isEqualTo(new Installation.SystemPackage("sudo dnf upgrade fiskaldesk"));
        Files.createFile(dpkg);
        assertThat(Installation.of(runtime, image, dpkg))
                .isEqualTo(new Installation.SystemPackage("sudo apt update && sudo apt install fiskaldesk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1", "0.1.0-rc1", "v0.1.0", "", "0.1.0.0", "1.2.123456"})
    void readsNoOtherVersions(String text) {
        assertThat(ReleaseVersion.parse(text)).isEqualTo(Optional.empty());
    }

    @Test
    void comparesVersionsByNumber() {
        assertThat(new ReleaseVersion(0, 10, 0)).isGreaterThan(new ReleaseVersion(0, 9, 99));
    }
}

package uz.fiskaldesk.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.ledger.JdbcPinStore;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.supervisor.Supervisor.Verification;
import uz.fiskaldesk.support.SecretFile;

/** Tests guarded acts and the protection against guessing the PIN. */
@NullUnmarked
class SupervisorTest {
    private static final char[] PIN = "2407".toCharArray();
    private static final char[] OTHER = "0000".toCharArray();

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();

    private final AtomicLong uptime = new AtomicLong(Duration.ofHours(5).toNanos());

    /** Creates a new instance, as after a restart of the program. */
    private Supervisor supervisor() {
        return supervisor(folder);
    }

    private Supervisor supervisor(Path dataFolder) {
        return new Supervisor(store(), dataFolder.resolve("supervisor.json"), clock, 1_000);
    }

    private PinStore store() {
        return new JdbcPinStore(SqliteLedger.urlOf(folder.resolve("ledger.db")), null, clock, uptime::get);
    }

    /** Advances the wall clock and the monotonic clock. */
    private void advance(Duration time) {
        clock.tick(time);
        uptime.addAndGet(time.toNanos());
    }

    private void set() throws Exception {
        supervisor().set(PIN, "Malika", Supervisor.everything());
    }

    @Test
    void nothingIsGuardedWithoutAPin() {
        assertThat(supervisor().isSet()).isFalse();
        for (GuardedAct act : GuardedAct.values()) {
            assertThat(supervisor().guards(act)).isFalse();
        }
    }

    @Test
    void theCorrectPinPermitsAndNamesTheSupervisor() throws Exception {
        set();

        assertThat(supervisor().guards(GuardedAct.BY_HAND)).isTrue();
        assertThat(supervisor().verify(PIN)).isEqualTo(new Verification.Permitted("Malika"));
        assertThat(supervisor().verify(OTHER)).isEqualTo(new Verification.Wrong(null));
    }

    @Test
    void onlySelectedActsAreGuarded() throws Exception {
        supervisor().set(PIN, "Malika", EnumSet.of(GuardedAct.SET_ASIDE));

        assertThat(supervisor().guards(GuardedAct.SET_ASIDE)).isTrue();
        assertThat(supervisor().guards(GuardedAct.SETTINGS)).isFalse();
        assertThat(supervisor().guarded()).isEqualTo(Set.of(GuardedAct.SET_ASIDE));
    }

    @Test
    void thePinIsNotInTheLedger() throws Exception {
        Supervisor.of(store(), folder, clock).set(PIN, "Malika", Supervisor.everything());
        assertThat(store().read()).doesNotContain("2407").contains("pbkdf2-sha256$600000$");
    }

    @Test
    void equalPinsHaveDifferentHashes() throws Exception {
        set();
        String first = store().read();
        set();

        assertThat(store().read()).isNotEqualTo(first);
    }

    @Test
    void anotherDataFolderWithTheSameLedgerIsGuardedToo(@TempDir Path other) throws Exception {
        set();
        assertThat(supervisor(other).guards(GuardedAct.BY_HAND)).isTrue();
        for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
            supervisor(other).verify(OTHER);
        }
        assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Blocked.class);
    }

    @Test
    void concurrentAttemptsAreCountedIndividually() throws Exception {
        set();
        try (ExecutorService tills = Executors.newFixedThreadPool(8)) {
            List<Future<Verification>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(tills.submit(() -> supervisor().verify(OTHER)));
            }
            int looked = 0;
            for (Future<Verification> each : tries) {
                looked += each.get() instanceof Verification.Wrong ? 1 : 0;
            }
            assertThat(looked).as("the others had to wait unseen").isEqualTo(Supervisor.FREE_TRIES);
        }
    }

    @Test
    void changingTheClockDoesNotChangeTheDelay() throws Exception {
        for (Duration jump : List.of(Duration.ofDays(3_000), Duration.ofDays(-3_000))) {
            set();
            for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
                supervisor().verify(OTHER);
            }
            clock.tick(jump);
            assertThat(supervisor().verify(PIN))
                    .isEqualTo(new Verification.Blocked(clock.instant().plus(Supervisor.FIRST_WAIT)));
            advance(Supervisor.FIRST_WAIT);
            assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Permitted.class);
        }
    }

    @Test
    void restartingTheComputerRestartsTheDelay() throws Exception {
        set();
        for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
            supervisor().verify(OTHER);
        }
        uptime.set(Duration.ofSeconds(20).toNanos());
        assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Blocked.class);
        advance(Supervisor.FIRST_WAIT.minusSeconds(1));
        assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Blocked.class);
        advance(Duration.ofSeconds(1));
        assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Permitted.class);
    }

    @Test
    void thePinFileOfAnEarlierVersionIsMigratedWithItsAttempts() throws Exception {
        Path file = folder.resolve("supervisor.json");
        SecretFile.write(
                file,
                "{\"hash\":\"" + PinHash.of(PIN, 1_000) + "\",\"name\":\"Malika\",\"guarded\":[\"settings\"],"
                        + "\"wrongTries\":4,\"blockedUntil\":\"2020-01-01T00:00:00Z\"}");
        assertThat(supervisor().guarded()).isEqualTo(Set.of(GuardedAct.SETTINGS));
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("supervisor.json.moved")).exists();
        assertThat(supervisor().verify(PIN))
                .as("nobody can tell how long ago it was")
                .isEqualTo(new Verification.Blocked(clock.instant().plus(Supervisor.waitAfter(4))));
        advance(Supervisor.waitAfter(4));
        assertThat(supervisor().verify(PIN)).isEqualTo(new Verification.Permitted("Malika"));
    }

    @Test
    void aPinFileDoesNotReplaceTheStoredPin(@TempDir Path other) throws Exception {
        set();
        SecretFile.write(
                other.resolve("supervisor.json"),
                "{\"hash\":\"" + PinHash.of(OTHER, 1_000) + "\",\"name\":\"x\",\"guarded\":[],\"wrongTries\":0}");
        assertThat(supervisor(other).verify(PIN)).isInstanceOf(Verification.Permitted.class);
        supervisor(other).remove();
        assertThat(supervisor(other).isSet()).isFalse();
    }

    @Test
    void aSharedListHasOnePinAndUsesTheServersClock(@TempDir Path other) throws Exception {
        String url = PostgresServer.get().newLedger();
        Supervisor first = new Supervisor(
                new JdbcPinStore(url, null, clock, uptime::get), folder.resolve("supervisor.json"), clock, 1_000);
        first.set(PIN, "Malika", Supervisor.everything());
        Supervisor second = new Supervisor(
                new JdbcPinStore(url, null, clock, () -> 1), other.resolve("supervisor.json"), clock, 1_000);
        try (ExecutorService tills = Executors.newFixedThreadPool(8)) {
            List<Future<Verification>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Supervisor till = i % 2 == 0 ? first : second;
                tries.add(tills.submit(() -> till.verify(OTHER)));
            }
            int looked = 0;
            for (Future<Verification> each : tries) {
                looked += each.get() instanceof Verification.Wrong ? 1 : 0;
            }
            assertThat(looked).isEqualTo(Supervisor.FREE_TRIES);
        }
        advance(Duration.ofDays(3_000));
        assertThat(second.verify(PIN)).isInstanceOf(Verification.Blocked.class);
    }

    @Test
    void wrongAttemptsDelayTheCorrectPinEvenAfterARestart() throws Exception {
        set();
        assertThat(supervisor().verify(OTHER)).isEqualTo(new Verification.Wrong(null));
        assertThat(supervisor().verify(OTHER)).isEqualTo(new Verification.Wrong(null));
        Instant until = clock.instant().plus(Supervisor.FIRST_WAIT);
        assertThat(supervisor().verify(OTHER)).isEqualTo(new Verification.Wrong(until));

        assertThat(supervisor().verify(PIN)).isEqualTo(new Verification.Blocked(until));
        advance(Supervisor.FIRST_WAIT);
        assertThat(supervisor().verify(PIN)).isInstanceOf(Verification.Permitted.class);
        assertThat(supervisor().verify(OTHER)).as("the count starts anew").isEqualTo(new Verification.Wrong(null));
    }

    @Test
    void theDelayDoublesUpToAnHour() throws Exception {
        set();
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Verification.Wrong wrong = (Verification.Wrong) supervisor().verify(OTHER);
            if (wrong.nextTry() != null) {
                Duration wait = Duration.between(clock.instant(), wrong.nextTry());
                assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Supervisor.LONGEST_WAIT);
                last = wait;
                advance(wait);
            }
        }

        assertThat(last).isEqualTo(Supervisor.LONGEST_WAIT);
    }

    @Test
    void invalidContentGuardsEverythingAndPermitsNobody() throws Exception {
        set();
        store().change((_, _) ->
                new PinStore.Changed<>("{\"hash\": \"pbkdf2-sha256$1$AAAA$AAAA\", \"guarded\": []", true));

        for (GuardedAct act : GuardedAct.values()) {
            assertThat(supervisor().guards(act)).isTrue();
        }
        assertThat(supervisor().verify(PIN)).isEqualTo(new Verification.Unavailable());
    }

    @Test
    void aShortPinIsRefused() {
        assertThatThrownBy(() -> supervisor().set("123".toCharArray(), "Malika", Supervisor.everything()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(supervisor().isSet()).isFalse();
    }

    @Test
    void aRemovedPinGuardsNothing() throws Exception {
        set();
        supervisor().remove();

        assertThat(supervisor().guards(GuardedAct.SETTINGS)).isFalse();
    }
}

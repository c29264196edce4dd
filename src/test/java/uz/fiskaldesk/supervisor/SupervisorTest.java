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
import uz.fiskaldesk.confirm.TickedClock;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.ledger.SupervisorTable;
import uz.fiskaldesk.supervisor.Supervisor.Verdict;
import uz.fiskaldesk.support.SecretFile;

/** Tests guarded acts and the protection against guessing the PIN. */
@NullUnmarked
class SupervisorTest {
    private static final char[] PIN = "2407".toCharArray();
    private static final char[] OTHER = "0000".toCharArray();

    @TempDir
    Path folder;

    private final TickedClock clock = new TickedClock();

    private final AtomicLong uptime = new AtomicLong(Duration.ofHours(5).toNanos());

    /** Creates a new instance, as after a restart of the program. */
    private Supervisor supervisor() {
        return supervisor(folder);
    }

    private Supervisor supervisor(Path dataFolder) {
        return new Supervisor(store(), dataFolder.resolve("supervisor.json"), clock, 1_000);
    }

    private PinStore store() {
        return new SupervisorTable(SqliteLedger.urlOf(folder.resolve("ledger.db")), null, clock, uptime::get);
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
        for (Bending act : Bending.values()) {
            assertThat(supervisor().guards(act)).isFalse();
        }
    }

    @Test
    void theCorrectPinPermitsAndNamesTheSupervisor() throws Exception {
        set();

        assertThat(supervisor().guards(Bending.BY_HAND)).isTrue();
        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.Permitted("Malika"));
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
    }

    @Test
    void onlySelectedActsAreGuarded() throws Exception {
        supervisor().set(PIN, "Malika", EnumSet.of(Bending.SET_ASIDE));

        assertThat(supervisor().guards(Bending.SET_ASIDE)).isTrue();
        assertThat(supervisor().guards(Bending.SETTINGS)).isFalse();
        assertThat(supervisor().guarded()).isEqualTo(Set.of(Bending.SET_ASIDE));
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
        assertThat(supervisor(other).guards(Bending.BY_HAND)).isTrue();
        for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
            supervisor(other).permit(OTHER);
        }
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.TooSoon.class);
    }

    @Test
    void concurrentAttemptsAreCountedIndividually() throws Exception {
        set();
        try (ExecutorService tills = Executors.newFixedThreadPool(8)) {
            List<Future<Verdict>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(tills.submit(() -> supervisor().permit(OTHER)));
            }
            int looked = 0;
            for (Future<Verdict> each : tries) {
                looked += each.get() instanceof Verdict.Wrong ? 1 : 0;
            }
            assertThat(looked).as("the others had to wait unseen").isEqualTo(Supervisor.FREE_TRIES);
        }
    }

    @Test
    void changingTheClockDoesNotChangeTheDelay() throws Exception {
        for (Duration jump : List.of(Duration.ofDays(3_000), Duration.ofDays(-3_000))) {
            set();
            for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
                supervisor().permit(OTHER);
            }
            clock.tick(jump);
            assertThat(supervisor().permit(PIN))
                    .isEqualTo(new Verdict.TooSoon(clock.instant().plus(Supervisor.FIRST_WAIT)));
            advance(Supervisor.FIRST_WAIT);
            assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.Permitted.class);
        }
    }

    @Test
    void restartingTheComputerRestartsTheDelay() throws Exception {
        set();
        for (int i = 0; i < Supervisor.FREE_TRIES; i++) {
            supervisor().permit(OTHER);
        }
        uptime.set(Duration.ofSeconds(20).toNanos());
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.TooSoon.class);
        advance(Supervisor.FIRST_WAIT.minusSeconds(1));
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.TooSoon.class);
        advance(Duration.ofSeconds(1));
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.Permitted.class);
    }

    @Test
    void thePinFileOfAnEarlierVersionIsMigratedWithItsAttempts() throws Exception {
        Path file = folder.resolve("supervisor.json");
        SecretFile.write(
                file,
                "{\"hash\":\"" + PinHash.of(PIN, 1_000) + "\",\"name\":\"Malika\",\"guarded\":[\"settings\"],"
                        + "\"wrongTries\":4,\"blockedUntil\":\"2020-01-01T00:00:00Z\"}");
        assertThat(supervisor().guarded()).isEqualTo(Set.of(Bending.SETTINGS));
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("supervisor.json.moved")).exists();
        assertThat(supervisor().permit(PIN))
                .as("nobody can tell how long ago it was")
                .isEqualTo(new Verdict.TooSoon(clock.instant().plus(Supervisor.waitAfter(4))));
        advance(Supervisor.waitAfter(4));
        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.Permitted("Malika"));
    }

    @Test
    void aPinFileDoesNotReplaceTheStoredPin(@TempDir Path other) throws Exception {
        set();
        SecretFile.write(
                other.resolve("supervisor.json"),
                "{\"hash\":\"" + PinHash.of(OTHER, 1_000) + "\",\"name\":\"x\",\"guarded\":[],\"wrongTries\":0}");
        assertThat(supervisor(other).permit(PIN)).isInstanceOf(Verdict.Permitted.class);
        supervisor(other).remove();
        assertThat(supervisor(other).isSet()).isFalse();
    }

    @Test
    void aSharedListHasOnePinAndUsesTheServersClock(@TempDir Path other) throws Exception {
        String url = PostgresServer.get().newLedger();
        Supervisor first = new Supervisor(
                new SupervisorTable(url, null, clock, uptime::get), folder.resolve("supervisor.json"), clock, 1_000);
        first.set(PIN, "Malika", Supervisor.everything());
        Supervisor second = new Supervisor(
                new SupervisorTable(url, null, clock, () -> 1), other.resolve("supervisor.json"), clock, 1_000);
        try (ExecutorService tills = Executors.newFixedThreadPool(8)) {
            List<Future<Verdict>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Supervisor till = i % 2 == 0 ? first : second;
                tries.add(tills.submit(() -> till.permit(OTHER)));
            }
            int looked = 0;
            for (Future<Verdict> each : tries) {
                looked += each.get() instanceof Verdict.Wrong ? 1 : 0;
            }
            assertThat(looked).isEqualTo(Supervisor.FREE_TRIES);
        }
        advance(Duration.ofDays(3_000));
        assertThat(second.permit(PIN)).isInstanceOf(Verdict.TooSoon.class);
    }

    @Test
    void wrongAttemptsDelayTheCorrectPinEvenAfterARestart() throws Exception {
        set();
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
        Instant until = clock.instant().plus(Supervisor.FIRST_WAIT);
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(until));

        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.TooSoon(until));
        advance(Supervisor.FIRST_WAIT);
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.Permitted.class);
        assertThat(supervisor().permit(OTHER)).as("the count starts anew").isEqualTo(new Verdict.Wrong(null));
    }

    @Test
    void theDelayDoublesUpToAnHour() throws Exception {
        set();
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Verdict.Wrong wrong = (Verdict.Wrong) supervisor().permit(OTHER);
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

        for (Bending act : Bending.values()) {
            assertThat(supervisor().guards(act)).isTrue();
        }
        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.Trouble());
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

        assertThat(supervisor().guards(Bending.SETTINGS)).isFalse();
    }
}

package uz.fiskaldesk.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.TickedClock;
import uz.fiskaldesk.supervisor.Supervisor.Verdict;

/** Acts that bend the rules need the supervisor's PIN, and guessing it takes for ever. */
@NullUnmarked
class SupervisorTest {
    private static final char[] PIN = "2407".toCharArray();
    private static final char[] OTHER = "0000".toCharArray();

    @TempDir
    Path folder;

    private final TickedClock clock = new TickedClock();

    /** As after a restart: everything is read from the file. */
    private Supervisor supervisor() {
        return new Supervisor(folder.resolve("supervisor.json"), clock, 1_000);
    }

    private void set() throws Exception {
        supervisor().set(PIN, "Malika", Supervisor.everything());
    }

    @Test
    void withoutAPinNothingIsGuarded() {
        assertThat(supervisor().isSet()).isFalse();
        for (Bending act : Bending.values()) {
            assertThat(supervisor().guards(act)).isFalse();
        }
    }

    @Test
    void theRightPinPermitsAndNamesTheSupervisor() throws Exception {
        set();

        assertThat(supervisor().guards(Bending.BY_HAND)).isTrue();
        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.Permitted("Malika"));
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
    }

    @Test
    void onlyWhatWasChosenIsGuarded() throws Exception {
        supervisor().set(PIN, "Malika", EnumSet.of(Bending.SET_ASIDE));

        assertThat(supervisor().guards(Bending.SET_ASIDE)).isTrue();
        assertThat(supervisor().guards(Bending.SETTINGS)).isFalse();
        assertThat(supervisor().guarded()).isEqualTo(Set.of(Bending.SET_ASIDE));
    }

    @Test
    void thePinIsNotInTheFileAndOnlyTheOwnerCanReadIt() throws Exception {
        Supervisor.in(folder, clock).set(PIN, "Malika", Supervisor.everything());
        Path file = supervisor().file();

        assertThat(Files.readString(file)).doesNotContain("2407").contains("pbkdf2-sha256$600000$");
        assumeThat(file.getFileSystem().supportedFileAttributeViews())
                .as("this file system has no POSIX permissions")
                .contains("posix");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecondPinOfTheSameDigitsLooksDifferent() throws Exception {
        set();
        String first = Files.readString(supervisor().file());
        set();

        assertThat(Files.readString(supervisor().file())).isNotEqualTo(first);
    }

    @Test
    void afterSomeWrongOnesEvenTheRightOneHasToWaitAlsoAfterARestart() throws Exception {
        set();
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(null));
        Instant until = clock.instant().plus(Supervisor.FIRST_WAIT);
        assertThat(supervisor().permit(OTHER)).isEqualTo(new Verdict.Wrong(until));

        assertThat(supervisor().permit(PIN)).isEqualTo(new Verdict.TooSoon(until));
        clock.tick(Supervisor.FIRST_WAIT);
        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.Permitted.class);
        assertThat(supervisor().permit(OTHER)).as("the count starts anew").isEqualTo(new Verdict.Wrong(null));
    }

    @Test
    void theWaitDoublesUpToAnHour() throws Exception {
        set();
        Duration last = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Verdict.Wrong wrong = (Verdict.Wrong) supervisor().permit(OTHER);
            if (wrong.nextTry() != null) {
                Duration wait = Duration.between(clock.instant(), wrong.nextTry());
                assertThat(wait).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Supervisor.LONGEST_WAIT);
                last = wait;
                clock.tick(wait);
            }
        }

        assertThat(last).isEqualTo(Supervisor.LONGEST_WAIT);
    }

    @Test
    void aClockSetBackLocksNobodyOut() throws Exception {
        set();
        for (int i = 0; i < 3; i++) {
            supervisor().permit(OTHER);
        }
        clock.tick(Duration.ofDays(-30));

        assertThat(supervisor().permit(PIN)).isInstanceOf(Verdict.Permitted.class);
    }

    @Test
    void aFileThatMakesNoSenseGuardsEverythingAndPermitsNobody() throws Exception {
        set();
        Files.writeString(supervisor().file(), "{\"hash\": \"pbkdf2-sha256$1$AAAA$AAAA\", \"guarded\": []");

        for (Bending act : Bending.values()) {
            assertThat(supervisor().guards(act)).isTrue();
        }
        assertThat(supervisor().permit(PIN))
                .isEqualTo(new Verdict.Trouble(supervisor().file()));
    }

    @Test
    void aPinThatIsTooShortIsNotTaken() {
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

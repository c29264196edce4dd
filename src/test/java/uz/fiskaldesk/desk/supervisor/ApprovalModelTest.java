package uz.fiskaldesk.desk.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.ManualClock;
import uz.fiskaldesk.desk.TestExecutor;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.TestSupervisor;

/** Tests that guarded acts require the supervisor's PIN and others do not. */
@NullUnmarked
class ApprovalModelTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final PageModel pages = new PageModel();
    private final TestExecutor window = new TestExecutor(new NoticeModel());
    private final List<String> done = new ArrayList<>();
    private ApprovalModel approval;

    @BeforeEach
    void make() {
        approval = new ApprovalModel(TestSupervisor.in(folder, clock), pages, window, clock);
    }

    private void pinFor(GuardedAct... acts) throws Exception {
        TestSupervisor.in(folder, Clock.systemUTC()).set("2407".toCharArray(), "Malika", java.util.Set.of(acts));
    }

    private void ask(GuardedAct... acts) {
        approval.requestIfGuarded(List.of(acts), (@Nullable String name) -> done.add("by " + name));
    }

    private void type(String pin) {
        approval.pin().set(pin);
        approval.submit();
        window.settle();
    }

    @Test
    void withoutAPinEverythingIsAllowed() {
        ask(GuardedAct.BY_HAND);

        assertThat(done).containsExactly("by null");
        assertThat(pages.currentPage()).isEqualTo(Page.RECEIPT);
    }

    @Test
    void unguardedActsAreAllowed() throws Exception {
        pinFor(GuardedAct.SETTINGS);
        ask(GuardedAct.BY_HAND, GuardedAct.SET_ASIDE);
        ask();

        assertThat(done).containsExactly("by null", "by null");
    }

    @Test
    void theCorrectPinAllowsTheAct() throws Exception {
        pinFor(GuardedAct.SETTINGS, GuardedAct.SET_ASIDE);
        ask(GuardedAct.BY_HAND, GuardedAct.SET_ASIDE);
        assertThat(done).isEmpty();
        assertThat(pages.currentPage()).isEqualTo(Page.PIN);
        assertThat(approval.guardedAct().get()).isEqualTo(GuardedAct.SET_ASIDE);

        type("2407");

        assertThat(done).containsExactly("by Malika");
        assertThat(pages.currentPage()).isEqualTo(Page.RECEIPT);
        assertThat(approval.pin().get()).isEmpty();
    }

    @Test
    void aWrongPinIsReportedAndFurtherAttemptsAreDelayed() throws Exception {
        pinFor(GuardedAct.SETTINGS);
        ask(GuardedAct.SETTINGS);
        for (int i = 0; i < 3; i++) {
            type("1111");
            assertThat(approval.problem().get()).isNotNull();
            assertThat(approval.pin().get()).isEmpty();
        }
        type("2407");
        assertThat(done).isEmpty();
        assertThat(approval.problem().get()).isNotNull();

        clock.tick(Duration.ofMinutes(1));
        approval.tick();
        assertThat(approval.problem().get()).as("the delay is over").isNull();
        type("2407");
        assertThat(done).hasSize(1);
    }

    @Test
    void leavingThePageCancelsTheRequest() throws Exception {
        pinFor(GuardedAct.SETTINGS);
        ask(GuardedAct.SETTINGS);
        pages.back();

        type("2407");

        assertThat(done).isEmpty();
        assertThat(approval.guardedAct().get()).isNull();
    }

    @Test
    void aPinThatIsCheckedForOneActAllowsNoOther() throws Exception {
        pinFor(GuardedAct.SETTINGS, GuardedAct.BY_HAND);
        ask(GuardedAct.SETTINGS);
        approval.pin().set("2407");
        approval.submit();
        pages.back();
        approval.requestIfGuarded(List.of(GuardedAct.BY_HAND), (@Nullable String name) -> done.add("by hand"));
        approval.pin().set("12");

        window.settle();

        assertThat(done).isEmpty();
        assertThat(approval.guardedAct().get()).isEqualTo(GuardedAct.BY_HAND);
        assertThat(approval.pin().get())
                .as("the PIN that is being entered for the second act")
                .isEqualTo("12");
    }
}

package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;

/** Asks for PINs on the {@link StartFailureView}, while there is no session. Used on the JavaFX thread. */
final class StartApproval {
    private final BackgroundTasks tasks;
    private final ApprovalModel approval;
    private boolean looking;

    StartApproval(Supervisor supervisor, BackgroundTasks tasks, Clock clock) {
        this.tasks = tasks;
        this.approval = new ApprovalModel(supervisor, new PageModel(), tasks, clock);
    }

    ApprovalModel approval() {
        return approval;
    }

    /**
     * Calls {@code then} after the PIN of each guard was entered; immediately if there are no guards.
     *
     * @param guards called in the background
     * @param then given the names of the supervisors
     */
    void ask(Supplier<List<Supervisor>> guards, Consumer<List<String>> then) {
        if (!looking) {
            looking = true;
            tasks.inBackground(
                    guards,
                    needed -> {
                        looking = false;
                        askEach(needed, List.of(), then);
                    },
                    () -> looking = false);
        }
    }

    private void askEach(List<Supervisor> guards, List<String> names, Consumer<List<String>> then) {
        if (guards.isEmpty()) {
            then.accept(names);
            return;
        }
        approval.request(
                guards.getFirst(),
                GuardedAct.SETTINGS,
                name -> askEach(
                        guards.subList(1, guards.size()),
                        Stream.concat(names.stream(), Stream.of(name))
                                .distinct()
                                .toList(),
                        then));
    }
}

package uz.fiskaldesk.desk.shell;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.supervisor.Bending;
import uz.fiskaldesk.supervisor.Supervisor;

/** Asks for PINs while there is no session, on the page that says why there is none. On the window's thread. */
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
     * Goes on when the PIN of each guard was typed; at once where there is none.
     *
     * @param guards slow; not called on the window's thread
     * @param then given the supervisors' names, empty where nobody had to be asked
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
                Bending.SETTINGS,
                name -> askEach(
                        guards.subList(1, guards.size()),
                        Stream.concat(names.stream(), Stream.of(name))
                                .distinct()
                                .toList(),
                        then));
    }
}

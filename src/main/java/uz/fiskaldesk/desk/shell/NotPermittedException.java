package uz.fiskaldesk.desk.shell;

import java.util.List;
import uz.fiskaldesk.supervisor.Supervisor;

/** Thrown if the desk was started with options that need a supervisor's PIN, which was not given yet. */
public final class NotPermittedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> options;
    private final transient List<Supervisor> guards;

    /**
     * @param options the names of the options
     * @param guards the supervisors whose PINs are needed
     */
    public NotPermittedException(List<String> options, List<Supervisor> guards) {
        super("Options that need a PIN: " + options);
        this.options = List.copyOf(options);
        this.guards = List.copyOf(guards);
    }

    List<String> options() {
        return options;
    }

    List<Supervisor> guards() {
        return guards;
    }
}

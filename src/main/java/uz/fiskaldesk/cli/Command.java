package uz.fiskaldesk.cli;

/** A command of the program. */
interface Command {
    /**
     * Runs the command.
     *
     * @throws RefusedException if the command does not do what was requested
     * @throws InterruptedException if the program is being terminated
     */
    ExitCode run(Services services, Output output) throws RefusedException, InterruptedException;

    /** Whether the command itself asks for a PIN needed by options if it was not given on the command line. */
    default boolean asksForPinItself() {
        return false;
    }
}

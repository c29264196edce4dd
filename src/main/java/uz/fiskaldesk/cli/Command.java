package uz.fiskaldesk.cli;

/** What one word of the command line does. */
interface Command {
    /**
     * Does it.
     *
     * @throws RefusedException where it is not done
     * @throws InterruptedException where the program is being ended
     */
    ExitCode run(Services services, Screen screen) throws RefusedException, InterruptedException;

    /** Whether it asks by itself for the PIN that options need, where it was not given on the command line. */
    default boolean asksItself() {
        return false;
    }
}

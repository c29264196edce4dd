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
}

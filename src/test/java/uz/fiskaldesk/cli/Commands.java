package uz.fiskaldesk.cli;

import java.util.Set;

/** The commands of the program, for tests in other packages. */
public final class Commands {
    private Commands() {}

    /** The names of all commands. */
    public static Set<String> names() {
        return CommandParser.describe().getSubcommands().keySet();
    }
}

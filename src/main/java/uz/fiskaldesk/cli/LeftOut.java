package uz.fiskaldesk.cli;

import java.util.List;
import uz.fiskaldesk.confirm.Ledger;

/** Names the payments that cannot be read, so that a list or a total without them is not taken for complete. */
final class LeftOut {
    private LeftOut() {}

    /** Names what the ledger has left out so far; {@link ExitCode#PARTLY} if it has left out anything. */
    static ExitCode report(Ledger ledger, Services services, Output output) {
        List<String> payments = ledger.leftOut();
        payments.forEach(payment -> output.say(services.translations().get("cli.list.unreadable", payment)));
        return payments.isEmpty() ? ExitCode.DONE : ExitCode.PARTLY;
    }
}

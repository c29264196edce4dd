package uz.fiskaldesk.desk.health;

import java.util.function.Function;
import uz.fiskaldesk.support.BackgroundServer;

/**
 * A server for other programs that runs as long as a session of the desk.
 *
 * @param opener makes what opens it; given what to call when the server has changed the ledger, on any thread
 */
public record SessionServer(Kind kind, Function<Runnable, BackgroundServer.Opener> opener) {
    /** The servers of the desk. */
    public enum Kind {
        /** Between the POS and FiscalBox. */
        GATEWAY("server.gateway", true);

        private final String textKey;
        private final boolean needsFiscalBox;

        Kind(String textKey, boolean needsFiscalBox) {
            this.textKey = textKey;
            this.needsFiscalBox = needsFiscalBox;
        }

        /** The key of its name. */
        public String textKey() {
            return textKey;
        }

        /** Whether it is of no use while FiscalBox does not answer. */
        public boolean needsFiscalBox() {
            return needsFiscalBox;
        }
    }
}

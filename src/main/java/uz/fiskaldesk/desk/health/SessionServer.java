package uz.fiskaldesk.desk.health;

import java.util.function.Consumer;
import java.util.function.Function;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.support.BackgroundServer;

/**
 * A server for other programs that runs as long as a session of the desk.
 *
 * @param opener makes what opens it
 */
public record SessionServer(Kind kind, Function<Events, BackgroundServer.Opener> opener) {
    /**
     * What a server reports, on any thread.
     *
     * @param changed the ledger was changed
     * @param notice something that the cashier has to be told
     */
    public record Events(Runnable changed, Consumer<LocalizedText> notice) {}

    /** The servers of the desk. */
    public enum Kind {
        /** Between the POS and FiscalBox. */
        GATEWAY("server.gateway", "server.open", true),
        /** The folder whose files are imported. */
        WATCH("server.watch", "server.watching", false),
        /** Takes payments from other programs. */
        INBOX("server.inbox", "server.inbox.open", false);

        private final String textKey;
        private final String openKey;
        private final boolean needsFiscalBox;

        Kind(String textKey, String openKey, boolean needsFiscalBox) {
            this.textKey = textKey;
            this.openKey = openKey;
            this.needsFiscalBox = needsFiscalBox;
        }

        /** The key of its name. */
        public String textKey() {
            return textKey;
        }

        /** The key of the sentence that it is open, with its address. */
        public String openKey() {
            return openKey;
        }

        /** Whether it is of no use while FiscalBox does not answer. */
        public boolean needsFiscalBox() {
            return needsFiscalBox;
        }
    }
}

package uz.fiskaldesk.support;

import java.io.IOException;

/** A server of this program cannot be opened. The reason is a sentence of the language files. */
public final class ServerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String textKey;
    private final transient Object[] values;

    /**
     * @param textKey the sentence, which says what to do
     * @param values of its placeholders
     */
    public ServerException(String textKey, Object... values) {
        super(textKey);
        this.textKey = textKey;
        this.values = values.clone();
    }

    /** Another program listens on the port. */
    public static ServerException portInUse(int port) {
        return new ServerException("server.port-in-use", port);
    }

    public String in(Translations texts) {
        return texts.get(textKey, values);
    }
}

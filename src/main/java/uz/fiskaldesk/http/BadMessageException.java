package uz.fiskaldesk.http;

import java.net.ProtocolException;

/** A message that is not valid HTTP/1.1 or that the gateway does not pass on. */
public final class BadMessageException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status the HTTP status with which such a request is refused */
    public BadMessageException(int status, String message) {
        super(message);
        this.status = status;
    }

    public BadMessageException(String message) {
        this(400, message);
    }

    public int status() {
        return status;
    }
}

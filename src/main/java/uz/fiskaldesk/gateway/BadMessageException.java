package uz.fiskaldesk.gateway;

import java.net.ProtocolException;

/** A message that is not valid HTTP/1.1 or that the gateway does not pass on. */
final class BadMessageException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status the HTTP status with which such a request is refused */
    BadMessageException(int status, String message) {
        super(message);
        this.status = status;
    }

    BadMessageException(String message) {
        this(400, message);
    }

    int status() {
        return status;
    }
}

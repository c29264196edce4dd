package uz.fiskaldesk.inbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.http.Response;

/** A request is rejected as a whole. */
final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String sentence;
    private final @Nullable String field;

    /**
     * @param status the HTTP status
     * @param code a stable name of the reason
     * @param sentence the reason in words
     */
    RejectedException(int status, String code, String sentence) {
        this(status, code, sentence, null);
    }

    /** @param field a header field of the response */
    RejectedException(int status, String code, String sentence, @Nullable String field) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.sentence = sentence;
        this.field = field;
    }

    int status() {
        return status;
    }

    String sentence() {
        return sentence;
    }

    Response response() {
        Response response = InboxJson.error(status, code, sentence, List.of());
        return field == null ? response : response.with(field);
    }
}

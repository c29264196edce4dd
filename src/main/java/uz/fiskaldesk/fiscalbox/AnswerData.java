package uz.fiskaldesk.fiscalbox;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads FiscalBox's answers to another program, and writes values as FiscalBox does where this program answers instead. */
public final class AnswerData {
    private AnswerData() {}

    /** Puts a value that FiscalBox writes as a number if it is one. */
    public static void putNumberOrText(ObjectNode object, String name, @Nullable String value) {
        if (value != null && value.matches("0|[1-9][0-9]{0,17}")) {
            object.put(name, Long.parseLong(value));
        } else {
            object.put(name, value);
        }
    }

    /**
     * The object {@code data} of a complete response that reports success; empty for any other response.
     *
     * @param headers by name, without Content-Encoding if {@code content} is decoded
     * @param content the body without chunk framing
     */
    public static Optional<JsonNode> ofSuccess(int status, Map<String, List<String>> headers, byte[] content) {
        String text = AnswerDecoder.of(content, HttpHeaders.of(headers, (_, _) -> true));
        if (status / 100 != 2 || text == null) {
            return Optional.empty();
        }
        return Envelope.read(text) instanceof Envelope.Reading.Whole(Envelope envelope)
                        && envelope.isSuccess()
                        && !envelope.hasError()
                        && envelope.providerCode() == null
                ? Optional.ofNullable(envelope.data())
                : Optional.empty();
    }
}

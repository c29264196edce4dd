package uz.fiskaldesk.fiscalbox;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The data of a response that was made for another program and is only read along. */
public final class AnswerData {
    private AnswerData() {}

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

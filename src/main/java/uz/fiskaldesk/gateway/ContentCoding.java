package uz.fiskaldesk.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.http.MessageHead;

/**
 * Decodes compressed content for reading it. A POS may accept a compressed answer, which is passed on as it is but has to
 * be judged.
 */
final class ContentCoding {
    private static final Logger LOG = LoggerFactory.getLogger(ContentCoding.class);

    private final Map<String, List<String>> headers;
    private final byte[] content;

    private ContentCoding(Map<String, List<String>> headers, byte[] content) {
        this.headers = headers;
        this.content = content;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] content() {
        return content;
    }

    /**
     * The headers and the content without gzip or deflate. With any other coding, or if the content is damaged or exceeds
     * the limit, both stay as they are; such content cannot be read.
     *
     * @param limit of the decoded content, in bytes
     */
    static ContentCoding decoded(MessageHead head, byte[] content, int limit) {
        Map<String, List<String>> headers = new TreeMap<>(head.byName());
        List<String> codings = head.members("Content-Encoding");
        if (codings.size() != 1 || content.length == 0) {
            return new ContentCoding(headers, content);
        }
        try (InputStream in = decoder(codings.getFirst(), content)) {
            byte[] decoded = in.readNBytes(limit + 1);
            if (decoded.length > limit) {
                return new ContentCoding(headers, content);
            }
            headers.remove("content-encoding");
            headers.computeIfPresent("content-length", (_, _) -> List.of(Integer.toString(decoded.length)));
            return new ContentCoding(headers, decoded);
        } catch (IOException e) {
            LOG.debug("compressed content cannot be read: {}", e.getMessage());
            return new ContentCoding(headers, content);
        }
    }

    private static InputStream decoder(String coding, byte[] content) throws IOException {
        InputStream in = new ByteArrayInputStream(content);
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw new IOException("the coding " + coding + " is not supported");
        };
    }
}

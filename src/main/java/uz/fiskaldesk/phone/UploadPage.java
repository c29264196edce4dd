package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.support.Translations;

/**
 * The page on the phone: a file field that opens the camera. It works without its script, which only saves a tap and keeps
 * the page when the desk is not reached. Nothing in it comes from elsewhere; the browser is told so (Content Security
 * Policy, by the hashes of the script and the style). Thread-safe.
 */
final class UploadPage {
    /** How a sentence is shown. */
    enum Kind {
        TAKEN,
        REFUSED,
        NONE
    }

    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final String page = resource("page.html");
    private final String script = resource("page.js");
    private final String style = resource("page.css");
    private final String policy = "Content-Security-Policy: default-src 'none'; script-src 'sha256-" + hash(script)
            + "'; style-src 'sha256-" + hash(style)
            + "'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** The page with the form. */
    Response form(Translations texts) {
        return html(200, texts, Kind.NONE, "", true);
    }

    /** The page with a sentence about the last picture, and the form for the next one. */
    Response result(int status, Translations texts, Kind kind, String sentence) {
        return html(status, texts, kind, sentence, true);
    }

    /** A page with a sentence only, for who may not send pictures. */
    Response closed(int status, Translations texts, String sentence) {
        return html(status, texts, Kind.REFUSED, sentence, false);
    }

    /** The sentence alone, for the script. */
    static Response plain(int status, String sentence) {
        return guarded(new Response(status, TEXT, sentence));
    }

    private Response html(int status, Translations texts, Kind kind, String sentence, boolean withForm) {
        String filled = page.replace("${lang}", texts.language().tag())
                .replace("${style}", style)
                .replace("${script}", withForm ? script : "")
                .replace("${form}", withForm ? "" : "hidden")
                .replace("${limit}", Integer.toString(PhoneHandler.MOST_BYTES))
                .replace("${kind}", kind.name().toLowerCase(java.util.Locale.ROOT))
                .replace("${title}", escaped(texts.get("phone.page.title")))
                .replace("${how}", escaped(texts.get("phone.page.how")))
                .replace("${take}", escaped(texts.get("phone.page.take")))
                .replace("${send}", escaped(texts.get("phone.page.send")))
                .replace("${sending}", escaped(texts.get("phone.page.sending")))
                .replace("${too-large}", escaped(PhoneHandler.tooLarge(texts)))
                .replace("${unreached}", escaped(texts.get("phone.page.unreached")))
                .replace("${sentence}", escaped(sentence));
        return guarded(new Response(status, HTML, filled)).with(policy);
    }

    /**
     * With the policy {@code no-referrer}, browsers would send the Origin of the form as {@code null} (WHATWG Fetch, "append
     * a request Origin header").
     */
    private static Response guarded(Response response) {
        return response.with("Cache-Control: no-store")
                .with("X-Content-Type-Options: nosniff")
                .with("X-Frame-Options: DENY")
                .with("Referrer-Policy: same-origin");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(UploadPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

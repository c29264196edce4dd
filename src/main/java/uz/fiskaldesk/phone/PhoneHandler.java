package uz.fiskaldesk.phone;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.http.BadMessageException;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.BodyCopy;
import uz.fiskaldesk.http.BodyFraming;
import uz.fiskaldesk.http.ByteInput;
import uz.fiskaldesk.http.ClientConnection;
import uz.fiskaldesk.http.LoopbackServer;
import uz.fiskaldesk.http.RequestHead;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.support.Translations;

/**
 * Answers the requests of phones. There are two paths: the link, which works once, and {@code /}, for the paired phone only.
 * The body of a request that is refused by its head is not read.
 */
final class PhoneHandler implements LoopbackServer.Handler {
    /** The maximum size of a picture. */
    static final int MOST_BYTES = 20 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PhoneHandler.class);
    private static final String HOME = "/";
    private static final Pattern LINK = Pattern.compile("/([0-9a-f]{32})");
    private static final String COOKIE = "fiskaldesk-phone";

    private final String host;
    private final Pairing pairing;
    private final PhoneDesk desk;
    private final UploadRate rate;
    private final UploadPage page = new UploadPage();
    /** One picture at a time, so that pictures cannot fill the memory. */
    private final Semaphore uploading = new Semaphore(1);

    /** @param host the only accepted value of {@code Host} */
    PhoneHandler(String host, Pairing pairing, PhoneDesk desk, LongSupplier nanoTime) {
        this.host = host;
        this.pairing = pairing;
        this.desk = desk;
        this.rate = new UploadRate(nanoTime);
    }

    /** The sentence about a picture over the limit. */
    static String tooLarge(Translations texts) {
        return texts.get("phone.page.too-large", MOST_BYTES >> 20);
    }

    @Override
    public boolean handle(RequestHead head, ClientConnection client) throws IOException, InterruptedException {
        BodyCopy content = BodyCopy.upTo(MOST_BYTES + PictureForm.OVERHEAD);
        Body body = new Body(head.framing(), client.in(), content);
        Response response;
        boolean valid = true;
        try {
            response = answer(new Upload(head, body, content, client));
        } catch (BadMessageException e) {
            valid = false;
            response = Response.empty(e.status());
        }
        if (response.status() >= 400) {
            LOG.info("refused a request of a phone with {}", response.status());
        }
        boolean last = !valid || head.isLast() || !body.isComplete() || head.isHead();
        client.answer(response, last);
        if (!body.isComplete()) {
            client.drain(PhoneServer.LIMITS.drain());
        }
        return !last;
    }

    /** A request whose body is not read yet. */
    private record Upload(RequestHead head, Body body, BodyCopy content, ClientConnection client) {
        String contentType() {
            List<String> types = head.head().values("Content-Type");
            return types.size() == 1 ? types.getFirst() : "";
        }

        void read() throws IOException {
            if (head.expectsContinue()) {
                client.continueRequest();
            }
            byte[] buffer = new byte[ByteInput.BUFFER_SIZE];
            while (!body.isComplete()) {
                body.read(buffer);
            }
        }
    }

    private Response answer(Upload request) throws IOException, InterruptedException {
        RequestHead head = request.head();
        // RequestHead accepts other ports and the names of this computer, which the link never has.
        if (!head.head().values("Host").equals(List.of(host))) {
            return Response.empty(403);
        }
        boolean isHome = head.target().equals(HOME);
        var link = LINK.matcher(head.target());
        if (!isHome && !link.matches()) {
            return Response.empty(404);
        }
        if (head.method().equals("GET")) {
            return isHome ? home(head) : open(head, link.group(1));
        }
        if (!isHome || !head.method().equals("POST")) {
            return Response.empty(405).with("Allow: " + (isHome ? "GET, POST" : "GET"));
        }
        return isPaired(head) ? picture(request) : notPaired(head);
    }

    private Response home(RequestHead head) {
        return isPaired(head) ? page.form(desk.texts()) : notPaired(head);
    }

    private Response open(RequestHead head, String token) {
        if (isPrefetch(head)) {
            // A browser that only looks ahead must not use up the link.
            return Response.empty(503);
        }
        Optional<String> secret = pairing.open(token);
        if (secret.isPresent()) {
            desk.paired();
            return Response.empty(303)
                    .with("Location: " + HOME)
                    .with("Cache-Control: no-store")
                    .with("Set-Cookie: " + COOKIE + "=" + secret.get() + "; Path=/; HttpOnly; SameSite=Lax");
        }
        return isPaired(head) ? Response.empty(303).with("Location: " + HOME) : notPaired(head);
    }

    private static boolean isPrefetch(RequestHead head) {
        return Stream.of("Purpose", "Sec-Purpose", "X-Moz", "X-Purpose")
                .flatMap(name -> head.head().values(name).stream())
                .anyMatch(value -> value.contains("prefetch") || value.contains("preview"));
    }

    private boolean isPaired(RequestHead head) {
        return head.head().values("Cookie").stream()
                .flatMap(value -> Stream.of(value.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .anyMatch(cookie -> pairing.isPaired(cookie.substring(COOKIE.length() + 1)));
    }

    private Response notPaired(RequestHead head) {
        Translations texts = desk.texts();
        String sentence = texts.get("phone.page.not-paired");
        return isFromScript(head) ? UploadPage.plain(403, sentence) : page.closed(403, texts, sentence);
    }

    private Response picture(Upload request) throws IOException, InterruptedException {
        RequestHead head = request.head();
        Translations texts = desk.texts();
        if (head.head().values("Origin").isEmpty()) {
            // RequestHead has refused other origins; every browser names the origin of a form.
            return Response.empty(403);
        }
        Optional<String> boundary = PictureForm.boundary(request.contentType());
        if (boundary.isEmpty()) {
            return refusal(head, 415, texts.get("phone.page.not-image"));
        }
        if (!(head.framing() instanceof BodyFraming.Length(long length))) {
            return Response.empty(411);
        }
        if (length > MOST_BYTES + PictureForm.OVERHEAD) {
            return refusal(head, 413, tooLarge(texts));
        }
        if (!uploading.tryAcquire()) {
            return tooFast(head);
        }
        try {
            if (!rate.accepts()) {
                return tooFast(head);
            }
            request.read();
            return read(head, PictureForm.file(request.content().content(), boundary.get()));
        } finally {
            uploading.release();
        }
    }

    private Response tooFast(RequestHead head) {
        return refusal(head, 429, desk.texts().get("phone.page.too-fast")).with("Retry-After: 1");
    }

    private Response read(RequestHead head, Optional<byte[]> file) throws InterruptedException {
        Translations texts = desk.texts();
        if (file.isEmpty() || file.get().length == 0) {
            return refusal(head, 400, texts.get("phone.page.nothing"));
        }
        if (file.get().length > MOST_BYTES) {
            return refusal(head, 413, tooLarge(texts));
        }
        return switch (ImageKind.of(file.get())) {
            case OTHER -> refusal(head, 415, texts.get("phone.page.not-image"));
            case UNREADABLE -> refusal(head, 415, texts.get("phone.page.format"));
            case READABLE -> {
                PhoneDesk.Reply reply = desk.read(file.get());
                yield reply.taken()
                        ? result(head, 200, UploadPage.Kind.TAKEN, reply.sentence())
                        : refusal(head, 422, reply.sentence());
            }
        };
    }

    private Response refusal(RequestHead head, int status, String sentence) {
        return result(head, status, UploadPage.Kind.REFUSED, sentence);
    }

    private Response result(RequestHead head, int status, UploadPage.Kind kind, String sentence) {
        return isFromScript(head)
                ? UploadPage.plain(status, sentence)
                : page.result(status, desk.texts(), kind, sentence);
    }

    private static boolean isFromScript(RequestHead head) {
        return !head.head().values("X-Requested-With").isEmpty();
    }
}

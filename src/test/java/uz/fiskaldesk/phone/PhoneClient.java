package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The browser of a phone, as far as the server can tell. */
public final class PhoneClient implements AutoCloseable {
    private static final String BOUNDARY = "----WebKitFormBoundaryA1b2C3d4E5f6G7h8";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    String cookie = "";

    public PhoneClient(URI server) {
        this.server = server.resolve("/");
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(UTF_8));
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.replaceFirst(";.*", ""));
        return response;
    }

    /** Opens the link, follows its redirection and keeps the cookie. */
    public HttpResponse<String> pair(URI link) throws IOException, InterruptedException {
        HttpResponse<String> opened = get(link.getPath());
        return opened.statusCode() == 303
                ? get(opened.headers().firstValue("Location").orElseThrow())
                : opened;
    }

    /** Sends a picture as the form does. */
    public HttpResponse<String> photograph(byte[] picture) throws IOException, InterruptedException {
        return send(form(form("picture", picture)));
    }

    HttpRequest.Builder form(byte[] body) {
        return request("/")
                .header("Origin", server.toString().replaceFirst("/$", ""))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    static byte[] form(String field, byte[] file) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field
                        + "\"; filename=\"image.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return body.toByteArray();
    }

    /** Sends bytes and returns everything that the server answers. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

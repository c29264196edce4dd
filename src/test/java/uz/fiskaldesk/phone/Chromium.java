package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chromium without a window, with one tab that behaves as a phone's browser. Controlled by the DevTools protocol
 * (chromedevtools.github.io/devtools-protocol).
 */
public final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final int PATIENCE_SECONDS = 30;

    /** An Android phone of 2020. */
    private static final String USER_AGENT =
            "Mozilla/5.0 (Linux; Android 9; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/80.0.3987.99 Mobile Safari/537.36";

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final String session;
    private int lastId;

    /** @param profile a folder for the browser's files */
    public Chromium(Path profile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--proxy-server=direct://",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank"));
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(debuggingAddress()), new Messages(messages))
                .join();
        String target = call("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .stringValue();
        session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .stringValue();
        page("Page.enable", Map.of());
        page("DOM.enable", Map.of());
        page(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 640, "deviceScaleFactor", 2, "mobile", true));
        page("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
        page("Emulation.setUserAgentOverride", Map.of("userAgent", USER_AGENT, "platform", "Linux armv8l"));
    }

    /** The program; fails, and does not skip, where there is none. */
    private static String program() {
        String given = System.getenv("CHROMIUM");
        if (given != null) {
            return given;
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError(
                        "Chromium is missing: apt-get install chromium, or name it in the variable CHROMIUM"));
    }

    /** Reads on in the background, so that the browser never blocks on its log. */
    private String debuggingAddress() throws InterruptedException {
        BlockingQueue<String> found = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader log = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
                for (String line = log.readLine(); line != null; line = log.readLine()) {
                    Matcher listening = LISTENING.matcher(line);
                    if (listening.find()) {
                        found.add(listening.group(1));
                    }
                }
            } catch (IOException e) {
                // The browser has ended.
            }
        });
        String address = found.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (address == null) {
            throw new AssertionError("Chromium did not start");
        }
        return address;
    }

    /** Collects the messages of the browser, which may come in parts. */
    private static final class Messages implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> queue;
        private final StringBuilder part = new StringBuilder();

        Messages(BlockingQueue<JsonNode> queue) {
            this.queue = queue;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                queue.add(JSON.readTree(part.toString()));
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private JsonNode page(String method, Map<String, ?> parameters) throws InterruptedException {
        return send(Map.of("method", method, "params", parameters, "sessionId", session));
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
        return send(Map.of("method", method, "params", parameters));
    }

    private JsonNode send(Map<String, ?> message) throws InterruptedException {
        int id = ++lastId;
        var withId = new java.util.HashMap<String, Object>(message);
        withId.put("id", id);
        socket.sendText(JSON.writeValueAsString(withId), true).join();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            JsonNode answer = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (answer == null) {
                throw new AssertionError("Chromium did not answer " + message);
            }
            if (answer.path("id").asInt(0) == id) {
                if (answer.has("error")) {
                    throw new AssertionError(message + ": " + answer.get("error"));
                }
                return answer.get("result");
            }
        }
    }

    /** Opens an address and waits until the page is loaded. */
    public void open(URI address) throws InterruptedException {
        JsonNode result = page("Page.navigate", Map.of("url", address.toString()));
        if (result.has("errorText")) {
            throw new AssertionError(address + ": " + result.get("errorText").stringValue());
        }
        until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Whether scripts of pages run. */
    public void setScripts(boolean on) throws InterruptedException {
        page("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    /** The value of an expression in the page, as text. */
    public String evaluate(String expression) throws InterruptedException {
        JsonNode result = page("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        return result.path("result").path("value").asString("");
    }

    /** Waits until an expression is true; a page that is being replaced answers later. */
    public void until(String expression) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!evaluate("String(!!(" + expression + "))").equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError(expression + " in: " + evaluate("document.documentElement.outerHTML"));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Chooses a file in a field, as if it had just been photographed. */
    public void choose(String selector, Path file) throws InterruptedException {
        int root = page("DOM.getDocument", Map.of()).path("root").path("nodeId").asInt();
        int field = page("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                .path("nodeId")
                .asInt();
        page("DOM.setFileInputFiles", Map.of("nodeId", field, "files", List.of(file.toString())));
    }

    /** Touches the middle of an element. */
    public void tap(String selector) throws InterruptedException {
        String[] middle = evaluate(
                        "(function () { var box = document.querySelector('" + selector
                                + "').getBoundingClientRect(); return (box.left + box.width / 2) + ' ' + (box.top + box.height / 2); })()")
                .split(" ", -1);
        Map<String, Double> point = Map.of("x", Double.parseDouble(middle[0]), "y", Double.parseDouble(middle[1]));
        page("Input.dispatchTouchEvent", Map.of("type", "touchStart", "touchPoints", List.of(point)));
        page("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
    }

    /** Saves a picture of the page. */
    public void photograph(Path png) throws IOException, InterruptedException {
        String data = page("Page.captureScreenshot", Map.of("format", "png"))
                .get("data")
                .stringValue();
        Files.write(png, Base64.getDecoder().decode(data));
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}

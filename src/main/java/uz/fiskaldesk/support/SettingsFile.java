package uz.fiskaldesk.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code settings.json}. Keys that this version does not know are kept. A file that cannot be understood is put aside
 * and never overwritten, for somebody may have spent an hour on it.
 */
public final class SettingsFile {
    /**
     * What was found.
     *
     * @param keptAside where a file that could not be understood was put
     * @param problem what was wrong with it
     */
    public record Found(
            Settings settings,
            @Nullable Path keptAside,
            @Nullable String problem) {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    private static final Pattern SIZE = Pattern.compile("(\\d{3,4})x(\\d{3,4})");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Clock clock;

    public SettingsFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Reads the file; the defaults where there is none. */
    public Found read() throws IOException {
        if (!Files.exists(file)) {
            return new Found(Settings.DEFAULT, null, null);
        }
        try {
            return new Found(settings(tree()), null, null);
        } catch (JacksonException | IllegalArgumentException e) {
            Path aside = freePlaceAside();
            Files.move(file, aside);
            String problem = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            return new Found(Settings.DEFAULT, aside, problem);
        }
    }

    private Path freePlaceAside() {
        String name = file.getFileName() + ".bad-" + STAMP.format(clock.instant());
        Path aside = file.resolveSibling(name);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(name + "-" + i);
        }
        return aside;
    }

    private ObjectNode tree() throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("the file does not hold an object");
    }

    private static Settings settings(ObjectNode root) {
        checkObject(root, "ledger");
        checkObject(root, "api");
        checkObject(root, "proxy");
        checkObject(root, "camera");
        checkObject(root, "scanner");
        return new Settings(
                new Settings.LedgerPlace(
                        text(root.at("/ledger/url"), "ledger.url"),
                        text(root.at("/ledger/passwordFile"), "ledger.passwordFile")),
                api(root.path("api")),
                new Settings.Proxy(
                        text(root.at("/proxy/url"), "proxy.url"),
                        text(root.at("/proxy/user"), "proxy.user"),
                        text(root.at("/proxy/passwordFile"), "proxy.passwordFile")),
                new Settings.Look(
                        language(text(root.path("language"), "language")), theme(text(root.path("theme"), "theme"))),
                new Settings.People(text(root.path("till"), "till"), text(root.path("cashier"), "cashier")),
                camera(root.path("camera")),
                scanner(root.path("scanner")));
    }

    private static Settings.Api api(JsonNode node) {
        Settings.Api usual = Settings.Api.USUAL;
        return new Settings.Api(
                text(node.path("url"), "api.url"),
                seconds(node.path("timeoutSeconds"), "api.timeoutSeconds", usual.answerTimeout()),
                seconds(node.path("connectTimeoutSeconds"), "api.connectTimeoutSeconds", usual.connectTimeout()));
    }

    private static Settings.Camera camera(JsonNode node) {
        Settings.Camera any = Settings.Camera.ANY;
        return new Settings.Camera(
                flag(node.path("on"), "camera.on", any.on()),
                text(node.path("id"), "camera.id"),
                text(node.path("name"), "camera.name"),
                size(text(node.path("size"), "camera.size"), any.size()),
                flag(node.path("mirrored"), "camera.mirrored", any.mirrored()));
    }

    private static Settings.Camera.Size size(@Nullable String text, Settings.Camera.Size otherwise) {
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("camera.size is not like 1280x720");
        }
        return new Settings.Camera.Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    private static Settings.Scanner scanner(JsonNode node) {
        Settings.Scanner keyboard = Settings.Scanner.KEYBOARD;
        return new Settings.Scanner(
                text(node.path("port"), "scanner.port"),
                baud(node.path("baud"), keyboard.baud()),
                flag(node.path("sounds"), "scanner.sounds", keyboard.sounds()),
                flag(node.path("sendAtOnce"), "scanner.sendAtOnce", keyboard.sendsAtOnce()));
    }

    private static int baud(JsonNode node, int otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isInt() || node.intValue() < 300 || node.intValue() > 921_600) {
            throw new IllegalArgumentException("scanner.baud is not a number from 300 to 921600");
        }
        return node.intValue();
    }

    private static boolean flag(JsonNode node, String key, boolean otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isBoolean()) {
            throw new IllegalArgumentException(key + " is neither true nor false");
        }
        return node.booleanValue();
    }

    private static void checkObject(ObjectNode root, String key) {
        JsonNode node = root.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw new IllegalArgumentException(key + " is not an object");
        }
    }

    private static @Nullable String text(JsonNode node, String key) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw new IllegalArgumentException(key + " is not a text");
        }
        return node.stringValue().isBlank() ? null : node.stringValue().strip();
    }

    private static Duration seconds(JsonNode node, String key, Duration otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isNumber()
                || !(node.doubleValue() > 0)
                || node.doubleValue() > Settings.LONGEST_TIMEOUT.toSeconds()) {
            throw new IllegalArgumentException(
                    key + " is not a number from 1 to " + Settings.LONGEST_TIMEOUT.toSeconds());
        }
        return Duration.ofMillis(Math.max(1, Math.round(node.doubleValue() * 1000)));
    }

    private static @Nullable Language language(@Nullable String tag) {
        return tag == null
                ? null
                : Language.ofTag(tag)
                        .orElseThrow(() -> new IllegalArgumentException("language is none of uz, uz-Cyrl, ru, en"));
    }

    private static Settings.Theme theme(@Nullable String name) {
        try {
            return name == null ? Settings.Theme.LIGHT : Settings.Theme.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("theme is neither light nor dark", e);
        }
    }

    /**
     * Writes the settings to a temporary file and moves it into place, keeping what else the file holds.
     *
     * @throws IOException also where the file has become one that cannot be understood; it is left as it is
     */
    public void write(Settings settings) throws IOException {
        ObjectNode root = Files.exists(file) ? treeToWriteInto() : JSON.createObjectNode();
        ObjectNode ledger = root.withObject("/ledger");
        ledger.put("url", settings.ledgerUrl());
        ledger.put("passwordFile", settings.ledgerPasswordFile());
        ObjectNode api = root.withObject("/api");
        api.put("url", settings.apiUrl());
        putSeconds(api, "timeoutSeconds", settings.answerTimeout());
        putSeconds(api, "connectTimeoutSeconds", settings.connectTimeout());
        ObjectNode proxy = root.withObject("/proxy");
        proxy.put("url", settings.proxy().url());
        proxy.put("user", settings.proxy().user());
        proxy.put("passwordFile", settings.proxy().passwordFile());
        root.put(
                "language",
                settings.language() == null ? null : settings.language().tag());
        root.put("theme", settings.theme().name().toLowerCase(Locale.ROOT));
        root.put("till", settings.till());
        root.put("cashier", settings.cashier());
        putCamera(root.withObject("/camera"), settings.camera());
        ObjectNode scanner = root.withObject("/scanner");
        scanner.put("port", settings.scanner().port());
        scanner.put("baud", settings.scanner().baud());
        scanner.put("sounds", settings.scanner().sounds());
        scanner.put("sendAtOnce", settings.scanner().sendsAtOnce());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        writeToDisk(temporary, JSON.writeValueAsBytes(root));
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void putCamera(ObjectNode node, Settings.Camera camera) {
        node.put("on", camera.on());
        node.put("id", camera.id());
        node.put("name", camera.name());
        node.put("size", camera.size().width() + "x" + camera.size().height());
        node.put("mirrored", camera.mirrored());
    }

    private ObjectNode treeToWriteInto() throws IOException {
        try {
            ObjectNode root = tree();
            settings(root);
            return root;
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("not written over a file that cannot be understood: " + file, e);
        }
    }

    /** On the disk before it takes the place of the old file, or a power cut could leave an empty one. */
    private static void writeToDisk(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void putSeconds(ObjectNode node, String key, Duration duration) {
        if (duration.toMillisPart() == 0) {
            node.put(key, duration.toSeconds());
        } else {
            node.put(key, duration.toMillis() / 1000.0);
        }
    }
}

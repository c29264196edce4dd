package uz.fiskaldesk.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.support.SettingsException.Kind;

/**
 * Reads and writes {@code settings.json}. An unusable file is never ignored or replaced: it stays in place, and every
 * read throws {@link SettingsException} until somebody corrects it or calls {@link #useGoodCopy} or {@link #startFresh}.
 * Unknown keys are kept and reported but are no error because they may belong to a later version.
 *
 * <p>{@code settings.last-good.json} in the same folder is a copy of the last usable file.
 */
public final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);
    private static final int LONGEST = 1 << 20;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /**
     * The contents of a settings file.
     *
     * @param unknown keys that this version does not know
     */
    public record Contents(Settings settings, List<UnknownKey> unknown) {}

    /**
     * A key that this version does not know.
     *
     * @param line from 1
     * @param column from 1
     * @param nearest the key that was probably intended; null if none is similar
     */
    public record UnknownKey(
            String key, int line, int column, @Nullable String nearest) {
        /** Returns one sentence for the user. */
        public String sentence(Path file, Translations texts) {
            return nearest == null
                    ? texts.get("settings-unknown", file, line, column, key)
                    : texts.get("settings-unknown.nearest", file, line, column, key, nearest);
        }
    }

    /**
     * Validates the value of a key where the check needs another package.
     *
     * @param holds also checks each element of a list
     * @param expected the key of a text that completes "… must be …"
     * @param values of the placeholders in that text
     */
    public record Rule(String key, Predicate<String> holds, String expected, List<Object> values) {
        public Rule(String key, Predicate<String> holds, String expected) {
            this(key, holds, expected, List.of());
        }
    }

    private final Path file;
    private final Path goodCopy;
    private final Clock clock;
    private final List<Rule> rules;

    public SettingsFile(Path file, Clock clock, List<Rule> rules) {
        this.file = file;
        this.goodCopy = file.resolveSibling("settings.last-good.json");
        this.clock = clock;
        this.rules = List.copyOf(rules);
    }

    public Path path() {
        return file;
    }

    /**
     * Reads the file; returns the defaults if there is none. Changes nothing.
     *
     * @throws SettingsException if the file cannot be used, or is missing although it last named a ledger other than the
     *     default
     */
    public Contents read() {
        String text = text(file);
        if (text != null) {
            return new SettingsText(file, text).contents(rules);
        }
        Settings last = goodSettings().orElse(Settings.DEFAULT);
        if (last.ledger().url() != null || last.api().url() != null) {
            // The defaults would silently select another list of payments or another FiscalBox.
            throw new SettingsException(Kind.GONE, file, goodCopy);
        }
        return new Contents(Settings.DEFAULT, List.of());
    }

    /** Copies the current, usable file; a failure is only logged. */
    public void keepGoodCopy() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Files.exists(goodCopy) || !Arrays.equals(bytes, Files.readAllBytes(goodCopy))) {
                new SettingsText(file, decoded(file, bytes)).contents(rules);
                SecretFile.write(goodCopy, decoded(file, bytes));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("No settings file to copy", e);
        } catch (IOException | SettingsException e) {
            LOG.warn("Could not copy the settings file", e);
        }
    }

    /** Returns whether a copy of the last usable file exists and is still usable. */
    public boolean hasGoodCopy() {
        return goodSettings().isPresent();
    }

    /** Returns the settings in the copy of the last usable file; empty if there is none or it cannot be used. */
    public Optional<Settings> goodSettings() {
        try {
            return Files.exists(goodCopy) ? Optional.of(goodCopy().settings()) : Optional.empty();
        } catch (SettingsException e) {
            LOG.warn("The copy of the settings file cannot be used", e);
            return Optional.empty();
        }
    }

    private Contents goodCopy() {
        String text = text(goodCopy);
        if (text == null) {
            throw new SettingsException(Kind.UNREADABLE, goodCopy, "");
        }
        return new SettingsText(goodCopy, text).contents(rules);
    }

    /** Replaces the file with the copy of the last usable one. The replaced file is renamed. */
    public void useGoodCopy() throws IOException {
        String text = text(goodCopy);
        if (text == null) {
            throw new NoSuchFileException(goodCopy.toString());
        }
        keepAside(file);
        SecretFile.write(file, text);
    }

    /** Reverts to the defaults. The file and its last good copy are renamed. */
    public void startFresh() throws IOException {
        keepAside(goodCopy);
        keepAside(file);
    }

    private void keepAside(Path old) throws IOException {
        if (!Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        String name = old.getFileName() + ".bad-" + STAMP.format(clock.instant());
        Path aside = old.resolveSibling(name);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = old.resolveSibling(name + "-" + i);
        }
        Files.move(old, aside);
        LOG.warn("Renamed {} to {}", old, aside);
    }

    /**
     * Writes the keys that differ between two settings, atomically, and leaves the rest of the file unchanged.
     *
     * @throws SettingsException if the file cannot be used; it is left unchanged
     */
    public void change(Settings before, Settings after) throws IOException {
        read();
        String text = text(file);
        String changed = new SettingsText(file, text == null ? "{}" : text).changed(before, after);
        new SettingsText(file, changed).contents(rules);
        SecretFile.write(Files.isSymbolicLink(file) ? file.toRealPath() : file, changed);
        keepGoodCopy();
    }

    /** Returns the file's text; null if there is no file. */
    private static @Nullable String text(Path from) {
        try {
            if (Files.exists(from) && Files.size(from) > LONGEST) {
                throw new SettingsException(Kind.UNREADABLE, from, "> 1 MB");
            }
            return decoded(from, Files.readAllBytes(from));
        } catch (NoSuchFileException e) {
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                throw new SettingsException(Kind.UNREADABLE, from, String.valueOf(e.getMessage()));
            }
            return null;
        } catch (IOException e) {
            throw new SettingsException(Kind.UNREADABLE, from, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The text of a settings file, valid or not. Decodes the encodings that editors on Windows write as well: UTF-8 with a
     * byte order mark, and UTF-16.
     *
     * @param from for the message
     * @throws SettingsException if it is not a text
     */
    public static String decoded(Path from, byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        boolean utf16 = mark == 0xfeff || mark == 0xfffe;
        Charset charset = utf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        CharsetDecoder decoder = charset.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        String read = text.flip().toString();
        if (result.isError()) {
            int line = (int) read.chars().filter(c -> c == '\n').count() + 1;
            throw new SettingsException(Kind.NOT_UTF8, from, line, read.length() - read.lastIndexOf('\n'));
        }
        return read.startsWith("\ufeff") ? read.substring(1) : read;
    }
}

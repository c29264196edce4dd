package uz.fiskaldesk.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.support.DataFolder;
import uz.fiskaldesk.support.SecretFile;

/**
 * The token that authorises requests to the inbox. It is stored in the data folder, in a file that only its owner can
 * read; any program of the same user may use it.
 */
public final class InboxToken {
    private static final Logger LOG = LoggerFactory.getLogger(InboxToken.class);
    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;

    private final Path file;
    private final byte[] text;

    private InboxToken(Path file, String text) {
        this.file = file;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the token of a data folder, or creates it. A token that other users could read is replaced.
     *
     * @throws IOException if the file cannot be read or written, or if access to it cannot be restricted
     */
    public static InboxToken in(Path folder) throws IOException {
        Path file = new DataFolder(folder).inboxToken();
        String known = read(file);
        if (known != null) {
            return new InboxToken(file, known);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String fresh = HexFormat.of().formatHex(random);
        SecretFile.write(file, fresh + "\n");
        return new InboxToken(file, fresh);
    }

    /** Returns null if there is no valid token, or if others could read it. */
    private static @Nullable String read(Path file) throws IOException {
        try {
            if (SecretFile.restrict(file)) {
                LOG.warn("Replacing the token in {}", file);
                return null;
            }
            String text = SecretFile.readAll(file).strip();
            return text.matches("[0-9a-f]{" + 2 * BYTES + "}") ? text : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Returns the token's file, for configuring the client. */
    public Path file() {
        return file;
    }

    /** Whether an Authorization header contains the token. Compares in constant time. */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8), text);
    }
}

package uz.fiskaldesk.update;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.update.UpdateException.Reason;

/**
 * The manifest of a release as it is published: a line with the Base64 form of an Ed25519 signature (RFC 8032), then JSON.
 * {@code packaging/sign-release} writes it. The signature is over {@link #PURPOSE} and all bytes after the first line; it
 * is checked before anything is parsed.
 */
final class Manifest {
    /** The name of the file, next to the installers. */
    static final String FILE = "fiskaldesk.manifest";

    static final String PURPOSE = "FiskalDesk release manifest 1\n";
    static final int LIMIT = 64 << 10;

    /** How far the clocks of the till and of the publisher may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final long LARGEST_FILE = 1L << 30;
    private static final JsonMapper JSON = new JsonMapper();

    private record Content(
            @Nullable String version,
            @Nullable Instant signedAt,
            @Nullable Instant expires,
            @Nullable Integer ledgerSchema,
            @Nullable List<Release.File> files,
            @Nullable Map<String, String> notes) {}

    private Manifest() {}

    /**
     * Verifies and parses a manifest.
     *
     * @throws UpdateException if it is not signed by one of the keys, not understood, or not valid at {@code now}
     */
    static Release read(byte[] bytes, ReleaseKeys keys, Instant now) throws UpdateException {
        int line = indexOf(bytes, (byte) '\n');
        byte[] payload = Arrays.copyOfRange(bytes, line + 1, bytes.length);
        if (line < 0 || !keys.verify(payload, signature(bytes, line))) {
            throw new UpdateException(Reason.SIGNATURE, FILE);
        }
        Release release = parse(payload);
        requireValid(release, now);
        return release;
    }

    /** @throws UpdateException if the release is not valid at {@code now} */
    static void requireValid(Release release, Instant now) throws UpdateException {
        if (release.signedAt().isAfter(now.plus(CLOCK_SKEW))) {
            throw new UpdateException(Reason.SIGNED_IN_FUTURE, release.signedAt());
        }
        if (!now.isBefore(release.expires())) {
            throw new UpdateException(Reason.EXPIRED, release.expires());
        }
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes of the signature; empty if the line is not their only Base64 form. */
    private static byte[] signature(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        try {
            byte[] signature = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(signature).equals(text) ? signature : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Release parse(byte[] payload) throws UpdateException {
        try {
            Content content = JSON.readValue(payload, Content.class);
            if (content == null
                    || content.version == null
                    || content.signedAt == null
                    || content.expires == null
                    || content.files == null
                    || !content.files.stream().allMatch(Manifest::isValid)
                    || (content.notes != null && content.notes.containsValue(null))) {
                throw new UpdateException(Reason.FORMAT, FILE);
            }
            return new Release(
                    ReleaseVersion.parse(content.version).orElseThrow(() -> new UpdateException(Reason.FORMAT, FILE)),
                    content.signedAt,
                    content.expires,
                    content.ledgerSchema == null ? 0 : content.ledgerSchema,
                    content.files,
                    content.notes == null ? Map.of() : content.notes);
        } catch (JacksonException e) {
            throw new UpdateException(Reason.FORMAT, FILE, e);
        }
    }

    private static boolean isValid(Release.@Nullable File file) {
        return file != null
                && NAME.matcher(String.valueOf(file.name())).matches()
                && SHA256.matcher(String.valueOf(file.sha256())).matches()
                && file.size() > 0
                && file.size() <= LARGEST_FILE;
    }
}

package uz.fiskaldesk.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which phone may send pictures: the one that has opened the link first. The link works once; after that the phone is known
 * by a secret of its own. Both have 128 random bits, exist in memory only, and are compared in constant time. Thread-safe.
 */
public final class Pairing {
    private static final int BYTES = 16;

    private final RandomGenerator random = new SecureRandom();
    private @Nullable String token;
    private @Nullable String secret;

    /** Returns the token of a new link. An earlier link ends, and so does the right of the paired phone. */
    public synchronized String renew() {
        String fresh = next();
        token = fresh;
        secret = null;
        return fresh;
    }

    /** Ends the link and the right of the paired phone. */
    public synchronized void forget() {
        token = null;
        secret = null;
    }

    /** Whether a phone is paired. */
    public synchronized boolean hasPhone() {
        return secret != null;
    }

    /** Pairs the phone that has opened the link; returns its secret, or empty if the link is not valid any more. */
    synchronized Optional<String> open(String opened) {
        if (!isEqual(token, opened)) {
            return Optional.empty();
        }
        token = null;
        secret = next();
        return Optional.of(secret);
    }

    /** Whether this is the secret of the paired phone. */
    synchronized boolean isPaired(String sent) {
        return isEqual(secret, sent);
    }

    private static boolean isEqual(@Nullable String known, String given) {
        return known != null && MessageDigest.isEqual(known.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    private String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

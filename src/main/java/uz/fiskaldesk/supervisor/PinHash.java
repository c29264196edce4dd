package uz.fiskaldesk.supervisor;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted PBKDF2-HMAC-SHA256 hashes of PINs, with the number of iterations that OWASP's Password Storage Cheat Sheet
 * recommends. A PIN has few digits, so anybody who has the hash can find the PIN in time by trying all values; file
 * permissions protect the hash.
 */
final class PinHash {
    static final int ROUNDS = 600_000;
    private static final int MOST_ROUNDS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final Pattern FORM =
            Pattern.compile("pbkdf2-sha256\\$(\\d{1,8})\\$([A-Za-z0-9+/=]{8,200})\\$([A-Za-z0-9+/=]{8,200})");

    private PinHash() {}

    static String of(char[] pin, int rounds) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return "pbkdf2-sha256$" + rounds + "$" + text(salt) + "$" + text(hash(pin, salt, rounds));
    }

    /** Whether {@link #matches} accepts this hash. */
    static boolean isValid(String hash) {
        Matcher parts = FORM.matcher(hash);
        try {
            return parts.matches()
                    && Integer.parseInt(parts.group(1)) > 0
                    && Integer.parseInt(parts.group(1)) <= MOST_ROUNDS
                    && bytes(parts.group(2)).length > 0
                    && bytes(parts.group(3)).length > 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Compares in constant time. */
    static boolean matches(char[] pin, String hash) {
        Matcher parts = FORM.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a PIN hash");
        }
        byte[] wanted = bytes(parts.group(3));
        byte[] found = hash(pin, bytes(parts.group(2)), Integer.parseInt(parts.group(1)));
        return MessageDigest.isEqual(wanted, found);
    }

    private static byte[] hash(char[] pin, byte[] salt, int rounds) {
        PBEKeySpec spec = new PBEKeySpec(pin, salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2WithHmacSHA256 is missing", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }
}

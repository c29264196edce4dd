package uz.fiskaldesk.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The pinned public keys that sign manifests, and the address where releases are published.
 *
 * @param address empty if this build knows none
 * @param keys Ed25519 keys, any of which may sign; several only while a key is being replaced. Each is the Base64 form of an
 *     X.509 SubjectPublicKeyInfo (RFC 8410)
 */
public record ReleaseKeys(String address, List<String> keys) {
    private static final String RESOURCE = "release.properties";
    private static final String ALGORITHM = "Ed25519";

    public ReleaseKeys {
        keys = List.copyOf(keys);
    }

    /** Reads the keys that this build contains. */
    public static ReleaseKeys pinned() {
        Properties properties = new Properties();
        try (InputStream in = ReleaseKeys.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing " + RESOURCE);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReleaseKeys(
                properties.getProperty("address", "").strip(),
                Stream.of(properties.getProperty("keys", "").strip().split("\\s+"))
                        .filter(key -> !key.isEmpty())
                        .toList());
    }

    private static PublicKey parse(String base64) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a key in " + RESOURCE + " is not an Ed25519 key", e);
        }
    }

    /** Whether one of the keys has signed this payload as a manifest. */
    boolean verify(byte[] payload, byte[] signature) {
        return keys.stream().map(ReleaseKeys::parse).anyMatch(key -> verify(key, payload, signature));
    }

    private static boolean verify(PublicKey key, byte[] payload, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            // A signature that the key has made for another purpose is not valid here.
            verifier.update(Manifest.PURPOSE.getBytes(StandardCharsets.UTF_8));
            verifier.update(payload);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the key that signs releases, and signs the manifest of a release. See packaging/sign-release. */
final class SignRelease {
    private static final String PURPOSE = "FiskalDesk release manifest 1\n";
    private static final List<String> LANGUAGES = List.of("en", "ru", "uz", "uz-Cyrl");
    private static final int LONGEST_MANIFEST = 64 << 10;

    private SignRelease() {}

    /** @param arguments {@code new-key FILE}, or {@code sign KEY DIR VERSION SCHEMA DAYS NOTES}, NOTES may be empty */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        if (arguments[0].equals("new-key")) {
            makeKey(Path.of(arguments[1]));
        } else {
            sign(arguments);
        }
    }

    private static void makeKey(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            System.err.println("FiskalDesk: " + file + " exists already and was not changed.");
            System.exit(2);
        }
        Files.writeString(file, pem, StandardOpenOption.TRUNCATE_EXISTING);
        System.out.println(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    }

    private static void sign(String[] arguments) throws IOException, GeneralSecurityException {
        Path folder = Path.of(arguments[2]);
        String version = arguments[3];
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<String> files = new ArrayList<>();
        for (Path file : installers(folder, version)) {
            files.add("{\"name\":" + text(file.getFileName().toString()) + ",\"size\":" + Files.size(file)
                    + ",\"sha256\":" + text(sha256(file)) + "}");
        }
        if (files.isEmpty()) {
            System.err.println("FiskalDesk: there is no installer of version " + version + " in " + folder);
            System.exit(2);
        }
        String json = "{\"version\":" + text(version) + ",\n\"signedAt\":" + text(now.toString()) + ",\"expires\":"
                + text(now.plus(Integer.parseInt(arguments[5]), ChronoUnit.DAYS).toString()) + ",\"ledgerSchema\":"
                + Integer.parseInt(arguments[4]) + ",\n\"files\":[" + String.join(",\n", files) + "],\n\"notes\":{"
                + notes(arguments[6]) + "}}\n";
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key(Path.of(arguments[1])));
        signer.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
        signer.update(payload);
        String manifest = Base64.getEncoder().encodeToString(signer.sign()) + "\n" + json;
        if (manifest.getBytes(StandardCharsets.UTF_8).length > LONGEST_MANIFEST) {
            System.err.println("FiskalDesk: the manifest would be too long; shorten the notes.");
            System.exit(2);
        }
        Path target = folder.resolve("fiskaldesk.manifest");
        Files.writeString(target, manifest);
        System.err.println("FiskalDesk: " + target + " describes " + files.size() + " files of version " + version);
    }

    private static List<Path> installers(Path folder, String version) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("fiskaldesk[_-]" + version.replace(".", "\\.")
                                    + "[_-].*\\.(zip|deb|rpm|exe|msi|dmg|pkg)"))
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(Path file) throws IOException, GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The notes in the files {@code en.txt}, {@code ru.txt} and so on of a folder. */
    private static String notes(String folder) throws IOException {
        List<String> notes = new ArrayList<>();
        if (!folder.isEmpty()) {
            for (String language : LANGUAGES) {
                notes.add(text(language) + ":"
                        + text(Files.readString(Path.of(folder, language + ".txt"))
                                .strip()));
            }
        }
        return String.join(",\n", notes);
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** A JSON string. */
    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}

package uz.fiskaldesk.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The word without which nobody may put payments into the inbox. It lies in a file of the data folder that only its
 * owner can read; whoever runs as the same user may use it.
 */
public final class InboxToken {
    private static final Logger LOG = LoggerFactory.getLogger(InboxToken.class);
    private static final String SCHEME = "Bearer ";
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final byte[] text;

    private InboxToken(Path file, String text) {
        this.file = file;
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The token of this data folder, made up where there is none. One that others could read is replaced.
     *
     * @throws IOException where the file cannot be read or written
     */
    public static InboxToken in(Path folder) throws IOException {
        Path file = folder.resolve("inbox-token");
        String known = read(file);
        if (known != null && onlyOwnerReads(file)) {
            return new InboxToken(file, known);
        }
        if (known != null) {
            LOG.warn("{} could be read by others, so it gets a new token", file);
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String fresh = HexFormat.of().formatHex(random);
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "inbox-token", ".new");
        restrict(temporary);
        Files.writeString(temporary, fresh + "\n");
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        return new InboxToken(file, fresh);
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            String text = Files.readString(file).strip();
            return text.matches("[0-9a-f]{" + 2 * BYTES + "}") ? text : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static boolean onlyOwnerReads(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            return OWNER_ONLY.containsAll(posix.readAttributes().permissions());
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        return acl == null
                || acl.getAcl().stream()
                        .filter(entry -> entry.type() == AclEntryType.ALLOW)
                        .allMatch(entry -> isOwner(acl, entry));
    }

    private static boolean isOwner(AclFileAttributeView acl, AclEntry entry) {
        try {
            return entry.principal().equals(acl.getOwner());
        } catch (IOException e) {
            return false;
        }
    }

    private static void restrict(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(OWNER_ONLY);
            return;
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    /** Where it lies, for whoever has to set up the other side. */
    public Path file() {
        return file;
    }

    /** Whether a request's Authorization header has it. Takes as long for a near miss as for a wide one. */
    boolean isIn(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8), text);
    }
}

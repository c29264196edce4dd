package uz.fiskaldesk.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes files that contain a secret and are accessible to their owner only. */
public final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final int LONGEST = 4_096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /**
     * Reads the first line of the file. If other users could read the file, their access is removed first and a warning
     * is logged: a file written with an editor usually has the default permissions.
     *
     * @throws IOException if the file is missing, empty or too long, or if access cannot be restricted
     */
    public static String read(Path file) throws IOException {
        String line = readAll(file).lines().findFirst().orElse("");
        String secret = line.startsWith("\ufeff") ? line.substring(1) : line;
        if (secret.isEmpty()) {
            throw new IOException("No secret in " + file);
        }
        return secret;
    }

    /**
     * Reads the whole file, after restricting access as {@link #read} does.
     *
     * @throws IOException if the file is missing or too long, or if access cannot be restricted
     */
    public static String readAll(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("File too long for a secret: " + file);
        }
        restrict(file);
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /**
     * Replaces the file atomically. Access is restricted before any content is written, and the content is on disk when
     * the method returns.
     */
    public static void write(Path file, String secret) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        try {
            // POSIX creates temporary files with owner-only permissions; other file systems need this call.
            restrict(temporary);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8));
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Removes other users' access to a file.
     *
     * @return whether they had access
     * @throws IOException if the file is missing, or if its file system has no permissions
     */
    public static boolean restrict(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            if (OWNER_ONLY.containsAll(posix.readAttributes().permissions())) {
                return false;
            }
            posix.setPermissions(OWNER_ONLY);
        } else {
            AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
            if (acl == null) {
                throw new AccessDeniedException(file.toString(), null, "its file system cannot restrict access to it");
            }
            AclEntry owner = AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build();
            if (acl.getAcl().equals(List.of(owner))) {
                return false;
            }
            acl.setAcl(List.of(owner));
        }
        LOG.warn("Removed other users' access to {}", file);
        return true;
    }
}

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

/** A password in a file of its own that nobody but its owner can read, so that it stands in no settings and no log. */
public final class SecretFile {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final int LONGEST = 4_096;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SecretFile() {}

    /**
     * The first line of the file. Where others could read it, that is ended first, and said in the log: whoever typed it
     * with an editor did not think of that.
     *
     * @throws IOException where the file is missing, empty, far too long, or can't be kept from others
     */
    public static String read(Path file) throws IOException {
        String line = readAll(file).lines().findFirst().orElse("");
        String secret = line.startsWith("\ufeff") ? line.substring(1) : line;
        if (secret.isEmpty()) {
            throw new IOException("no password in " + file);
        }
        return secret;
    }

    /**
     * All of the file, kept from others like {@link #read}.
     *
     * @throws IOException where the file is missing, far too long, or can't be kept from others
     */
    public static String readAll(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("too long for a secret: " + file);
        }
        keepFromOthers(file);
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /**
     * Writes such a file in one piece, in the place of any earlier one: it is closed to others before anything stands in
     * it, and is on the disk when the method returns.
     */
    public static void write(Path file, String secret) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        try {
            // On POSIX it is created so; elsewhere it is made so before anything stands in it.
            keepFromOthers(temporary);
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

    private static void keepFromOthers(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            if (!OWNER_ONLY.containsAll(posix.readAttributes().permissions())) {
                posix.setPermissions(OWNER_ONLY);
                LOG.warn("{} could be read by others; now only its owner can", file);
            }
            return;
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl == null) {
            throw new AccessDeniedException(file.toString(), null, "its file system cannot keep it from others");
        }
        AclEntry owner = AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(acl.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .build();
        if (!acl.getAcl().equals(List.of(owner))) {
            acl.setAcl(List.of(owner));
            LOG.warn("{} could be read by others; now only its owner can", file);
        }
    }
}

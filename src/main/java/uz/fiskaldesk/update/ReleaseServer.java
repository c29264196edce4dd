package uz.fiskaldesk.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import uz.fiskaldesk.fiscalbox.WebClient;
import uz.fiskaldesk.fiscalbox.WebClient.Download;
import uz.fiskaldesk.update.UpdateException.Reason;

/** The server that publishes releases: a folder with a manifest and installers. */
final class ReleaseServer {
    private static final int REDIRECTS = 3;

    private final WebClient client;
    private final URI base;
    private final BooleanSupplier busy;

    /**
     * @param address the folder, with or without a slash at its end
     * @param busy while true, a download in progress pauses
     */
    ReleaseServer(WebClient client, String address, BooleanSupplier busy) {
        this.client = client;
        this.base = URI.create(address.endsWith("/") ? address : address + "/");
        this.busy = busy;
    }

    byte[] manifest() throws UpdateException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        get(Manifest.FILE, bytes, Manifest.LIMIT, _ -> {});
        return bytes.toByteArray();
    }

    /**
     * Downloads a file and checks its size and hash. A file that fails a check is deleted.
     *
     * @param progress receives the number of bytes so far, on any thread
     */
    void download(Release.File file, Path target, LongConsumer progress) throws UpdateException, InterruptedException {
        boolean good = false;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = Files.newOutputStream(target)) {
                get(file.name(), new DigestOutputStream(out, digest), file.size(), progress);
            }
            if (Files.size(target) < file.size()) {
                throw new UpdateException(Reason.TRUNCATED, file.name());
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                throw new UpdateException(Reason.HASH, file.name());
            }
            good = true;
        } catch (IOException e) {
            throw new UpdateException(Reason.STORAGE, target, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            if (!good) {
                delete(target);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next download replaces it.
            return;
        }
    }

    private void get(String name, OutputStream out, long limit, LongConsumer progress)
            throws UpdateException, InterruptedException {
        URI address = base.resolve(name);
        switch (client.get(address, out, limit, busy, progress)) {
            case Download.Complete _ -> {}
            case Download.Refused(int status) -> {
                if (status / 100 == REDIRECTS) {
                    throw new UpdateException(Reason.REDIRECT, address);
                }
                throw new UpdateException(Reason.STATUS, status + ", " + address);
            }
            case Download.TooLarge _ -> throw new UpdateException(Reason.TOO_LARGE, name);
            case Download.NotWritten(IOException cause) -> throw new UpdateException(Reason.STORAGE, name, cause);
            case Download.Failed(IOException cause) -> throw new UpdateException(Reason.UNREACHABLE, address, cause);
        }
    }
}

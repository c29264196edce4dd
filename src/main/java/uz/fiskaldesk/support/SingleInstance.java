package uz.fiskaldesk.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that only one desk runs per data folder. The first instance holds a file lock. A second one finds the lock
 * taken, asks the first over a loopback socket to bring its window to the front, and exits.
 */
public final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final int ANSWER_MILLIS = 3_000;

    private final FileChannel channel;
    private final ServerSocket server;
    private final String secret;

    private SingleInstance(FileChannel channel, ServerSocket server, String secret) {
        this.channel = channel;
        this.server = server;
        this.secret = secret;
    }

    /**
     * Acquires the lock of this folder; empty if another desk holds it, which has then been asked to come to the front.
     *
     * @param toFront called on a background thread whenever another instance is started
     */
    public static Optional<SingleInstance> claim(Path folder, Runnable toFront) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("desk.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        Path addressFile = folder.resolve("desk.door");
        if (lock == null) {
            channel.close();
            notifyRunningDesk(addressFile);
            return Optional.empty();
        }
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        SecretFile.write(addressFile, server.getLocalPort() + "\n" + secret + "\n");
        SingleInstance desk = new SingleInstance(channel, server, secret);
        Thread.ofPlatform().daemon().name("single-instance").start(() -> desk.listen(toFront));
        return Optional.of(desk);
    }

    /** Returns null if a desk in another process or in this one holds the lock. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static void notifyRunningDesk(Path addressFile) {
        try {
            List<String> lines = Files.readAllLines(addressFile);
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(lines.get(0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.getOutputStream().write(lines.get(1).getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The running desk did not respond", e);
        }
    }

    private void listen(Runnable toFront) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(ANSWER_MILLIS);
                byte[] received = socket.getInputStream().readNBytes(secret.length());
                if (new String(received, StandardCharsets.US_ASCII).equals(secret)) {
                    toFront.run();
                }
            } catch (IOException e) {
                LOG.debug("Connection to the single-instance socket failed", e);
            } catch (RuntimeException e) {
                LOG.error("Bringing the window to the front failed", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        channel.close();
    }
}

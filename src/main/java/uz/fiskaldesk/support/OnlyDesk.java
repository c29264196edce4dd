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
 * Keeps one desk to a data folder. The first holds a lock on a file; a second one finds it held, asks the first over
 * loopback to come to the front, and leaves.
 */
public final class OnlyDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OnlyDesk.class);
    private static final int ANSWER_MILLIS = 3_000;

    private final FileChannel channel;
    private final ServerSocket door;
    private final String secret;

    private OnlyDesk(FileChannel channel, ServerSocket door, String secret) {
        this.channel = channel;
        this.door = door;
        this.secret = secret;
    }

    /**
     * Claims the folder for this desk; empty where another desk has it, which has been asked to show itself.
     *
     * @param toFront called on a thread of its own whenever another start asks for it
     */
    public static Optional<OnlyDesk> claim(Path folder, Runnable toFront) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("desk.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        Path whereabouts = folder.resolve("desk.door");
        if (lock == null) {
            channel.close();
            knock(whereabouts);
            return Optional.empty();
        }
        ServerSocket door = new ServerSocket();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        SecretFile.write(whereabouts, door.getLocalPort() + "\n" + secret + "\n");
        OnlyDesk desk = new OnlyDesk(channel, door, secret);
        Thread.ofPlatform().daemon().name("door").start(() -> desk.listen(toFront));
        return Optional.of(desk);
    }

    /** Null where another desk has it, be it of another process or of this one. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static void knock(Path whereabouts) {
        try {
            List<String> lines = Files.readAllLines(whereabouts);
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(lines.get(0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.getOutputStream().write(lines.get(1).getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the running desk did not answer", e);
        }
    }

    private void listen(Runnable toFront) {
        while (!door.isClosed()) {
            try (Socket socket = door.accept()) {
                socket.setSoTimeout(ANSWER_MILLIS);
                byte[] said = socket.getInputStream().readNBytes(secret.length());
                if (new String(said, StandardCharsets.US_ASCII).equals(secret)) {
                    toFront.run();
                }
            } catch (IOException e) {
                LOG.debug("the door", e);
            } catch (RuntimeException e) {
                LOG.error("the window did not come to the front", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        channel.close();
    }
}

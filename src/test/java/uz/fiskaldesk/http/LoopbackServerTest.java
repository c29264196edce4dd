package uz.fiskaldesk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {
    private static final LoopbackServer.Limits LIMITS =
            new LoopbackServer.Limits(1, Duration.ofSeconds(1), null, null, Duration.ofSeconds(1));

    /** As where the process has no free file descriptor. */
    private static final class FailingSocket extends ServerSocket {
        private final BlockingQueue<Long> attempts = new LinkedBlockingQueue<>();

        FailingSocket() throws IOException {
            super(0, 1, InetAddress.getLoopbackAddress());
        }

        @Override
        public Socket accept() throws IOException {
            attempts.add(System.nanoTime());
            throw new SocketException("Too many open files");
        }
    }

    @Test
    void pausesBetweenConnectionsThatCannotBeAccepted() throws Exception {
        try (FailingSocket listening = new FailingSocket();
                LoopbackServer _ = LoopbackServer.start("test", Access.LOOPBACK, listening, LIMITS, (_, _) -> false)) {
            long first = listening.attempts.take();
            long second = listening.attempts.take();
            assertThat(Duration.ofNanos(second - first))
                    .isGreaterThanOrEqualTo(LoopbackServer.ACCEPT_PAUSE.minusMillis(1));
        }
    }
}

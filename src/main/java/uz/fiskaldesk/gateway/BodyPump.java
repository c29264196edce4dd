package uz.fiskaldesk.gateway;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.http.Body;
import uz.fiskaldesk.http.ByteInput;

/**
 * Passes a request on while its response is awaited, the body on a thread of its own: a server may answer before it has
 * read the body, and with {@code Expect: 100-continue} it must. If FiscalBox does not take the body, the rest is read and
 * ignored, and its response counts.
 */
final class BodyPump {
    private static final Logger LOG = LoggerFactory.getLogger(BodyPump.class);

    private final Body body;
    private final UpstreamConnection upstream;
    private final Thread thread;
    private boolean refused;
    private volatile boolean clientFailed;

    private BodyPump(Body body, UpstreamConnection upstream) {
        this.body = body;
        this.upstream = upstream;
        this.thread = Thread.ofVirtual().name("gateway-body").unstarted(this::run);
    }

    /** Sends the head and starts to send the body. A body that is buffered already is sent at once, without a thread. */
    static BodyPump start(byte[] head, Relay.Passage passage, UpstreamConnection upstream) {
        BodyPump pump = new BodyPump(passage.body(), upstream);
        pump.write(head, head.length);
        pump.write(passage.begun(), passage.begun().length);
        if (passage.body().isBuffered()) {
            pump.run();
        } else {
            pump.flush();
            pump.thread.start();
        }
        return pump;
    }

    private void run() {
        byte[] buffer = new byte[body.isComplete() ? 0 : ByteInput.BUFFER_SIZE];
        while (!body.isComplete()) {
            int count;
            try {
                count = body.read(buffer);
            } catch (IOException e) {
                LOG.debug("a request body ended early: {}", e.getMessage());
                clientFailed = true;
                upstream.close();
                return;
            }
            write(buffer, Math.max(count, 0));
            if (!body.canReadMore()) {
                flush();
            }
        }
        flush();
    }

    private void write(byte[] bytes, int count) {
        if (!refused) {
            try {
                upstream.out().write(bytes, 0, count);
            } catch (IOException e) {
                refusedBecause(e);
            }
        }
    }

    private void flush() {
        if (!refused) {
            try {
                upstream.out().flush();
            } catch (IOException e) {
                refusedBecause(e);
            }
        }
    }

    private void refusedBecause(IOException e) {
        LOG.debug("FiscalBox does not take a request: {}", e.getMessage());
        refused = true;
    }

    /** Whether the client ended the connection within the body, or sent a malformed one. */
    boolean clientFailed() {
        return clientFailed;
    }

    /** Waits until the whole body was read from the client; false if it was not within this time. */
    boolean isDoneWithin(Duration time) throws InterruptedException {
        return (thread.getState() == Thread.State.NEW || thread.join(time)) && body.isComplete();
    }
}

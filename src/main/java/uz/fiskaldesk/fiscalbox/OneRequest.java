package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The body of a request that may leave once. It knows whether it was handed to the connection: if it was not, nothing
 * of it can have arrived. Asked for a second time, as an HTTP client does that repeats a request by itself, it refuses.
 */
final class OneRequest implements BodyPublisher {
    private enum State {
        HERE,
        HANDED_OVER,
        WITHDRAWN
    }

    private final BodyPublisher bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.HERE);

    OneRequest(byte[] body) {
        bytes = BodyPublishers.ofByteArray(body);
    }

    /** Takes the body back. True where nothing of it has left, and then nothing of it ever will. */
    boolean withdraw() {
        return state.compareAndSet(State.HERE, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
        if (state.compareAndSet(State.HERE, State.HANDED_OVER)) {
            bytes.subscribe(connection);
            return;
        }
        connection.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        connection.onError(new IOException("a confirmation leaves once, and not after it was given up"));
    }
}

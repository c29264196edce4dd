package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A request body that can be sent only once. It records whether it was handed to the connection; if it was not, nothing
 * of it can have arrived. A second subscription fails, because {@code java.net.http} may retry requests internally.
 */
final class SingleUseBody implements BodyPublisher {
    private enum State {
        UNSENT,
        SENT,
        WITHDRAWN
    }

    private final BodyPublisher bytes;
    private final BooleanSupplier maySend;
    private final AtomicReference<State> state = new AtomicReference<>(State.UNSENT);

    /** @param maySend asked when the connection takes the body; if it is false, the body is withdrawn */
    SingleUseBody(byte[] body, BooleanSupplier maySend) {
        this.bytes = BodyPublishers.ofByteArray(body);
        this.maySend = maySend;
    }

    /** Prevents the body from being sent. True if nothing of it was sent, which then remains so. */
    boolean withdraw() {
        return state.compareAndSet(State.UNSENT, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
        if (!maySend.getAsBoolean()) {
            withdraw();
        } else if (state.compareAndSet(State.UNSENT, State.SENT)) {
            bytes.subscribe(connection);
            return;
        }
        connection.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        connection.onError(new IOException("the body was already sent or withdrawn"));
    }
}

package uz.fiskaldesk.fiscalbox;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The body of a request that may leave once. It knows whether it was handed to the connection: if it was not, nothing
 * of it can have arrived. Asked for a second time, as an HTTP client does that repeats a request by itself, it refuses.
 */
final class OneRequest implements BodyPublisher {
    private final BodyPublisher bytes;
    private final AtomicBoolean handedOver = new AtomicBoolean();

    OneRequest(byte[] body) {
        bytes = BodyPublishers.ofByteArray(body);
    }

    /** Whether any of the body may be on its way. */
    boolean wasHandedOver() {
        return handedOver.get();
    }

    @Override
    public long contentLength() {
        return bytes.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> connection) {
        if (handedOver.compareAndSet(false, true)) {
            bytes.subscribe(connection);
            return;
        }
        connection.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        connection.onError(new IOException("a confirmation is never repeated by itself"));
    }
}

package uz.fiskaldesk.fiscalbox;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a response body up to a size limit. Completes with how the body ended and never exceptionally, because a
 * response with a status but an incomplete body still has to be judged.
 */
final class BoundedBody implements BodySubscriber<HttpAnswer.End> {
    private final int limit;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<HttpAnswer.End> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** The bytes received so far. May be called from any thread. */
    synchronized byte[] received() {
        return received.toByteArray();
    }

    @Override
    public CompletionStage<HttpAnswer.End> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            int remaining = limit - received.size();
            if (buffer.remaining() > remaining) {
                if (subscription != null) {
                    subscription.cancel();
                }
                end.complete(HttpAnswer.End.TOO_LARGE);
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            received.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end.complete(HttpAnswer.End.BROKEN_OFF);
    }

    @Override
    public void onComplete() {
        end.complete(HttpAnswer.End.COMPLETE);
    }
}

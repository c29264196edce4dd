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
 * Collects an answer's body up to a limit, and keeps what has come when the rest does not: a status with half a body
 * is still something to judge. Its result is always a value, never an error.
 */
final class BoundedBody implements BodySubscriber<HttpAnswer.End> {
    private final int limit;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final CompletableFuture<HttpAnswer.End> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(int limit) {
        this.limit = limit;
    }

    /** What has come so far; from any thread. */
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
            int room = limit - received.size();
            if (buffer.remaining() > room) {
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
    public void onError(Throwable broken) {
        end.complete(HttpAnswer.End.BROKEN_OFF);
    }

    @Override
    public void onComplete() {
        end.complete(HttpAnswer.End.COMPLETE);
    }
}

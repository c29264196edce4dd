package uz.fiskaldesk.fiscalbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class SingleUseBodyTest {
    private final SingleUseBody body = new SingleUseBody("{}".getBytes(UTF_8), () -> true);

    @Test
    void isSentOnce() {
        assertThat(body.contentLength()).isEqualTo(2);
        assertThat(send(body)).isEqualTo("{}");
        assertThatThrownBy(() -> send(body))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void cannotBeWithdrawnAfterSending() {
        send(body);
        assertThat(body.withdraw()).isFalse();
    }

    @Test
    void isNotSentAfterWithdrawal() {
        assertThat(body.withdraw()).isTrue();
        assertThat(body.withdraw()).isTrue();
        assertThatThrownBy(() -> send(body))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(body.withdraw()).isTrue();
    }

    @Test
    void isWithdrawnIfItMayNotBeSentAnyMore() {
        SingleUseBody late = new SingleUseBody("{}".getBytes(UTF_8), () -> false);

        assertThatThrownBy(() -> send(late))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(late.withdraw()).isTrue();
    }

    /** Subscribes like a connection and returns what it receives. */
    private static String send(BodyPublisher publisher) {
        BodySubscriber<String> received = BodySubscribers.ofString(UTF_8);
        publisher.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                received.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer item) {
                received.onNext(List.of(item));
            }

            @Override
            public void onError(Throwable problem) {
                received.onError(problem);
            }

            @Override
            public void onComplete() {
                received.onComplete();
            }
        });
        return received.getBody().toCompletableFuture().join();
    }
}

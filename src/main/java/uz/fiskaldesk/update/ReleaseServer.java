package uz.fiskaldesk.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.fiscalbox.WebClient;
import uz.fiskaldesk.update.UpdateException.Reason;

/** The server that publishes releases: a folder with a manifest and installers. */
final class ReleaseServer {
    private static final int OK = 200;
    private static final long PAUSE_MILLIS = 200;

    private final WebClient client;
    private final URI base;
    private final BooleanSupplier busy;

    /**
     * @param address the folder, with or without a slash at its end
     * @param busy while true, a download in progress pauses, because something more urgent needs the network
     */
    ReleaseServer(WebClient client, String address, BooleanSupplier busy) {
        this.client = client;
        this.base = URI.create(address.endsWith("/") ? address : address + "/");
        this.busy = busy;
    }

    byte[] manifest() throws UpdateException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        get(Manifest.FILE, bytes, Manifest.LIMIT, _ -> {});
        return bytes.toByteArray();
    }

    /**
     * Downloads a file and checks its size and hash. A file that fails a check is deleted.
     *
     * @param progress receives the number of bytes so far, on any thread
     */
    void download(Release.File file, Path target, LongConsumer progress) throws UpdateException, InterruptedException {
        boolean good = false;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = Files.newOutputStream(target)) {
                get(file.name(), new DigestOutputStream(out, digest), file.size(), progress);
            }
            if (Files.size(target) < file.size()) {
                throw new UpdateException(Reason.TRUNCATED, file.name());
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
                throw new UpdateException(Reason.HASH, file.name());
            }
            good = true;
        } catch (IOException e) {
            throw new UpdateException(Reason.STORAGE, target, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            if (!good) {
                delete(target);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The next download replaces it.
            return;
        }
    }

    private void get(String name, OutputStream out, long limit, LongConsumer progress)
            throws UpdateException, InterruptedException {
        URI address = base.resolve(name);
        Body body = new Body(out, limit, progress);
        HttpResponse<@Nullable Void> response;
        try {
            response = client.get(
                    address,
                    head -> head.statusCode() == OK ? body : HttpResponse.BodySubscribers.replacing(null),
                    body::progress);
        } catch (IOException e) {
            throw new UpdateException(body.failure, body.failure == Reason.UNREACHABLE ? address : name, e);
        }
        int status = response.statusCode();
        if (status / 100 == 3) {
            throw new UpdateException(Reason.REDIRECT, address);
        }
        if (status != OK) {
            throw new UpdateException(Reason.STATUS, status + ", " + address);
        }
    }

    /** Writes a body while nothing more urgent needs the network, up to a limit. */
    private final class Body implements HttpResponse.BodySubscriber<@Nullable Void> {
        private final OutputStream out;
        private final long limit;
        private final LongConsumer listener;
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        private volatile Flow.@Nullable Subscription subscription;
        private volatile Reason failure = Reason.UNREACHABLE;
        private volatile long received;
        private volatile long pauses;

        Body(OutputStream out, long limit, LongConsumer listener) {
            this.out = out;
            this.limit = limit;
            this.listener = listener;
        }

        /** A pause is no stall. */
        long progress() {
            return received + pauses;
        }

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription source) {
            subscription = source;
            source.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            try {
                for (ByteBuffer buffer : buffers) {
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    if (received + bytes.length > limit) {
                        fail(Reason.TOO_LARGE, new IOException("more than " + limit + " bytes"));
                        return;
                    }
                    out.write(bytes);
                    received += bytes.length;
                }
                listener.accept(received);
                while (busy.getAsBoolean()) {
                    pauses++;
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(Reason.UNREACHABLE, e);
                return;
            } catch (IOException e) {
                fail(Reason.STORAGE, e);
                return;
            }
            Flow.Subscription source = subscription;
            if (source != null) {
                source.request(1);
            }
        }

        private void fail(Reason reason, Exception e) {
            failure = reason;
            Flow.Subscription source = subscription;
            if (source != null) {
                source.cancel();
            }
            end.completeExceptionally(e);
        }

        @Override
        public void onError(Throwable cause) {
            end.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }
}

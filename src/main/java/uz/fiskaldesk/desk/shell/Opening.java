package uz.fiskaldesk.desk.shell;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Opens ledgers on a thread of their own: it may take seconds, and must not keep the program from ending. */
final class Opening {
    private Opening() {}

    static CompletableFuture<DeskParts> begin(Supplier<DeskParts> open) {
        return CompletableFuture.supplyAsync(
                open, task -> Thread.ofPlatform().daemon().name("opening").start(task));
    }
}

package uz.fiskaldesk.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Deadlines;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.inbox.InboxJson.Reason;
import uz.fiskaldesk.wording.Messages;
import uz.fiskaldesk.wording.TillMessages;

/**
 * Handles {@code GET /ready}: whether it is safe to take a payment, which a POS asks before the customer pays. FiscalBox is
 * asked once for all requests of a moment, and a request waits for it only briefly. Thread-safe.
 */
final class Readiness {
    /** How long an answer of FiscalBox is used. */
    static final Duration VALID = Duration.ofSeconds(2);

    /** How long a customer may wait. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final FiscalApi fiscalBox;
    private final Ledger ledger;
    private final Messages messages;
    private final TillMessages till;
    private final Clock clock;
    private final Duration longest;
    private Instant askedAt = Instant.EPOCH;
    private @Nullable CompletableFuture<TillInfo> asking;
    private volatile @Nullable String terminalId;

    Readiness(Inbox.Services services) {
        this(services, services.fiscalBox(), LONGEST);
    }

    /** @param longest how long a customer may wait */
    Readiness(Inbox.Services services, FiscalApi fiscalBox, Duration longest) {
        this.fiscalBox = fiscalBox;
        this.longest = longest;
        this.ledger = services.ledger();
        this.messages = services.messages();
        this.till = new TillMessages(messages);
        this.clock = services.pos().clock();
    }

    Response answer() throws InterruptedException {
        TillHealth health = TillHealth.of(info(), clock.instant());
        List<Reason> reasons = reasons(health, true);
        ledgerFailure().ifPresent(reasons::add);
        ObjectNode object = InboxJson.object().put("ready", reasons.isEmpty());
        InboxJson.add(object.putArray("reasons"), reasons);
        InboxJson.add(object.putArray("warnings"), reasons(health, false));
        return InboxJson.json(200, object);
    }

    private List<Reason> reasons(TillHealth health, boolean blocking) {
        List<Reason> reasons = new ArrayList<>();
        for (TillWarning warning : health.warnings()) {
            if (warning.blocksPayments() == blocking) {
                reasons.add(new Reason(warning.code(), till.sentence(warning)));
            }
        }
        return reasons;
    }

    /** Why a payment could not be put on the list. */
    private Optional<Reason> ledgerFailure() {
        try {
            ledger.changeCounter();
            // The counter may be known without reading anything.
            ledger.page(LedgerQuery.ALL, null, 1);
            return Optional.empty();
        } catch (LedgerException e) {
            return Optional.of(new Reason("ledger", messages.ledgerError(e)));
        }
    }

    private TillInfo info() throws InterruptedException {
        try {
            return asked().get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new TillInfo.Down(new Outcome.Unknown(Outcome.UnknownReason.NO_ANSWER_IN_TIME, Answer.NONE));
        } catch (ExecutionException e) {
            throw new IllegalStateException("FiscalBox could not be asked", e);
        }
    }

    private synchronized CompletableFuture<TillInfo> asked() {
        CompletableFuture<TillInfo> current = asking;
        boolean valid = current != null && (!current.isDone() || !Deadlines.isElapsed(askedAt, VALID, clock.instant()));
        if (current == null || !valid) {
            askedAt = clock.instant();
            current = CompletableFuture.supplyAsync(this::ask, Thread::startVirtualThread);
            asking = current;
        }
        return current;
    }

    private TillInfo ask() {
        TillInfo info = fiscalBox.info();
        if (info instanceof TillInfo.Up up) {
            terminalId = up.terminalId();
        }
        return info;
    }

    /** The number of this till's fiscal module. If it is not known yet, FiscalBox is asked; null if it does not answer. */
    @Nullable
    String terminalId() throws InterruptedException {
        if (terminalId == null) {
            TillInfo _ = info();
        }
        return terminalId;
    }
}

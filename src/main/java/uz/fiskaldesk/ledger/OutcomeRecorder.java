package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.confirm.PaymentHistory.AttemptResult;
import uz.fiskaldesk.ledger.PaymentClaims.OpenAttempt;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;

/**
 * Records the outcomes of attempts, and updates each payment to the state that {@link PaymentHistory} derives. Each method
 * runs inside the caller's transaction and locks the payment first.
 */
final class OutcomeRecorder {
    private static final String PROGRAM = "FiskalDesk";
    private static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private final Dialect dialect;
    private final HashChain chain;
    private final ActRecorder acts;
    private final ReceiptClaims receiptClaims = new ReceiptClaims();

    OutcomeRecorder(Dialect dialect, HashChain chain) {
        this.chain = chain;
        this.acts = new ActRecorder(chain);
        this.dialect = dialect;
    }

    /** Returns empty if there is no such attempt, or it already has a definite outcome. */
    Optional<LedgerEntry> record(
            Handle handle, OpenAttempt attempt, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        Optional<LedgerEntry> locked = locked(handle, attempt);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        LedgerEntry entry = locked.get();
        PaymentHistory life = PaymentRows.life(handle, entry);
        AttemptResult tried = attempt(life, attempt.id());
        boolean late = tried.outcome() != null;
        if (late && !isInterrupted(tried.outcome())) {
            return Optional.empty();
        }
        Optional<AlreadyFiscalisedRule> rule = AlreadyFiscalisedRules.ruleFor(
                        handle, entry.payment().provider(), outcome)
                .filter(_ -> life.isRetryOf(tried.receipt(), attempt.id()));
        Outcome counted = rule.isPresent() ? new Outcome.Confirmed(outcome.answer()) : outcome;
        write(handle, entry, life, attempt.id(), counted, now, nextTryAt);
        if (late) {
            recordAct(handle, entry, Act.Kind.LATE_ANSWER, now, null);
        }
        rule.ifPresent(one -> recordAct(handle, entry, Act.Kind.COUNTED_AS_CONFIRMED, now, one.toDisplayText()));
        return Optional.of(PaymentRows.byId(handle, entry.id()));
    }

    private static boolean isInterrupted(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Unknown unknown && unknown.reason() == Outcome.UnknownReason.INTERRUPTED;
    }

    private static AttemptResult attempt(PaymentHistory life, long id) {
        return life.attempts().stream()
                .filter(attempt -> attempt.id() == id)
                .findFirst()
                .orElseThrow();
    }

    /** Reads and locks the payment of an attempt. */
    private Optional<LedgerEntry> locked(Handle handle, OpenAttempt attempt) {
        return handle.createQuery("SELECT * FROM payment WHERE id ="
                        + " (SELECT payment FROM attempt WHERE id = :id AND owner = :owner)" + dialect.forUpdate())
                .bind("id", attempt.id())
                .bind("owner", attempt.owner())
                .map((row, _) -> RowMapping.entry(row))
                .findOne();
    }

    /** Whether this ledger contains the attempt, with or without an outcome. */
    boolean contains(Handle handle, OpenAttempt attempt) {
        return handle.createQuery("SELECT count(*) FROM attempt WHERE id = :id AND owner = :owner")
                        .bind("id", attempt.id())
                        .bind("owner", attempt.owner())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private void write(
            Handle handle,
            LedgerEntry entry,
            PaymentHistory before,
            long attempt,
            Outcome outcome,
            Instant now,
            @Nullable Instant nextTryAt) {
        boolean wasOpen = attempt(before, attempt).outcome() == null;
        if (!wasOpen) {
            HashChain.storeReplacedOutcome(handle, attempt);
        }
        Update ended = handle.createUpdate("UPDATE attempt SET finished_at = :now, kind = :kind, reason = :reason,"
                + " http_status = :httpStatus, code = :code, message = :message, response = :response WHERE id = :id");
        OutcomeColumns.bind(ended, outcome)
                .bind("response", outcome instanceof Outcome.Confirmed confirmed ? confirmed.response() : null)
                .bind("now", now.toEpochMilli())
                .bind("id", attempt)
                .execute();
        PaymentHistory after = before.ended(attempt, outcome);
        boolean isLatest = after.attempts().getLast().id() == attempt && !after.isConfirmedByFiscalBox();
        writeState(handle, entry, after);
        if (isLatest || outcome instanceof Outcome.Confirmed) {
            writeLastOutcome(handle, entry, outcome, now);
        }
        if (wasOpen) {
            scheduleRetry(handle, entry, after, outcome, nextTryAt);
        }
        chain.append(handle, HashChain.Kind.OUTCOME, entry.id(), attempt, null);
        if (after.conflict() && !before.conflict()) {
            recordAct(handle, entry, Act.Kind.CONFLICT_FOUND, now, null);
        }
    }

    /** Writes the derived state, and the receipt if it has changed. */
    private void writeState(Handle handle, LedgerEntry entry, PaymentHistory life) {
        PaymentState state = life.state();
        handle.createUpdate("UPDATE payment SET version = version + 1, state = :state, conflict = :conflict,"
                        + " in_doubt = :inDoubt, by_hand = :byHand,"
                        + " came_from = CASE WHEN :keepsOrigin = 1 THEN came_from END,"
                        + " owner = CASE WHEN :sending = 1 THEN owner END,"
                        + " sender = CASE WHEN :sending = 1 THEN sender END,"
                        + " next_try_at = CASE WHEN :ready = 1 THEN next_try_at END WHERE id = :id")
                .bind("state", state.name())
                .bind("conflict", life.conflict() ? 1 : 0)
                .bind("inDoubt", life.inDoubt() ? 1 : 0)
                .bind("byHand", life.byHand() ? 1 : 0)
                .bind("keepsOrigin", life.byHand() || state == PaymentState.SET_ASIDE ? 1 : 0)
                .bind("sending", state == PaymentState.SENDING ? 1 : 0)
                .bind("ready", state == PaymentState.READY ? 1 : 0)
                .bind("id", entry.id())
                .execute();
        FiscalReceipt present = entry.receipt();
        String derived = life.receipt();
        if (derived != null && (present == null || !derived.equals(present.identity()))) {
            writeReceipt(handle, entry, sentReceipt(handle, entry, derived));
        }
    }

    private void writeReceipt(Handle handle, LedgerEntry entry, FiscalReceipt receipt) {
        Update update = handle.createUpdate("UPDATE payment SET " + Transitions.RECEIPT + " WHERE id = :id");
        Transitions.bindReceipt(update, receipt)
                .bind("search", SearchText.of(entry.payment(), receipt))
                .bind("id", entry.id())
                .execute();
        receiptClaims.release(handle, entry.id());
    }

    /** Parses the URL of a receipt that was sent for the payment. */
    private static FiscalReceipt sentReceipt(Handle handle, LedgerEntry entry, String identity) {
        String url = handle.createQuery(
                        "SELECT receipt_url FROM attempt WHERE payment = :payment AND receipt_identity = :identity"
                                + " ORDER BY id LIMIT 1")
                .bind("payment", entry.id())
                .bind("identity", identity)
                .mapTo(String.class)
                .one();
        return ReceiptLink.parse(url)
                .orElseThrow(() -> new UnreadableRowException(
                        entry.transactionId().toString(),
                        new IllegalArgumentException("not a receipt, but it was sent: " + url)));
    }

    private static void writeLastOutcome(Handle handle, LedgerEntry entry, Outcome outcome, Instant now) {
        Update update = handle.createUpdate("UPDATE payment SET last_kind = :kind, last_reason = :reason,"
                + " last_http_status = :httpStatus, last_code = :code, last_message = :message, last_at = :now"
                + " WHERE id = :id");
        OutcomeColumns.bind(update, outcome)
                .bind("now", now.toEpochMilli())
                .bind("id", entry.id())
                .execute();
    }

    private static void scheduleRetry(
            Handle handle, LedgerEntry entry, PaymentHistory life, Outcome outcome, @Nullable Instant nextTryAt) {
        boolean notSent = outcome instanceof Outcome.NotSent;
        boolean automatic = notSent && life.state() == PaymentState.READY;
        handle.createUpdate("UPDATE payment SET failed_sends = :failed,"
                        + " next_try_at = CASE WHEN awaits_word = 0 THEN :next END WHERE id = :id")
                .bind("failed", notSent ? entry.failedSends() + 1 : 0)
                .bind("next", automatic ? RowMapping.millis(nextTryAt) : null)
                .bind("id", entry.id())
                .execute();
    }

    /** Records an abandoned attempt as UNKNOWN; returns false if it has an outcome by now. */
    boolean interrupt(Handle handle, OpenAttempt attempt, Instant now) {
        Optional<LedgerEntry> locked = locked(handle, attempt);
        if (locked.isEmpty()) {
            return false;
        }
        PaymentHistory life = PaymentRows.life(handle, locked.get());
        if (attempt(life, attempt.id()).outcome() != null) {
            return false;
        }
        write(handle, locked.get(), life, attempt.id(), INTERRUPTED, now, null);
        recordAct(handle, locked.get(), Act.Kind.INTERRUPTED, now, null);
        return true;
    }

    private void recordAct(Handle handle, LedgerEntry entry, Act.Kind kind, Instant now, @Nullable String why) {
        acts.record(handle, entry.id(), new Act(kind, PROGRAM, now, why), null);
    }
}

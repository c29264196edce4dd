package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalisedAnswer;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentLife;
import uz.fiskaldesk.confirm.PaymentLife.Tried;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;

/**
 * Writes what became of attempts, and puts each payment where {@link PaymentLife} says that it stands. Each method runs
 * inside its caller's transaction and locks the payment first, so that what it decides on cannot change under it.
 */
final class OutcomeRecorder {
    /** An attempt and the process whose it is; only both together name it in any ledger that it may be written to. */
    record OpenAttempt(long id, String owner) {}

    private static final String PROGRAM = "FiskalDesk";
    private static final Outcome INTERRUPTED = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);

    private final Dialect dialect;
    private final ClaimOwners owners;
    private final Chain chain;
    private final Acts acts;
    private final ReceiptClaims claims = new ReceiptClaims();

    OutcomeRecorder(Dialect dialect, ClaimOwners owners, Chain chain) {
        this.chain = chain;
        this.acts = new Acts(chain);
        this.dialect = dialect;
        this.owners = owners;
    }

    /** Empty where there is no such attempt, or it has its definite outcome already. */
    Optional<LedgerEntry> finish(
            Handle handle, OpenAttempt attempt, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        Optional<LedgerEntry> locked = locked(handle, attempt);
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        LedgerEntry entry = locked.get();
        PaymentLife life = PaymentRows.of(handle, entry);
        Tried tried = tried(life, attempt.id());
        boolean late = tried.outcome() != null;
        if (late && !isInterrupted(tried.outcome())) {
            return Optional.empty();
        }
        Optional<FiscalisedAnswer> rule =
                FiscalisedAnswers.ruleFor(handle, outcome).filter(_ -> life.isRetryOf(tried.receipt(), attempt.id()));
        Outcome counted = rule.isPresent() ? new Outcome.Confirmed(outcome.answer()) : outcome;
        end(handle, entry, life, attempt.id(), counted, now, nextTryAt);
        if (late) {
            record(handle, entry, Act.Kind.LATE_ANSWER, now, null);
        }
        rule.ifPresent(one -> record(handle, entry, Act.Kind.COUNTED_AS_CONFIRMED, now, one.words()));
        return Optional.of(Transitions.entry(handle, entry.id()));
    }

    private static boolean isInterrupted(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Unknown unknown && unknown.reason() == Outcome.UnknownReason.INTERRUPTED;
    }

    private static Tried tried(PaymentLife life, long attempt) {
        return life.attempts().stream()
                .filter(one -> one.id() == attempt)
                .findFirst()
                .orElseThrow();
    }

    /** The payment of an attempt, which nobody else changes until this transaction ends. */
    private Optional<LedgerEntry> locked(Handle handle, OpenAttempt attempt) {
        return handle.createQuery("SELECT * FROM payment WHERE id ="
                        + " (SELECT payment FROM attempt WHERE id = :id AND owner = :owner)" + dialect.forUpdate())
                .bind("id", attempt.id())
                .bind("owner", attempt.owner())
                .map((row, _) -> RowMapping.entry(row))
                .findOne();
    }

    /** Whether the attempt was ever written here, whatever has become of it. */
    boolean knows(Handle handle, OpenAttempt attempt) {
        return handle.createQuery("SELECT count(*) FROM attempt WHERE id = :id AND owner = :owner")
                        .bind("id", attempt.id())
                        .bind("owner", attempt.owner())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private void end(
            Handle handle,
            LedgerEntry entry,
            PaymentLife before,
            long attempt,
            Outcome outcome,
            Instant now,
            @Nullable Instant nextTryAt) {
        boolean wasOpen = tried(before, attempt).outcome() == null;
        if (!wasOpen) {
            Chain.keepOutcome(handle, attempt);
        }
        Update ended = handle.createUpdate("UPDATE attempt SET finished_at = :now, kind = :kind, reason = :reason,"
                + " http_status = :httpStatus, code = :code, message = :message WHERE id = :id");
        OutcomeColumns.bind(ended, outcome)
                .bind("now", now.toEpochMilli())
                .bind("id", attempt)
                .execute();
        PaymentLife after = before.ended(attempt, outcome);
        boolean isTheLastWord = after.attempts().getLast().id() == attempt && !after.isConfirmedByFiscalBox();
        stand(handle, entry, after);
        if (isTheLastWord || outcome instanceof Outcome.Confirmed) {
            shown(handle, entry, outcome, now);
        }
        if (wasOpen) {
            countAndSchedule(handle, entry, after, outcome, nextTryAt);
        }
        chain.append(handle, Chain.Kind.OUTCOME, entry.id(), attempt, null);
        if (after.conflict() && !before.conflict()) {
            record(handle, entry, Act.Kind.CONFLICT_FOUND, now, null);
        }
    }

    /** Writes where the payment stands now, and the receipt that holds. */
    private void stand(Handle handle, LedgerEntry entry, PaymentLife life) {
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
        FiscalReceipt has = entry.receipt();
        String holds = life.receipt();
        if (holds != null && (has == null || !holds.equals(has.identity()))) {
            take(handle, entry, sent(handle, entry, holds));
        }
    }

    private void take(Handle handle, LedgerEntry entry, FiscalReceipt receipt) {
        Update update = handle.createUpdate("UPDATE payment SET " + Transitions.RECEIPT + " WHERE id = :id");
        Transitions.bindReceipt(update, receipt)
                .bind("search", SearchText.of(entry.payment(), receipt))
                .bind("id", entry.id())
                .execute();
        claims.release(handle, entry.id());
    }

    /** A receipt that was sent for the payment, taken apart again. */
    private static FiscalReceipt sent(Handle handle, LedgerEntry entry, String identity) {
        String url = handle.createQuery(
                        "SELECT receipt_url FROM attempt WHERE payment = :payment AND receipt_identity = :identity"
                                + " ORDER BY id LIMIT 1")
                .bind("payment", entry.id())
                .bind("identity", identity)
                .mapTo(String.class)
                .one();
        return ReceiptLink.parse(url)
                .orElseThrow(() -> new IllegalStateException("a receipt that was sent and is none: " + url));
    }

    private static void shown(Handle handle, LedgerEntry entry, Outcome outcome, Instant now) {
        Update update = handle.createUpdate("UPDATE payment SET last_kind = :kind, last_reason = :reason,"
                + " last_http_status = :httpStatus, last_code = :code, last_message = :message, last_at = :now"
                + " WHERE id = :id");
        OutcomeColumns.bind(update, outcome)
                .bind("now", now.toEpochMilli())
                .bind("id", entry.id())
                .execute();
    }

    private static void countAndSchedule(
            Handle handle, LedgerEntry entry, PaymentLife life, Outcome outcome, @Nullable Instant nextTryAt) {
        boolean notSent = outcome instanceof Outcome.NotSent;
        boolean byItself = notSent && life.state() == PaymentState.READY;
        handle.createUpdate("UPDATE payment SET failed_sends = :failed, next_try_at = :next WHERE id = :id")
                .bind("failed", notSent ? entry.failedSends() + 1 : 0)
                .bind("next", byItself ? RowMapping.millis(nextTryAt) : null)
                .bind("id", entry.id())
                .execute();
    }

    /** Attempts under way that nothing in the database calls those of a living process. */
    List<OpenAttempt> unheld(Handle handle) {
        return handle.createQuery("SELECT a.id, a.owner FROM attempt a JOIN payment p ON p.id = a.payment"
                        + " WHERE p.state = 'SENDING' AND p.owner = a.owner AND p.owner <> :me AND a.kind IS NULL"
                        + " AND " + owners.ownerGoneCondition() + " ORDER BY a.id")
                .bind("me", owners.id())
                .map((row, _) -> new OpenAttempt(row.getLong("id"), String.valueOf(row.getString("owner"))))
                .list();
    }

    /** What was being sent becomes UNKNOWN; false where it has an outcome by now. */
    boolean interrupt(Handle handle, OpenAttempt attempt, Instant now) {
        Optional<LedgerEntry> locked = locked(handle, attempt);
        if (locked.isEmpty()) {
            return false;
        }
        PaymentLife life = PaymentRows.of(handle, locked.get());
        if (tried(life, attempt.id()).outcome() != null) {
            return false;
        }
        end(handle, locked.get(), life, attempt.id(), INTERRUPTED, now, null);
        record(handle, locked.get(), Act.Kind.INTERRUPTED, now, null);
        return true;
    }

    private void record(Handle handle, LedgerEntry entry, Act.Kind kind, Instant now, @Nullable String why) {
        acts.record(handle, entry.id(), new Act(kind, PROGRAM, now, why), null);
    }
}

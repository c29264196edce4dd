package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger.Attachment;
import uz.fiskaldesk.confirm.Ledger.PosDeadline;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PaymentHistory;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Stores the acts that change the state of a payment, such as attaching a receipt or setting it aside. Each runs inside
 * the caller's transaction and depends on one conditional UPDATE with the version that the caller has read (optimistic
 * locking). If that changes no row, another process was faster, and nothing is changed. Sending is in
 * {@link PaymentClaims}, outcomes in {@link OutcomeRecorder}.
 */
final class Transitions {
    private static final String UNCHANGED = " WHERE id = :id AND version = :version AND conflict = 0 AND ";

    static final String RECEIPT = "receipt_url = :url, receipt_terminal = :terminal, receipt_number = :number,"
            + " receipt_issued_at = :issuedAt, receipt_sign = :sign, search = :search";

    /** A payment that FiscalBox has confirmed is never sent again, nor is another receipt sent for it. */
    static final String NOTHING_CONFIRMED =
            " AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.payment = payment.id AND a.kind = 'CONFIRMED')";

    private final Dialect dialect;
    private final ActRecorder acts;
    private final ReceiptClaims receiptClaims = new ReceiptClaims();

    Transitions(Dialect dialect, HashChain chain) {
        this.acts = new ActRecorder(chain);
        this.dialect = dialect;
    }

    /** No other transaction can claim the receipt, or record its refund, until this one ends. */
    private void lock(Handle handle, FiscalReceipt receipt) {
        dialect.lock(handle, ReceiptClaims.lockOf(receipt));
    }

    static Update bindReceipt(Update update, @Nullable FiscalReceipt receipt) {
        return update.bind("url", receipt == null ? null : receipt.url())
                .bind("terminal", receipt == null ? null : receipt.terminalId())
                .bind("number", receipt == null ? null : receipt.receiptNumber())
                .bind("issuedAt", receipt == null ? null : receipt.issuedAt().toEpochMilli())
                .bind("sign", receipt == null ? null : receipt.fiscalSign());
    }

    Attachment attach(
            Handle handle,
            LedgerEntry entry,
            FiscalReceipt receipt,
            boolean usedAgain,
            List<Act> acts,
            @Nullable PosDeadline deadline) {
        lock(handle, receipt);
        Optional<TransactionId> holder = receiptClaims.otherHolder(handle, receipt, entry.id());
        if (holder.isPresent() && !usedAgain) {
            return new Attachment.ReceiptTaken(holder.get());
        }
        if (!entry.hasReceipt(receipt) && RefundedReceipts.contains(handle, receipt) && !acceptRefund(acts)) {
            return new Attachment.Refunded();
        }
        // What may be booked already waits for a person, not for the POS, and is never sent by itself.
        PosDeadline awaited = entry.inDoubt() ? null : deadline;
        Update update = update(
                handle,
                entry,
                PaymentState.READY,
                "state = 'READY', " + RECEIPT + ", next_try_at = :sendAt, pos_expected_until = :posUntil,"
                        + " failed_sends = 0, awaits_word = 0"
                        + (entry.hasReceipt(receipt) ? "" : ", receipt_warnings = ''"),
                PaymentState.where(PaymentState::takesReceipt),
                NOTHING_CONFIRMED);
        bindReceipt(update, receipt)
                .bind("search", SearchText.of(entry.payment(), receipt))
                .bind("posUntil", awaited == null ? null : awaited.until().toEpochMilli())
                .bind(
                        "sendAt",
                        awaited == null || !awaited.thenSend()
                                ? null
                                : awaited.until().toEpochMilli());
        if (update.execute() == 0) {
            return new Attachment.ChangedConcurrently();
        }
        receiptClaims.release(handle, entry.id());
        receiptClaims.claim(handle, receipt, entry.id(), holder.isPresent());
        recordAll(handle, entry, acts, ActEffects.attached(receipt));
        return new Attachment.Attached(PaymentRows.byId(handle, entry.id()));
    }

    private static boolean acceptRefund(List<Act> acts) {
        return acts.stream()
                .filter(act -> act.kind() == Act.Kind.WARNINGS_ACCEPTED)
                .anyMatch(act -> String.valueOf(act.why()).contains(ReceiptWarning.REFUNDED.code()));
    }

    boolean recordRefund(Handle handle, FiscalReceipt receipt, String noticedBy, Instant at) {
        lock(handle, receipt);
        return new RefundedReceipts(acts).add(handle, receipt, noticedBy, at);
    }

    Optional<LedgerEntry> detach(Handle handle, LedgerEntry entry, Act act) {
        if (!entry.canRemoveReceipt()) {
            return Optional.empty();
        }
        Update update = update(
                handle,
                entry,
                PaymentState.PENDING,
                "state = 'PENDING', " + RECEIPT + ", next_try_at = NULL, pos_expected_until = NULL, failed_sends = 0,"
                        + " awaits_word = 0, receipt_warnings = ''",
                EnumSet.of(PaymentState.READY));
        bindReceipt(update, null).bind("search", SearchText.of(entry.payment(), null));
        Optional<LedgerEntry> done = execute(handle, update, entry, act, ActEffects.DETACHED);
        done.ifPresent(_ -> receiptClaims.release(handle, entry.id()));
        return done;
    }

    Optional<LedgerEntry> ready(Handle handle, LedgerEntry entry, Act act) {
        Update update = update(handle, entry, PaymentState.READY, "state = 'READY'", EnumSet.of(PaymentState.REJECTED));
        return execute(handle, update, entry, act, ActEffects.QUEUED);
    }

    /** Makes payments due that failed only because of the connection. Not a transition, so versions do not change. */
    int connectionIsBack(Handle handle, Instant now) {
        return handle.createUpdate("UPDATE payment SET next_try_at = :now WHERE state = 'READY' AND next_try_at > :now"
                        + " AND pos_expected_until IS NULL AND last_kind = :kind AND last_reason IN (<reasons>)")
                .bindList(
                        "reasons",
                        Arrays.stream(Outcome.NotSentReason.values())
                                .filter(Outcome.NotSentReason::isConnectionFailure)
                                .map(Enum::name)
                                .toList())
                .bind("kind", OutcomeColumns.NOT_SENT)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    Optional<LedgerEntry> setAside(Handle handle, LedgerEntry entry, Act act) {
        Update update = update(
                handle,
                entry,
                PaymentState.SET_ASIDE,
                "came_from = state, state = 'SET_ASIDE', next_try_at = NULL, pos_expected_until = NULL",
                PaymentState.where(state -> state.canBecome(PaymentState.SET_ASIDE)));
        return execute(handle, update, entry, act, ActEffects.SET_ASIDE);
    }

    Optional<LedgerEntry> restore(Handle handle, LedgerEntry entry, Act act) {
        return isUnchanged(handle, entry) && entry.state() == PaymentState.SET_ASIDE
                ? undo(
                        handle,
                        entry,
                        PaymentState.SET_ASIDE,
                        PaymentRows.life(handle, entry).restored(),
                        act,
                        ActEffects.RESTORED)
                : Optional.empty();
    }

    Optional<LedgerEntry> confirmByHand(Handle handle, LedgerEntry entry, Act act) {
        Update update = update(
                handle,
                entry,
                PaymentState.CONFIRMED,
                "came_from = state, state = 'CONFIRMED', by_hand = 1, last_at = :now",
                PaymentState.where(PaymentState::canConfirmByHand));
        return execute(handle, update.bind("now", act.at().toEpochMilli()), entry, act, ActEffects.BY_HAND);
    }

    /** Resolves a conflict: a person decided which of the receipts is valid. */
    Optional<LedgerEntry> resolve(Handle handle, LedgerEntry entry, FiscalReceipt holds, List<Act> acts) {
        boolean wasSent = PaymentRows.life(handle, entry).attempts().stream()
                .anyMatch(tried -> tried.receipt().equals(holds.identity()));
        Update update = handle.createUpdate("UPDATE payment SET came_from = state, state = 'CONFIRMED', by_hand = 1,"
                        + " conflict = 0, last_at = :now, version = version + 1, " + RECEIPT
                        + " WHERE id = :id AND version = :version AND conflict = 1 AND state = 'UNKNOWN'")
                .bind("now", acts.getFirst().at().toEpochMilli())
                .bind("id", entry.id())
                .bind("version", entry.version());
        bindReceipt(update, holds).bind("search", SearchText.of(entry.payment(), holds));
        if (!wasSent || update.execute() == 0) {
            return Optional.empty();
        }
        // It was given up if it was rejected and then replaced.
        lock(handle, holds);
        boolean again = receiptClaims.otherHolder(handle, holds, entry.id()).isPresent();
        receiptClaims.claim(handle, holds, entry.id(), again);
        recordAll(handle, entry, acts, ActEffects.resolved(holds));
        return Optional.of(PaymentRows.byId(handle, entry.id()));
    }

    Optional<LedgerEntry> undoByHand(Handle handle, LedgerEntry entry, Act act) {
        return isUnchanged(handle, entry) && entry.confirmedByHand()
                ? undo(
                        handle,
                        entry,
                        PaymentState.CONFIRMED,
                        PaymentRows.life(handle, entry).byHandUndone(),
                        act,
                        ActEffects.UNDONE)
                : Optional.empty();
    }

    /** Whether the row is unchanged since the caller read it. */
    private static boolean isUnchanged(Handle handle, LedgerEntry entry) {
        return PaymentRows.byId(handle, entry.id()).version() == entry.version();
    }

    /** Undoes an act: writes the state that follows from everything else that is known now. */
    private Optional<LedgerEntry> undo(
            Handle handle, LedgerEntry entry, PaymentState from, PaymentHistory to, Act act, String effect) {
        Update update = update(
                        handle,
                        entry,
                        to.state(),
                        "state = :state, conflict = :conflict, in_doubt = :inDoubt, came_from = NULL, by_hand = 0",
                        EnumSet.of(from))
                .bind("state", to.state().name())
                .bind("conflict", to.conflict() ? 1 : 0)
                .bind("inDoubt", to.inDoubt() ? 1 : 0);
        return execute(handle, update, entry, act, effect);
    }

    private static Update update(
            Handle handle, LedgerEntry entry, PaymentState to, String changes, Set<PaymentState> from) {
        return update(handle, entry, to, changes, from, "");
    }

    /**
     * Builds the conditional UPDATE of a transition.
     *
     * @throws IllegalArgumentException if {@link PaymentState#canBecome} does not allow it
     */
    static Update update(
            Handle handle,
            LedgerEntry entry,
            PaymentState to,
            String changes,
            Set<PaymentState> from,
            String condition) {
        for (PaymentState state : from) {
            if (state != to && !state.canBecome(to)) {
                throw new IllegalArgumentException(state + " cannot become " + to);
            }
        }
        return handle.createUpdate("UPDATE payment SET " + changes + ", version = version + 1" + UNCHANGED
                        + QuerySql.stateIn(from) + condition)
                .bind("id", entry.id())
                .bind("version", entry.version());
    }

    private Optional<LedgerEntry> execute(Handle handle, Update update, LedgerEntry entry, Act act, String effect) {
        if (update.execute() == 0) {
            return Optional.empty();
        }
        acts.record(handle, entry.id(), act, effect);
        return Optional.of(PaymentRows.byId(handle, entry.id()));
    }

    /** Records acts that were done together; the first one carries the effect. */
    private void recordAll(Handle handle, LedgerEntry entry, List<Act> done, String effect) {
        for (int i = 0; i < done.size(); i++) {
            acts.record(handle, entry.id(), done.get(i), i == 0 ? effect : null);
        }
    }
}

package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.Attachment;
import uz.fiskaldesk.confirm.Ledger.Begun;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * The changes of a payment's state. Each runs inside its caller's transaction and hangs on one conditional UPDATE that
 * names the version it starts from: where that changes no row, somebody was faster and nothing happens.
 */
final class Transitions {
    /** An attempt and the process whose it is; only both together name it in any ledger that it may be written to. */
    record OpenAttempt(long id, String owner) {}

    private static final String FROM_THIS_VERSION = " WHERE id = :id AND version = :version AND state IN (<from>)";
    private static final String PROGRAM = "FiskalDesk";
    private static final long NO_PAYMENT = 0;

    private final Dialect dialect;
    private final Owners owners;
    private final String me;
    private final Claims claims = new Claims();

    Transitions(Dialect dialect, Owners owners) {
        this.dialect = dialect;
        this.owners = owners;
        this.me = owners.me();
    }

    Addition add(Handle handle, Payment payment, @Nullable FiscalReceipt receipt, Act act) {
        dialect.oneAtATime(handle, "payment " + payment.transactionId().key());
        Optional<LedgerEntry> known = find(handle, payment.transactionId());
        if (known.isPresent()) {
            return new Addition.Known(known.get());
        }
        Optional<TransactionId> holder = receipt == null ? Optional.empty() : holder(handle, receipt, NO_PAYMENT);
        if (holder.isPresent()) {
            return new Addition.ReceiptTaken(holder.get());
        }
        long id = insert(handle, payment, receipt, act.at());
        if (receipt != null) {
            claims.take(handle, receipt, id, false);
        }
        record(handle, id, act);
        return new Addition.Added(entry(handle, id));
    }

    /** Who else has the receipt; nobody can take it until this transaction ends. */
    private Optional<TransactionId> holder(Handle handle, FiscalReceipt receipt, long payment) {
        dialect.oneAtATime(handle, "receipt " + receipt.identity());
        return claims.otherHolder(handle, receipt, payment);
    }

    private static long insert(Handle handle, Payment payment, @Nullable FiscalReceipt receipt, Instant now) {
        Instant happenedAt = payment.paidAt() == null ? now : payment.paidAt();
        Update insert = handle.createUpdate("""
                INSERT INTO payment (transaction_id, transaction_key, provider, payment_id, amount_tiyin, phone, card,
                    paid_at, note, added_at, happened_at, search, state,
                    receipt_url, receipt_terminal, receipt_number, receipt_issued_at, receipt_sign)
                VALUES (:text, :key, :provider, :paymentId, :tiyin, :phone, :card,
                    :paidAt, :note, :addedAt, :happenedAt, :search, :state,
                    :url, :terminal, :number, :issuedAt, :sign)""")
                .bind("text", payment.transactionId().text())
                .bind("key", payment.transactionId().key())
                .bind("provider", payment.provider().code())
                .bind("paymentId", payment.paymentId())
                .bind(
                        "tiyin",
                        payment.amount() == null ? null : payment.amount().tiyin())
                .bind("phone", payment.phone())
                .bind("card", payment.card())
                .bind("paidAt", Columns.millis(payment.paidAt()))
                .bind("note", payment.note())
                .bind("addedAt", now.toEpochMilli())
                .bind("happenedAt", happenedAt.toEpochMilli())
                .bind("search", SearchText.of(payment, receipt))
                .bind("state", receipt == null ? PaymentState.PENDING.name() : PaymentState.READY.name());
        return bindReceipt(insert, receipt)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    private static Update bindReceipt(Update update, @Nullable FiscalReceipt receipt) {
        return update.bind("url", receipt == null ? null : receipt.url())
                .bind("terminal", receipt == null ? null : receipt.terminalId())
                .bind("number", receipt == null ? null : receipt.receiptNumber())
                .bind("issuedAt", receipt == null ? null : receipt.issuedAt().toEpochMilli())
                .bind("sign", receipt == null ? null : receipt.fiscalSign());
    }

    Attachment attach(Handle handle, LedgerEntry entry, FiscalReceipt receipt, boolean usedAgain, List<Act> acts) {
        Optional<TransactionId> holder = holder(handle, receipt, entry.id());
        if (holder.isPresent() && !usedAgain) {
            return new Attachment.ReceiptTaken(holder.get());
        }
        Update update = from(
                handle,
                entry,
                PaymentState.READY,
                "state = 'READY', receipt_url = :url, receipt_terminal = :terminal, receipt_number = :number,"
                        + " receipt_issued_at = :issuedAt, receipt_sign = :sign, search = :search,"
                        + " next_try_at = NULL, failed_sends = 0",
                EnumSet.of(PaymentState.PENDING, PaymentState.READY, PaymentState.REJECTED, PaymentState.UNKNOWN));
        bindReceipt(update, receipt).bind("search", SearchText.of(entry.payment(), receipt));
        if (update.execute() == 0) {
            return new Attachment.Overtaken();
        }
        claims.release(handle, entry.id());
        claims.take(handle, receipt, entry.id(), holder.isPresent());
        acts.forEach(act -> record(handle, entry.id(), act));
        return new Attachment.Attached(entry(handle, entry.id()));
    }

    Optional<LedgerEntry> detach(Handle handle, LedgerEntry entry, Act act) {
        if (entry.inDoubt()) {
            return Optional.empty();
        }
        Update update = from(
                        handle,
                        entry,
                        PaymentState.PENDING,
                        "state = 'PENDING', receipt_url = NULL, receipt_terminal = NULL, receipt_number = NULL,"
                                + " receipt_issued_at = NULL, receipt_sign = NULL, search = :search,"
                                + " next_try_at = NULL, failed_sends = 0",
                        EnumSet.of(PaymentState.READY))
                .bind("search", SearchText.of(entry.payment(), null));
        Optional<LedgerEntry> done = finished(handle, update, entry, act);
        done.ifPresent(_ -> claims.release(handle, entry.id()));
        return done;
    }

    Optional<LedgerEntry> ready(Handle handle, LedgerEntry entry, Act act) {
        Update update = from(handle, entry, PaymentState.READY, "state = 'READY'", EnumSet.of(PaymentState.REJECTED));
        return finished(handle, update, entry, act);
    }

    Optional<Begun> begin(Handle handle, LedgerEntry entry, String till, Instant now, @Nullable Act act) {
        owners.stayAlive(handle);
        Update update = from(
                        handle,
                        entry,
                        PaymentState.SENDING,
                        "state = 'SENDING', owner = :owner, sender = :till, attempts = attempts + 1, next_try_at = NULL",
                        EnumSet.of(PaymentState.READY, PaymentState.UNKNOWN))
                .bind("owner", me)
                .bind("till", till);
        FiscalReceipt receipt = entry.receipt();
        if (receipt == null || update.execute() == 0) {
            return Optional.empty();
        }
        if (act != null) {
            record(handle, entry.id(), act);
        }
        long attempt = handle.createUpdate("""
                INSERT INTO attempt (payment, started_at, receipt_url, receipt_identity, till, owner)
                VALUES (:payment, :startedAt, :url, :identity, :till, :owner)""")
                .bind("payment", entry.id())
                .bind("startedAt", now.toEpochMilli())
                .bind("url", receipt.url())
                .bind("identity", receipt.identity())
                .bind("till", till)
                .bind("owner", me)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
        return Optional.of(new Begun(entry(handle, entry.id()), attempt));
    }

    Optional<LedgerEntry> finish(
            Handle handle, OpenAttempt attempt, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        long attemptId = attempt.id();
        String owner = attempt.owner();
        Optional<Long> open = endAttempt(handle, attemptId, owner, "kind IS NULL", outcome, now);
        if (open.isPresent()) {
            endSending(handle, open.get(), owner, outcome, now, nextTryAt);
            return open.map(payment -> entry(handle, payment));
        }
        Optional<Long> interrupted = endAttempt(handle, attemptId, owner, "reason = 'INTERRUPTED'", outcome, now);
        interrupted.ifPresent(payment -> endInDoubt(handle, payment, attemptId, outcome, now));
        return interrupted.map(payment -> entry(handle, payment));
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

    /** Writes an attempt's outcome; the payment that it belongs to, or empty where the condition does not hold. */
    private static Optional<Long> endAttempt(
            Handle handle, long attemptId, String owner, String condition, Outcome outcome, Instant now) {
        Query update = handle.createQuery("UPDATE attempt SET finished_at = :now, kind = :kind, reason = :reason,"
                + " http_status = :httpStatus, code = :code, message = :message"
                + " WHERE id = :id AND owner = :owner AND " + condition + " RETURNING payment");
        return OutcomeColumns.bind(update, outcome)
                .bind("now", now.toEpochMilli())
                .bind("id", attemptId)
                .bind("owner", owner)
                .mapTo(Long.class)
                .findOne();
    }

    private static void endSending(
            Handle handle, long payment, String owner, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        Update update = handle.createUpdate("UPDATE payment SET " + changesAfter(outcome)
                        + ", owner = NULL, sender = NULL WHERE id = :id AND state = 'SENDING' AND owner = :owner")
                .bind("owner", owner);
        if (bindEnd(update, payment, outcome, now, nextTryAt).execute() != 1) {
            throw new IllegalStateException("an open attempt whose payment is not being sent: " + payment);
        }
    }

    /** The payment of an attempt that was taken for interrupted follows what really became of it, if it still can. */
    private static void endInDoubt(Handle handle, long payment, long attempt, Outcome outcome, Instant now) {
        Update update = handle.createUpdate("UPDATE payment SET " + changesAfter(outcome)
                        + " WHERE id = :id AND state = 'UNKNOWN'"
                        + " AND :attempt = (SELECT max(a.id) FROM attempt a WHERE a.payment = payment.id)")
                .bind("attempt", attempt);
        bindEnd(update, payment, outcome, now, null).execute();
    }

    /** An attempt that was not sent says nothing new of a payment that is in doubt: it stays UNKNOWN, for a person. */
    private static String changesAfter(Outcome outcome) {
        String changes = switch (outcome) {
            case Outcome.Confirmed _ -> "state = 'CONFIRMED', in_doubt = 0, failed_sends = 0";
            case Outcome.Rejected _ -> "state = 'REJECTED', failed_sends = 0";
            case Outcome.Unknown _ -> "state = 'UNKNOWN', in_doubt = 1, failed_sends = 0";
            case Outcome.NotSent _ ->
                "state = CASE in_doubt WHEN 0 THEN 'READY' ELSE 'UNKNOWN' END,"
                        + " next_try_at = CASE in_doubt WHEN 0 THEN :nextTryAt END,"
                        + " failed_sends = failed_sends + 1";
        };
        return changes + ", version = version + 1, last_kind = :kind, last_reason = :reason,"
                + " last_http_status = :httpStatus, last_code = :code, last_message = :message, last_at = :now";
    }

    private static Update bindEnd(
            Update update, long payment, Outcome outcome, Instant now, @Nullable Instant nextTryAt) {
        if (outcome instanceof Outcome.NotSent) {
            update.bind("nextTryAt", Columns.millis(nextTryAt));
        }
        return OutcomeColumns.bind(update, outcome)
                .bind("now", now.toEpochMilli())
                .bind("id", payment);
    }

    /** No transition: what somebody has seen of the payment stays true, so its version does too. */
    int connectionIsBack(Handle handle, Instant now) {
        return handle.createUpdate("UPDATE payment SET next_try_at = :now WHERE state = 'READY' AND next_try_at > :now"
                        + " AND last_kind = :kind AND last_reason IN (<reasons>)")
                .bindList(
                        "reasons",
                        Arrays.stream(Outcome.NotSentReason.values())
                                .filter(Outcome.NotSentReason::isOfTheConnection)
                                .map(Enum::name)
                                .toList())
                .bind("kind", OutcomeColumns.NOT_SENT)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    Optional<LedgerEntry> setAside(Handle handle, LedgerEntry entry, Act act) {
        Update update = from(
                handle,
                entry,
                PaymentState.SET_ASIDE,
                "came_from = state, state = 'SET_ASIDE', next_try_at = NULL",
                EnumSet.of(PaymentState.PENDING, PaymentState.READY, PaymentState.REJECTED, PaymentState.UNKNOWN));
        return finished(handle, update, entry, act);
    }

    Optional<LedgerEntry> restore(Handle handle, LedgerEntry entry, Act act) {
        return goBack(handle, entry, PaymentState.SET_ASIDE, act);
    }

    Optional<LedgerEntry> confirmByHand(Handle handle, LedgerEntry entry, Act act) {
        Update update = from(
                handle,
                entry,
                PaymentState.CONFIRMED,
                "came_from = state, state = 'CONFIRMED', by_hand = 1, last_at = :now",
                EnumSet.of(PaymentState.REJECTED, PaymentState.UNKNOWN));
        return finished(handle, update.bind("now", act.at().toEpochMilli()), entry, act);
    }

    Optional<LedgerEntry> undoByHand(Handle handle, LedgerEntry entry, Act act) {
        return entry.confirmedByHand() ? goBack(handle, entry, PaymentState.CONFIRMED, act) : Optional.empty();
    }

    private Optional<LedgerEntry> goBack(Handle handle, LedgerEntry entry, PaymentState from, Act act) {
        PaymentState to = entry.cameFrom();
        if (to == null) {
            return Optional.empty();
        }
        Update update = from(handle, entry, to, "state = came_from, came_from = NULL, by_hand = 0", EnumSet.of(from));
        return finished(handle, update, entry, act);
    }

    /** Attempts under way that nothing in the database calls those of a living process. */
    List<OpenAttempt> unheld(Handle handle) {
        return handle.createQuery("SELECT a.id, a.owner FROM attempt a JOIN payment p ON p.id = a.payment"
                        + " WHERE p.state = 'SENDING' AND p.owner = a.owner AND p.owner <> :me AND a.kind IS NULL"
                        + " AND " + owners.nobodyHolds() + " ORDER BY a.id")
                .bind("me", me)
                .map((row, _) -> new OpenAttempt(row.getLong("id"), String.valueOf(row.getString("owner"))))
                .list();
    }

    /** What was being sent becomes UNKNOWN; false where it has an outcome by now. */
    boolean interrupt(Handle handle, OpenAttempt attempt, Instant now) {
        Outcome interrupted = new Outcome.Unknown(Outcome.UnknownReason.INTERRUPTED, Answer.NONE);
        Optional<Long> payment = endAttempt(handle, attempt.id(), attempt.owner(), "kind IS NULL", interrupted, now);
        payment.ifPresent(id -> {
            endSending(handle, id, attempt.owner(), interrupted, now, null);
            record(handle, id, new Act(Act.Kind.INTERRUPTED, PROGRAM, now, null));
        });
        return payment.isPresent();
    }

    /** The conditional UPDATE of a transition; refuses ways that the map of states does not have. */
    private static Update from(
            Handle handle, LedgerEntry entry, PaymentState to, String changes, Set<PaymentState> from) {
        for (PaymentState state : from) {
            if (state != to && !state.canBecome(to)) {
                throw new IllegalArgumentException(state + " cannot become " + to);
            }
        }
        return handle.createUpdate("UPDATE payment SET " + changes + ", version = version + 1" + FROM_THIS_VERSION)
                .defineList("from", from.stream().map(s -> "'" + s.name() + "'").collect(Collectors.toList()))
                .bind("id", entry.id())
                .bind("version", entry.version());
    }

    private static Optional<LedgerEntry> finished(Handle handle, Update update, LedgerEntry entry, Act act) {
        if (update.execute() == 0) {
            return Optional.empty();
        }
        record(handle, entry.id(), act);
        return Optional.of(entry(handle, entry.id()));
    }

    private static void record(Handle handle, long payment, Act act) {
        handle.createUpdate("INSERT INTO act (payment, kind, who, at, why) VALUES (:payment, :kind, :who, :at, :why)")
                .bind("payment", payment)
                .bind("kind", act.kind().name())
                .bind("who", act.who())
                .bind("at", act.at().toEpochMilli())
                .bind("why", act.why())
                .execute();
    }

    private static Optional<LedgerEntry> find(Handle handle, TransactionId id) {
        return handle.createQuery("SELECT * FROM payment WHERE transaction_key = :key")
                .bind("key", id.key())
                .map((row, _) -> Columns.entry(row))
                .findOne();
    }

    private static LedgerEntry entry(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM payment WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> Columns.entry(row))
                .one();
    }
}

package uz.fiskaldesk.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.BatchAddition;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.confirm.Ledger.Unreadable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Adds payments inside the caller's transaction. The number of statements does not depend on the number of payments:
 * what is known already is looked up first, then the new rows are written in batches.
 */
final class PaymentAdditions {
    /** The number of values in one query. */
    private static final int LOOKUP_SIZE = 500;

    private static final String PAYMENT = "payment (id, transaction_id, transaction_key, provider, payment_id,"
            + " amount_tiyin, phone, card, paid_at, note, added_at, happened_at, search, state, receipt_url,"
            + " receipt_terminal, receipt_number, receipt_issued_at, receipt_sign, receipt_warnings, awaits_word)";

    private final Dialect dialect;
    private final HashChain chain;
    private final ErrorTranslator errors;

    /** @param errors translates the failures of {@link Unreadable} */
    PaymentAdditions(Dialect dialect, HashChain chain, ErrorTranslator errors) {
        this.dialect = dialect;
        this.chain = chain;
        this.errors = errors;
    }

    List<BatchAddition> addAll(Handle handle, List<NewPayment> payments) {
        List<FiscalReceipt> receipts = payments.stream()
                .map(NewPayment::receipt)
                .<FiscalReceipt>mapMulti((receipt, next) -> {
                    if (receipt != null) {
                        next.accept(receipt);
                    }
                })
                .toList();
        dialect.lock(handle, "additions");
        receipts.stream().map(ReceiptClaims::lockOf).distinct().sorted().forEach(key -> dialect.lock(handle, key));
        Batch batch = new Batch(handle, payments, receipts);
        List<BatchAddition> results = payments.stream().map(batch::add).toList();
        batch.write();
        return results;
    }

    private static <T> void inGroups(Collection<T> values, Consumer<List<T>> query) {
        List<T> all = values.stream().distinct().toList();
        for (int from = 0; from < all.size(); from += LOOKUP_SIZE) {
            query.accept(all.subList(from, Math.min(from + LOOKUP_SIZE, all.size())));
        }
    }

    /** The result for a payment that meets this row; a row that cannot be read is the result of that payment only. */
    private BatchAddition result(ResultSet row, UnreadableRowException.Mapper<Addition> mapper) throws SQLException {
        try {
            return mapper.map(row);
        } catch (UnreadableRowException e) {
            return new Unreadable(errors.translate(e));
        }
    }

    /** Decides about each payment in order, and collects the rows to insert. */
    private final class Batch {
        private final Handle handle;
        /** The results for further payments with these keys. */
        private final Map<String, BatchAddition> known = new HashMap<>();

        /** The results for further payments with receipts of these issues. */
        private final Map<String, BatchAddition> taken = new HashMap<>();

        private final Set<String> refunded = new HashSet<>();
        private final Iterator<Long> paymentIds;
        private final Iterator<Long> actIds;
        private final List<@Nullable Object[]> payments = new ArrayList<>();
        private final List<@Nullable Object[]> claims = new ArrayList<>();
        private final List<@Nullable Object[]> acts = new ArrayList<>();
        private final List<HashChain.NewAct> entries = new ArrayList<>();

        Batch(Handle handle, List<NewPayment> all, List<FiscalReceipt> receipts) {
            this.handle = handle;
            List<String> keys = all.stream()
                    .map(each -> each.payment().transactionId().key())
                    .toList();
            inGroups(
                    keys,
                    some -> known.putAll(PaymentRows.withKeys(
                            handle, some, row -> result(row, one -> new Addition.Known(RowMapping.entry(one))))));
            inGroups(
                    receipts.stream().map(FiscalReceipt::issue).toList(),
                    some -> taken.putAll(ReceiptClaims.holders(
                            handle,
                            some,
                            row -> result(row, one -> new Addition.ReceiptTaken(RowMapping.transactionId(one))))));
            inGroups(
                    receipts.stream().map(FiscalReceipt::identity).toList(),
                    some -> refunded.addAll(RefundedReceipts.among(handle, some)));
            int unknown = (int) keys.stream()
                    .distinct()
                    .filter(key -> !known.containsKey(key))
                    .count();
            paymentIds = dialect.newIds(handle, "payment", unknown).iterator();
            actIds = dialect.newIds(handle, "act", unknown).iterator();
        }

        BatchAddition add(NewPayment added) {
            String key = added.payment().transactionId().key();
            BatchAddition existing = known.get(key);
            if (existing != null) {
                return existing;
            }
            FiscalReceipt receipt = added.receipt();
            BatchAddition holder = receipt == null ? null : taken.get(receipt.issue());
            if (holder != null) {
                return holder;
            }
            LedgerEntry entry = entry(paymentIds.next(), added);
            known.put(key, new Addition.Known(entry));
            payments.add(row(entry));
            if (receipt != null) {
                taken.put(receipt.issue(), new Addition.ReceiptTaken(entry.transactionId()));
                claims.add(new Object[] {receipt.identity(), entry.id(), 0, receipt.issue()});
            }
            record(entry, added.act());
            return new Addition.Added(entry);
        }

        /** The entry as it would be read back. */
        private LedgerEntry entry(long id, NewPayment added) {
            FiscalReceipt receipt = added.receipt();
            List<ReceiptWarning> warnings = new ArrayList<>(added.warnings());
            if (receipt != null && refunded.contains(receipt.identity())) {
                warnings.add(ReceiptWarning.REFUNDED);
            }
            return new LedgerEntry(
                    id,
                    0,
                    stored(added.payment()),
                    stored(added.act().at()),
                    receipt == null ? PaymentState.PENDING : PaymentState.READY,
                    null,
                    false,
                    receipt,
                    0,
                    false,
                    false,
                    0,
                    null,
                    null,
                    null,
                    null,
                    warnings,
                    warnings.stream().anyMatch(ReceiptWarning::isDoubtful),
                    null,
                    null);
        }

        private void record(LedgerEntry entry, Act act) {
            long id = actIds.next();
            long at = act.at().toEpochMilli();
            acts.add(new @Nullable Object[] {id, entry.id(), act.kind().name(), act.who(), at, act.why()});
            Payment payment = entry.payment();
            entries.add(new HashChain.NewAct(
                    entry.id(), id, ActEffects.added(entry.receipt()), column -> switch (column) {
                        case "act" -> act.kind().name();
                        case "who" -> act.who();
                        case "at" -> Long.toString(at);
                        case "why" -> act.why();
                        case "transaction_key" -> payment.transactionId().key();
                        case "provider" -> payment.provider().code();
                        case "payment_id" -> payment.paymentId();
                        case "amount_tiyin" -> text(tiyin(payment));
                        case "phone" -> payment.phone();
                        case "card" -> payment.card();
                        case "paid_at" -> text(RowMapping.millis(payment.paidAt()));
                        case "note" -> payment.note();
                        default -> throw new IllegalArgumentException(column);
                    }));
        }

        void write() {
            if (!entries.isEmpty()) {
                CompletableFuture<List<@Nullable Object[]>> hashed = chain.begin(handle, entries);
                BatchInsert.execute(handle, PAYMENT, payments);
                BatchInsert.execute(handle, "receipt_claim (identity, payment, again, issue)", claims);
                BatchInsert.execute(handle, "act (id, payment, kind, who, at, why)", acts);
                HashChain.appendAll(handle, hashed);
            }
        }
    }

    private static @Nullable Object[] row(LedgerEntry entry) {
        Payment payment = entry.payment();
        FiscalReceipt receipt = entry.receipt();
        return new @Nullable Object[] {
            entry.id(),
            payment.transactionId().text(),
            payment.transactionId().key(),
            payment.provider().code(),
            payment.paymentId(),
            tiyin(payment),
            payment.phone(),
            payment.card(),
            RowMapping.millis(payment.paidAt()),
            payment.note(),
            entry.addedAt().toEpochMilli(),
            entry.sortTime().toEpochMilli(),
            SearchText.of(payment, receipt),
            entry.state().name(),
            receipt == null ? null : receipt.url(),
            receipt == null ? null : receipt.terminalId(),
            receipt == null ? null : receipt.receiptNumber(),
            receipt == null ? null : receipt.issuedAt().toEpochMilli(),
            receipt == null ? null : receipt.fiscalSign(),
            entry.warnings().stream().map(ReceiptWarning::code).collect(Collectors.joining(",")),
            entry.needsAcceptance() ? 1 : 0
        };
    }

    private static @Nullable Long tiyin(Payment payment) {
        Amount amount = payment.amount();
        return amount == null ? null : amount.tiyin();
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : Long.toString(number);
    }

    private static Payment stored(Payment payment) {
        Instant paidAt = payment.paidAt();
        return new Payment(
                payment.transactionId(),
                stored(payment.paymentId()),
                payment.amount(),
                stored(payment.phone()),
                stored(payment.card()),
                paidAt == null ? null : stored(paidAt),
                stored(payment.note()));
    }

    private static @Nullable String stored(@Nullable String text) {
        return text == null ? null : PostgresDatabase.storable(text);
    }

    private static Instant stored(Instant moment) {
        return RowMapping.instant(moment.toEpochMilli());
    }
}

package uz.fiskaldesk.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementReport.Kind;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.Providers;

/**
 * Compares a statement of a provider or a bank with the list. Payments are matched by transaction ID or payment ID. A row
 * without an ID is matched with a payment of the same amount within {@link #PROBABLE_WITHIN}, or on the same day if the
 * statement gives no time, and that is reported as probable. Changes nothing. Blocking.
 */
public final class StatementCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StatementCheck.class);

    /** More rows would not fit into memory together with their payments. */
    public static final int MOST_ROWS = 300_000;

    static final Duration PROBABLE_WITHIN = Duration.ofMinutes(15);

    /** The clocks of a provider and of a till differ, and the list orders payments without a time by when they came. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private static final int MOST_UNREAD = 1_000;

    private final Ledger ledger;
    private final Providers providers;

    /** @param providers whose payments are on the list */
    public StatementCheck(Ledger ledger, Providers providers) {
        this.ledger = ledger;
        this.providers = providers;
    }

    /**
     * Reads a statement and compares it.
     *
     * @param mappings returns the column mapping for the names of its columns
     * @throws ImportFileException if it cannot be read, has no usable columns, or more than {@link #MOST_ROWS} rows
     */
    public StatementReport check(Path file, Function<List<String>, ColumnMapping> mappings) throws ImportFileException {
        Statement statement = new Statement();
        try (PaymentFile payments = PaymentFile.open(file)) {
            payments.rows(mappings.apply(FilePreview.of(payments).columns())).read(statement);
        } catch (StopReadingException e) {
            throw new ImportFileException(Reason.TOO_MANY_ROWS, Integer.toString(MOST_ROWS), e);
        } catch (OutOfMemoryError | StackOverflowError e) {
            // As for an import, this must only end the check.
            throw new ImportFileException(Reason.TOO_COSTLY, "", e);
        }
        Matching matching = new Matching(statement);
        matching.match();
        return matching.report(String.valueOf(file.getFileName()));
    }

    /** Collects the rows of a statement. */
    private final class Statement implements RowSink {
        private final List<StatementRow> rows = new ArrayList<>();
        private final List<RowReport> unread = new ArrayList<>();
        private long unreadCount;
        private final Set<String> ids = new HashSet<>();
        private @Nullable Instant from;
        private @Nullable Instant to;

        @Override
        public void requireFields(Set<PaymentField> fields) throws ImportFileException {
            if (!fields.contains(PaymentField.TRANSACTION_ID)
                    && !fields.contains(PaymentField.PAYMENT_ID)
                    && !fields.containsAll(Set.of(PaymentField.AMOUNT, PaymentField.PAID_AT))) {
                throw new ImportFileException(Reason.NO_STATEMENT_COLUMNS, "");
            }
        }

        @Override
        public void row(long line, PaymentFields fields) {
            PaymentFields.StatementValues values = fields.statementValues(providers);
            String id = values.id() != null ? values.id().key() : values.paymentId();
            List<FieldProblem> problems = new ArrayList<>(values.problems());
            fields.firstTooLong().ifPresent(field -> problems.add(new FieldProblem(field, FieldProblem.TOO_LONG)));
            if (problems.isEmpty() && id != null && !ids.add(id)) {
                problems.add(new FieldProblem(
                        values.id() == null ? PaymentField.PAYMENT_ID : PaymentField.TRANSACTION_ID,
                        FieldProblem.AGAIN));
            }
            if (!problems.isEmpty()) {
                unread(new RowReport(line, RowReport.Result.REFUSED, fields.givenId(), problems));
                return;
            }
            if (rows.size() == MOST_ROWS) {
                throw new StopReadingException();
            }
            rows.add(new StatementRow(
                    line,
                    values.id(),
                    values.paymentId(),
                    values.amount(),
                    values.paidAt(),
                    values.wholeDay(),
                    fields));
            if (values.paidAt() != null) {
                extendPeriod(values.paidAt(), values.wholeDay());
            }
        }

        private void extendPeriod(Instant paidAt, boolean wholeDay) {
            Instant end = wholeDay ? paidAt.plus(Duration.ofDays(1)) : paidAt.plusMillis(1);
            from = from == null || paidAt.isBefore(from) ? paidAt : from;
            to = to == null || end.isAfter(to) ? end : to;
        }

        @Override
        public void broken(long line, FieldProblem why) {
            unread(new RowReport(line, RowReport.Result.REFUSED, null, List.of(why)));
        }

        /** The payment of a row is on the list and cannot be read there. */
        void leaveOut(StatementRow row) {
            rows.remove(row);
            unread(new RowReport(
                    row.line(),
                    RowReport.Result.REFUSED,
                    row.fields().givenId(),
                    List.of(new FieldProblem(null, FieldProblem.UNREADABLE))));
        }

        private void unread(RowReport row) {
            unreadCount++;
            if (unread.size() < MOST_UNREAD) {
                unread.add(row);
            }
        }

        @Override
        public void ignored(String column) {
            // A statement has many columns that do not concern the list.
        }
    }

    /** Matches rows, which are known by their line, and payments. */
    private final class Matching {
        private final Statement statement;
        private final Map<String, StatementRow> byId = new HashMap<>();
        private final Map<String, StatementRow> byPaymentId = new HashMap<>();
        private final List<StatementRow> withoutId = new ArrayList<>();
        private final Map<Long, LedgerEntry> exact = new HashMap<>();
        private final Map<Long, LedgerEntry> probable = new HashMap<>();
        private final Set<Long> matchedIds = new HashSet<>();
        private final Map<Long, LedgerEntry> unmatched = new HashMap<>();
        private final Set<Provider> named = new HashSet<>();

        Matching(Statement statement) {
            this.statement = statement;
            for (StatementRow row : statement.rows) {
                if (row.id() != null) {
                    byId.put(row.id().key(), row);
                    named.add(row.id().provider());
                } else if (row.paymentId() != null) {
                    byPaymentId.put(row.paymentId(), row);
                } else {
                    withoutId.add(row);
                }
            }
            if (named.isEmpty()) {
                named.add(providers.standard());
            }
        }

        void match() {
            Instant from = statement.from;
            Instant to = statement.to;
            if (from != null && to != null) {
                ledger.forEach(
                        LedgerQuery.ALL
                                .between(from.minus(MARGIN), to.plus(MARGIN))
                                .fromTheOldest(),
                        this::see);
            }
            if (!byPaymentId.isEmpty() || from == null) {
                // There is no index by payment ID.
                ledger.forEach(LedgerQuery.ALL.fromTheOldest(), this::see);
            }
            List.copyOf(byId.values()).forEach(this::find);
            matchByAmountAndTime();
        }

        /** Looks for a payment that is not among those of the period. */
        private void find(StatementRow row) {
            try {
                Optional.ofNullable(row.id()).flatMap(ledger::find).ifPresent(this::see);
            } catch (LedgerException e) {
                if (e.reason() != LedgerException.Reason.UNREADABLE_ROW) {
                    throw e;
                }
                LOG.error("Row {} is not compared, because its payment cannot be read", row.line(), e);
                byId.remove(Objects.requireNonNull(row.id()).key());
                statement.leaveOut(row);
            }
        }

        private void see(LedgerEntry entry) {
            String paymentId = entry.payment().paymentId();
            StatementRow row = byId.remove(entry.transactionId().key());
            if (row == null && paymentId != null) {
                row = byPaymentId.remove(paymentId);
            }
            if (row != null) {
                exact.put(row.line(), entry);
                matchedIds.add(entry.id());
                unmatched.remove(entry.id());
            } else if (isWithin(entry, PROBABLE_WITHIN) && !matchedIds.contains(entry.id())) {
                unmatched.put(entry.id(), entry);
            }
        }

        /** Whether the statement could contain the payment; with no margin, whether it would have to. */
        private boolean isWithin(LedgerEntry entry, Duration margin) {
            Instant from = statement.from;
            Instant to = statement.to;
            return from != null
                    && to != null
                    && named.contains(entry.transactionId().provider())
                    && entry.state() != PaymentState.SET_ASIDE
                    && !entry.sortTime().isBefore(from.minus(margin))
                    && entry.sortTime().isBefore(to.plus(margin));
        }

        private void matchByAmountAndTime() {
            Map<Amount, PaymentsByTime> byAmount = new HashMap<>();
            for (LedgerEntry entry : unmatched.values()) {
                Amount amount = entry.payment().amount();
                if (amount != null) {
                    byAmount.computeIfAbsent(amount, _ -> new PaymentsByTime()).add(entry);
                }
            }
            for (StatementRow row : withoutId) {
                PaymentsByTime candidates = byAmount.get(row.amount());
                Instant paidAt = row.paidAt();
                if (candidates != null && paidAt != null) {
                    Optional<LedgerEntry> nearest = row.wholeDay()
                            ? candidates.takeFirst(paidAt, paidAt.plus(Duration.ofDays(1)))
                            : candidates.takeNearest(paidAt, PROBABLE_WITHIN);
                    nearest.ifPresent(entry -> {
                        probable.put(row.line(), entry);
                        unmatched.remove(entry.id());
                    });
                }
            }
        }

        StatementReport report(String name) {
            List<Finding> findings = new ArrayList<>();
            long matched = 0;
            for (StatementRow row : statement.rows) {
                LedgerEntry entry = exact.get(row.line());
                LedgerEntry likely = probable.get(row.line());
                if (entry != null && !differs(row, entry)) {
                    matched++;
                } else if (entry != null) {
                    findings.add(new Finding(Kind.DIFFERENT_AMOUNT, row, entry));
                } else if (likely != null) {
                    findings.add(new Finding(Kind.PROBABLE, row, likely));
                } else {
                    findings.add(new Finding(Kind.MISSING, row, null));
                }
            }
            unmatched.values().stream()
                    .filter(entry -> isWithin(entry, Duration.ZERO))
                    .sorted((one, other) -> one.sortTime().compareTo(other.sortTime()))
                    .forEach(entry -> findings.add(new Finding(Kind.NOT_IN_STATEMENT, null, entry)));
            return new StatementReport(
                    name,
                    statement.rows.size(),
                    matched,
                    statement.from,
                    statement.to,
                    findings,
                    statement.unread,
                    statement.unreadCount);
        }

        private static boolean differs(StatementRow row, LedgerEntry entry) {
            Amount listed = entry.payment().amount();
            return row.amount() != null && listed != null && !row.amount().equals(listed);
        }
    }
}

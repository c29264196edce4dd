package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.BatchAddition;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.confirm.Ledger.Unreadable;
import uz.fiskaldesk.confirm.LedgerAudit.Finding;
import uz.fiskaldesk.confirm.LedgerAudit.Kind;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.PassedReceipt;
import uz.fiskaldesk.confirm.UnrecordedOutcomes.UnrecordedOutcome;
import uz.fiskaldesk.confirm.Watchdog;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptLink;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.receipt.ReceiptReading;

/** A row that was changed past the program hides no other row, and is named. */
class UnreadableRowTest {
    private static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");
    private static final TransactionId FIRST = id(1);
    private static final TransactionId SECOND = id(2);
    private static final TransactionId THIRD = id(3);
    private static final AlreadyFiscalisedRule RULE =
            new AlreadyFiscalisedRule("106", "already fiscalised", "Aziza", NOON);
    private static final String RECEIPT =
            "https://ofd.soliq.uz/check?t=UZ170703100597&r=6013&c=20261124110000&s=025561534771";

    /** Words, numbers and times that the program never writes; also as the wrong type, which SQLite allows. */
    private static final List<String> VALUES = List.of("'zzz'", "-1", "9223372036854775807", "x'ff00'", "NULL");

    @TempDir
    private Path folder;

    private String url;
    private SqliteLedger ledger;
    private int fresh = 1_000;

    private static TransactionId id(int number) {
        return TransactionId.of("a12f0000-0000-4000-8000-%012d".formatted(number));
    }

    @BeforeEach
    void open() {
        url = SqliteLedger.urlOf(folder.resolve("ledger.db"));
        ledger = SqliteLedger.open(url, NOON);
        ReceiptReading receipt = new ReceiptReader(Clock.fixed(NOON, ZoneOffset.UTC)).read(RECEIPT);
        Act act = new Act(Act.Kind.IMPORTED, "Aziza", NOON, null);
        ledger.addAll(List.of(
                new NewPayment(payment(FIRST), null, List.of(), act),
                new NewPayment(payment(SECOND), ((ReceiptReading.Accepted) receipt).receipt(), List.of(), act),
                new NewPayment(payment(THIRD), null, List.of(), act)));
        sendSecond();
        ledger.add(RULE);
        ledger.recordRefund(receipt(6014), "POS", NOON);
        ledger.keep(new PassedReceipt(receipt(6015), new Amount(1), null), NOON);
    }

    private static FiscalReceipt receipt(int number) {
        return ReceiptLink.parse(RECEIPT.replace("6013", "" + number).replace("025561534771", "02556153" + number))
                .orElseThrow();
    }

    /** Sends the second payment; FiscalBox is not reached. */
    private void sendSecond() {
        long attempt = ledger.claim(ledger.find(SECOND).orElseThrow(), "till 1", NOON, null)
                .orElseThrow()
                .attemptId();
        Outcome outcome = new Outcome.NotSent(Outcome.NotSentReason.CONNECTION_REFUSED, Answer.NONE, null);
        assertThat(ledger.recordOutcome(attempt, outcome, NOON, NOON)).isPresent();
    }

    private static Payment payment(TransactionId id) {
        return new Payment(id, "658", new Amount(12_500), "998946532140", "860014******3145", NOON, "note");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void tamper(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA ignore_check_constraints = ON");
            statement.execute("PRAGMA synchronous = OFF");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> columnsOf(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM pragma_table_info('" + table + "')")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    @Test
    void anUnknownProviderIsLeftOutAndNamed() throws Exception {
        tamper("UPDATE payment SET provider = 'anr' WHERE id = 2");
        assertThat(ledger.page(LedgerQuery.ALL, null, 2))
                .extracting(LedgerEntry::transactionId)
                .containsExactlyInAnyOrder(FIRST, THIRD);
        assertThat(ledger.leftOut()).singleElement().asString().contains(SECOND.text(), "anr");
        assertThat(ledger.audit().findings())
                .extracting(Finding::kind)
                .containsExactlyInAnyOrder(Kind.CHANGED, Kind.UNREADABLE);
        assertThat(ledger.audit().findings())
                .allSatisfy(finding -> assertThat(finding.payment()).contains(SECOND.text()));
        assertThatThrownBy(() -> ledger.find(SECOND))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_ROW));
        assertThat(ledger.find(FIRST)).isPresent();
    }

    @Test
    void aRuleThatCannotBeReadKeepsNoOutcomeFromBeingRecorded() throws Exception {
        tamper("UPDATE fiscalised_answer SET pattern = ''");
        assertThat(ledger.alreadyFiscalisedRules()).isEmpty();
        long attempt = ledger.claim(ledger.find(SECOND).orElseThrow(), "till 1", NOON, null)
                .orElseThrow()
                .attemptId();
        assertThat(ledger.recordOutcome(attempt, new Outcome.Rejected(Answer.NONE), NOON, null))
                .isPresent();
        assertThat(ledger.audit().findings()).extracting(Finding::kind).containsExactly(Kind.RULES);
    }

    @Test
    void aPaymentWhoseAttemptCannotBeReadIsNotSent() throws Exception {
        assertThat(ledger.due(NOON, 10)).hasSize(1);
        tamper("UPDATE attempt SET kind = 'zzz'");
        LedgerEntry second = ledger.find(SECOND).orElseThrow();
        assertThatThrownBy(() -> ledger.claim(second, "till 1", NOON, null))
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_ROW));
        assertThat(ledger.find(SECOND)).contains(second);
        assertThat(ledger.due(NOON, 10)).as("it is not tried again and again").isEmpty();
        assertThat(ledger.leftOut()).singleElement().asString().contains(SECOND.text(), "zzz");
        assertThat(ledger.audit().findings()).extracting(Finding::kind).contains(Kind.CHANGED);
    }

    /** Whatever is written into any column of any table about payments. */
    @Test
    void noValueHidesOtherPaymentsOrStopsTheCheck() throws Exception {
        for (String table : List.of(
                "payment",
                "act",
                "chain",
                "attempt",
                "receipt_claim",
                "fiscalised_answer",
                "refunded_receipt",
                "passed_receipt")) {
            // The other tables have one row.
            String where = List.of("payment", "act", "chain").contains(table) ? " WHERE rowid = 2" : "";
            List<String> columns = columnsOf(table);
            columns.removeAll(List.of("id", "seq"));
            tamper("CREATE TABLE saved_" + table + " AS SELECT * FROM " + table + where);
            for (String column : columns) {
                for (String value : VALUES) {
                    String what = table + "." + column + " = " + value;
                    try {
                        tamper("UPDATE " + table + " SET " + column + " = " + value + where);
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).contains("NOT NULL");
                        continue;
                    }
                    assertOthersAreReadable(what);
                    if (table.equals("payment")) {
                        // With another key it is another payment.
                        assertOthersAreAdded(what, column.equals("transaction_key") ? List.of() : List.of(SECOND));
                    }
                    tamper("UPDATE " + table + " SET " + column + " = (SELECT " + column + " FROM saved_" + table + ")"
                            + where);
                }
            }
        }
        assertThat(ledger.audit().findings()).isEmpty();
    }

    private void assertOthersAreReadable(String what) {
        try {
            List<TransactionId> all = new ArrayList<>();
            ledger.forEach(LedgerQuery.ALL, entry -> all.add(entry.transactionId()));
            assertThat(all).as(what).contains(FIRST, THIRD);
            assertThat(ledger.page(LedgerQuery.ALL, null, 1_000))
                    .as(what)
                    .extracting(LedgerEntry::transactionId)
                    .contains(FIRST, THIRD);
            assertThat(ledger.due(NOON, 10)).as(what).hasSizeLessThan(2);
            assertThat(ledger.counts(LedgerQuery.ALL)).as(what).isNotEmpty();
            assertThat(ledger.recoverInterrupted(NOON)).as(what).isZero();
            assertThat(Watchdog.checkOnce(ledger, Duration.ofSeconds(1), NOON.plusSeconds(60)))
                    .as(what)
                    .isNotNull();
            assertThat(ledger.audit().findings()).as(what).isNotNull();
            assertThat(ledger.alreadyFiscalisedRules()).as(what).hasSizeLessThan(2);
            assertThat(ledger.unassignedReceipts(Instant.EPOCH, NOON, 10))
                    .as(what)
                    .hasSizeLessThan(2);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        try {
            ledger.find(SECOND).ifPresent(ledger::acts);
            ledger.find(SECOND).ifPresent(ledger::attempts);
        } catch (LedgerException e) {
            assertThat(e.reason()).as(what).isEqualTo(Reason.UNREADABLE_ROW);
        }
    }

    private void assertOthersAreAdded(String what, List<TransactionId> changed) {
        Act act = new Act(Act.Kind.IMPORTED, "Aziza", NOON, null);
        List<NewPayment> payments = new ArrayList<>();
        changed.forEach(id -> payments.add(new NewPayment(payment(id), null, List.of(), act)));
        payments.add(new NewPayment(payment(FIRST), null, List.of(), act));
        payments.add(new NewPayment(payment(id(++fresh)), null, List.of(), act));
        try {
            List<BatchAddition> results = ledger.addAll(payments);
            assertThat(results).as(what).hasSize(payments.size());
            assertThat(results.getFirst()).as(what).isInstanceOfAny(Addition.Known.class, Unreadable.class);
            assertThat(results.get(results.size() - 2)).as(what).isInstanceOf(Addition.Known.class);
            assertThat(results.getLast()).as(what).isInstanceOf(Addition.Added.class);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void aReceiptOfAPaymentThatCannotBeReadRefusesOnlyThePaymentThatComesWithIt() throws SQLException {
        tamper("UPDATE payment SET provider = 'zzz' WHERE id = 2");
        Act act = new Act(Act.Kind.IMPORTED, "Aziza", NOON, null);

        List<BatchAddition> results = ledger.addAll(List.of(
                new NewPayment(payment(id(4)), ReceiptLink.parse(RECEIPT).orElseThrow(), List.of(), act),
                new NewPayment(payment(SECOND), null, List.of(), act),
                new NewPayment(payment(SECOND), receipt(6017), List.of(), act),
                new NewPayment(payment(id(5)), receipt(6018), List.of(), act)));

        assertThat(results.subList(0, 3))
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                Unreadable.class,
                                unreadable -> assertThat(unreadable.failure())
                                        .hasMessageContaining(SECOND.text())
                                        .extracting(LedgerException::reason)
                                        .isEqualTo(Reason.UNREADABLE_ROW)));
        assertThat(results.getLast()).isInstanceOf(Addition.Added.class);
        assertThat(ledger.find(id(4))).isEmpty();
        assertThatThrownBy(() -> ledger.add(payment(SECOND), null, act))
                .as("alone")
                .isInstanceOfSatisfying(
                        LedgerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_ROW));
    }

    @Test
    void aRowThatBreaksAConstraintStopsNoBackup() throws SQLException {
        tamper("UPDATE payment SET amount_tiyin = 0 WHERE id = 2");
        assertThat(SqliteBackups.isValidLedger(folder.resolve("ledger.db"))).isTrue();
    }

    @Test
    void aRefundIsRecordedAlthoughThePaymentCannotBeRead() throws SQLException {
        tamper("UPDATE payment SET provider = 'zzz' WHERE id = 2");

        assertThat(ledger.recordRefund(receipt(6013), "POS", NOON)).isTrue();
        assertThat(ledger.isRefunded(receipt(6013))).isTrue();
    }

    /** The receipt that a late answer would put back is not one any more. */
    @Test
    void anAttemptWithoutAReceiptHoldsUpNoOther() throws SQLException {
        attachFirst();
        UnrecordedOutcomeFiles kept = new UnrecordedOutcomeFiles(folder.resolve("unrecorded"));
        for (TransactionId id : List.of(FIRST, SECOND)) {
            keepConfirmed(kept, id);
        }
        tamper(
                "UPDATE attempt SET receipt_url = 'zzz', receipt_identity = 'other' WHERE payment = 1",
                "UPDATE payment SET receipt_number = '9' WHERE id = 1");

        kept.writeInto(ledger);

        assertThat(ledger.find(SECOND).orElseThrow().state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(kept.all()).hasSize(1);
    }

    @Test
    void anOutcomeThatCannotBeReadIsNotCountedAsAFailure() {
        PostgresServer.run(
                url, "UPDATE payment SET state = 'UNKNOWN', last_kind = 'UNKNOWN', last_reason = 'zzz', in_doubt = 1");
        assertThat(ledger.failures()).isEmpty();
    }

    private void attachFirst() {
        ledger.attach(
                ledger.find(FIRST).orElseThrow(),
                receipt(6016),
                null,
                List.of(new Act(Act.Kind.RECEIPT_ATTACHED, "Aziza", NOON, null)));
    }

    /** Sends a payment; the ledger could not record that it was confirmed. */
    private void keepConfirmed(UnrecordedOutcomeFiles kept, TransactionId id) {
        long attempt = ledger.claim(ledger.find(id).orElseThrow(), "till 1", NOON, null)
                .orElseThrow()
                .attemptId();
        kept.keep(new UnrecordedOutcome(ledger.claimOwner(), attempt, new Outcome.Confirmed(Answer.NONE), NOON, null));
    }

    @Test
    void anOutcomeThatCannotBeRecordedHoldsUpNoOther() throws SQLException {
        attachFirst();
        UnrecordedOutcomeFiles kept = new UnrecordedOutcomeFiles(folder.resolve("unrecorded"));
        for (TransactionId id : List.of(FIRST, SECOND)) {
            keepConfirmed(kept, id);
        }
        tamper("UPDATE payment SET amount_tiyin = 0 WHERE transaction_id = '" + FIRST.text() + "'");

        kept.writeInto(ledger);

        assertThat(ledger.find(SECOND).orElseThrow().state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(kept.all()).hasSize(1);
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.BatchAddition;
import uz.fiskaldesk.confirm.Ledger.NewPayment;
import uz.fiskaldesk.confirm.Ledger.Unreadable;
import uz.fiskaldesk.confirm.LedgerAudit.Finding;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;

/** The same as {@link UnreadableRowTest} on PostgreSQL, which refuses values of another type. */
class UnreadablePostgresRowTest {
    private final PostgresStore store = new PostgresStore();
    private int fresh = 1_000;

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void noValueHidesOtherPaymentsOrStopsTheCheck() throws Exception {
        PostgresLedger ledger = store.open();
        for (int number = 1; number <= 3; number++) {
            ledger.add(Samples.payment(number), Samples.receipt(number), Samples.act(Act.Kind.IMPORTED));
        }
        LedgerEntry second = ledger.find(Samples.id(2)).orElseThrow();
        long attempt =
                ledger.claim(second, "till 1", Samples.NOON, null).orElseThrow().attemptId();
        ledger.recordOutcome(attempt, new Outcome.Rejected(Answer.NONE), Samples.NOON, null);
        ledger.add(new AlreadyFiscalisedRule("106", "already", "Aziza", Samples.NOON));
        try (Connection connection = DriverManager.getConnection(store.url());
                Statement sql = connection.createStatement()) {
            for (String table : new String[] {"payment", "act", "attempt", "fiscalised_answer", "chain"}) {
                String key = table.equals("chain") ? "seq" : "id";
                String row = table.equals("payment") || table.equals("act") || table.equals("chain") ? "2" : "1";
                for (Map.Entry<String, String> column : columns(sql, table).entrySet()) {
                    String name = column.getKey();
                    if (!name.equals(key)) {
                        String wrong = column.getValue().equals("text") ? "'zzz'" : "-1";
                        String was = "(SELECT " + name + " FROM saved WHERE " + key + " = " + row + ")";
                        sql.execute("CREATE TEMPORARY TABLE saved AS SELECT * FROM " + table);
                        if (update(sql, table, name, wrong, key, row)) {
                            assertOthersAreReadable(ledger, table + "." + name + " = " + wrong);
                            if (table.equals("payment")) {
                                assertOthersAreAdded(
                                        ledger, table + "." + name, name.equals("transaction_key") ? 1 : 2);
                            }
                            update(sql, table, name, was, key, row);
                        }
                        sql.execute("DROP TABLE saved");
                    }
                }
            }
        }
        assertThat(ledger.audit().findings()).extracting(Finding::kind).isEmpty();
    }

    /** @param known which payment is added again: with another key, the one that was changed is another payment */
    private void assertOthersAreAdded(PostgresLedger ledger, String what, int known) {
        List<NewPayment> payments = Stream.of(1, known, ++fresh)
                .map(number -> new NewPayment(Samples.payment(number), null, List.of(), Samples.act(Act.Kind.IMPORTED)))
                .toList();
        try {
            List<BatchAddition> results = ledger.addAll(payments);
            assertThat(results.getFirst()).as(what).isInstanceOf(Addition.Known.class);
            assertThat(results.get(1)).as(what).isInstanceOfAny(Addition.Known.class, Unreadable.class);
            assertThat(results.getLast()).as(what).isInstanceOf(Addition.Added.class);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    private static Map<String, String> columns(Statement sql, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (ResultSet rows = sql.executeQuery("SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '" + table
                + "' ORDER BY ordinal_position")) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    /** Returns false if a constraint refuses the value. */
    private static boolean update(Statement sql, String table, String column, String value, String key, String row) {
        try {
            sql.execute("UPDATE " + table + " SET " + column + " = " + value + " WHERE " + key + " = " + row);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void assertOthersAreReadable(PostgresLedger ledger, String what) {
        try {
            assertThat(ledger.page(LedgerQuery.ALL, null, 1_000))
                    .as(what)
                    .extracting(LedgerEntry::transactionId)
                    .contains(Samples.id(1), Samples.id(3));
            assertThat(ledger.due(Samples.NOON, 10)).as(what).hasSizeLessThan(4);
            assertThat(ledger.alreadyFiscalisedRules()).as(what).hasSizeLessThan(2);
            assertThat(ledger.recoverInterrupted(Samples.NOON)).as(what).isZero();
            assertThat(ledger.audit().findings()).as(what).isNotNull();
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }
}

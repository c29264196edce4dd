package uz.fiskaldesk.desk.shell;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Fills a ledger with payments that could not be sent and are queued for a retry. */
final class QueuedPayments {
    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)";

    /** Copies payment 1 and its receipt, with different numbers wherever they must be unique. */
    private static final List<String> COPIES = List.of(NUMBERS + """
            INSERT INTO payment (id, transaction_id, transaction_key, provider, amount_tiyin, added_at, happened_at,
                search, state, receipt_url, receipt_terminal, receipt_number, receipt_issued_at, receipt_sign, attempts,
                failed_sends, next_try_at, last_kind, last_reason, last_at)
            SELECT i, printf('a12f0000-0000-4000-8000-%012d', i), printf('a12f0000000040008000%012d', i), provider,
                amount_tiyin, added_at, happened_at + i * 1000, search, state,
                replace(receipt_url, '000000000001', printf('%012d', i)), receipt_terminal, i, receipt_issued_at,
                printf('%012d', i), attempts, failed_sends, next_try_at, last_kind, last_reason, last_at
            FROM payment, n WHERE payment.id = 1""", NUMBERS + """
            INSERT INTO attempt (payment, started_at, finished_at, receipt_url, receipt_identity, till, owner, kind,
                reason)
            SELECT i, started_at, finished_at, replace(receipt_url, '000000000001', printf('%012d', i)),
                receipt_identity || i, till, owner, kind, reason
            FROM attempt, n WHERE payment = 1""");

    private QueuedPayments() {}

    static void fill(String url, int howMany, Instant now, Instant nextTry) throws SQLException {
        try (Ledger ledger = SqliteLedger.open(url, now)) {
            Ledger.Addition added =
                    ledger.add(Samples.paidAt(1, Samples.NOON), Samples.receipt(1), Samples.act(Act.Kind.ADDED));
            Ledger.StartedAttempt begun = ledger.claim(((Ledger.Addition.Added) added).entry(), "Kassa 1", now, null)
                    .orElseThrow();
            ledger.recordOutcome(begun.attemptId(), Samples.notSent(), now, nextTry);
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            try (Statement pragma = connection.createStatement()) {
                pragma.execute("PRAGMA synchronous = OFF");
            }
            for (String copy : COPIES) {
                try (PreparedStatement copies = connection.prepareStatement(copy)) {
                    copies.setInt(1, howMany);
                    copies.executeUpdate();
                }
            }
        }
    }
}

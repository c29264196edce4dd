package uz.fiskaldesk.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;

/** Fills an SQLite ledger with many payments within seconds: the ledger adds one, and SQL copies it. */
final class ManyPayments {
    private static final String COPIES = """
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO payment (transaction_id, transaction_key, provider, payment_id, amount_tiyin, phone, card,
                paid_at, note, added_at, happened_at, search, state, receipt_url, receipt_terminal, receipt_number,
                receipt_issued_at, receipt_sign, attempts, last_kind, last_code, last_message, last_at)
            SELECT printf('a12f0000-0000-4000-8000-%012d', i), printf('a12f0000000040008000%012d', i), provider,
                payment_id, amount_tiyin, phone, card, happened_at + i * 1000, note, added_at, happened_at + i * 1000,
                printf('a12f0000000040008000%012d', i) || char(10) || search,
                CASE i % 4 WHEN 0 THEN 'PENDING' WHEN 1 THEN 'REJECTED' ELSE 'CONFIRMED' END,
                receipt_url, receipt_terminal, receipt_number, receipt_issued_at, receipt_sign, 1,
                CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'REJECTED' ELSE 'CONFIRMED' END, '24',
                'Toʻlov topilmadi, iltimos qayta urinib koʻring va keyin xizmat koʻrsatish markaziga murojaat qiling',
                added_at
            FROM payment, n WHERE id = 1""";

    private ManyPayments() {}

    static void fill(String url, int count) throws SQLException {
        try (Ledger ledger = SqliteLedger.open(url, Samples.NOON)) {
            Payment payment = new Payment(
                    Samples.id(1),
                    "77001",
                    new Amount(12_500_000),
                    "998946532140",
                    "860014******3145",
                    Samples.NOON,
                    "Doʻkon 3, kassa 2, xaridor Gʻayrat Oʻtkirov, uch dona non va ikki dona sut");
            ledger.add(payment, Samples.receipt(1), Samples.act(Act.Kind.ADDED));
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement pragma = connection.createStatement();
                PreparedStatement copies = connection.prepareStatement(COPIES)) {
            pragma.execute("PRAGMA synchronous = OFF");
            copies.setInt(1, count);
            copies.executeUpdate();
        }
    }
}

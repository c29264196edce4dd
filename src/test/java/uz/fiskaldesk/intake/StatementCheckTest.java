package uz.fiskaldesk.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.intake.ImportFileException.Reason;
import uz.fiskaldesk.intake.StatementReport.Finding;
import uz.fiskaldesk.intake.StatementReport.Kind;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.receipt.ReceiptReader;

/** A statement is compared with the list. */
class StatementCheckTest extends StatementFixture {
    private static final Clock CLOCK = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private LedgerEntry listed(int number, @Nullable String paymentId, long sums, String paidAt) {
        Payment payment = new Payment(
                Samples.id(number),
                paymentId,
                new Amount(sums * 100),
                null,
                null,
                Instant.parse("2026-11-" + paidAt + ":00+05:00"),
                null);
        Ledger.Addition added = ledger.add(payment, null, Samples.act(Act.Kind.ADDED));
        return ((Ledger.Addition.Added) added).entry();
    }

    private StatementReport check(String text) throws IOException, ImportFileException {
        return check(text, ColumnMapping.NONE);
    }

    private StatementReport check(String text, ColumnMapping mapping) throws IOException, ImportFileException {
        Path file = Files.writeString(folder.resolve("statement.csv"), text);
        return check(file, mapping);
    }

    private static List<String> texts(StatementReport report) {
        return report.findings().stream().map(StatementCheckTest::text).toList();
    }

    /** The kind, the line of the statement and the number of the payment. */
    private static String text(Finding finding) {
        String line = finding.row() == null ? "" : " line " + finding.row().line();
        String payment = finding.entry() == null
                ? ""
                : " payment "
                        + Integer.parseInt(
                                finding.entry().transactionId().text().substring(30));
        return finding.kind().name().toLowerCase(Locale.ROOT) + line + payment;
    }

    @Test
    void paymentsAreMatchedByTheirIds() throws Exception {
        listed(1, null, 100, "24T10:00");
        listed(2, "77002", 200, "24T11:00");
        listed(3, null, 300, "24T11:30");
        listed(4, null, 400, "24T11:40");
        listed(5, null, 500, "24T13:00");
        LedgerEntry aside = listed(6, null, 600, "24T11:45");
        assertThat(ledger.setAside(aside, Samples.act(Act.Kind.SET_ASIDE))).isPresent();
        StatementReport report = check("""
                transaction_id;payment_id;Сумма;Дата платежа
                %s;;100;24.11.2026 10:00
                ;77002;200;24.11.2026 11:00
                %s;;301;24.11.2026 11:30
                %s;;900;24.11.2026 12:00
                ;77009;10;24.11.2026 11:59
                """.formatted(id(1).toUpperCase(Locale.ROOT), id(3), id(9)));
        assertThat(texts(report))
                .containsExactly(
                        "different_amount line 4 payment 3",
                        "missing line 5",
                        "missing line 6",
                        "not_in_statement payment 4");
        assertThat(report.rows()).isEqualTo(5);
        assertThat(report.matched()).isEqualTo(2);
        assertThat(report.from()).isEqualTo("2026-11-24T05:00:00Z");
        assertThat(report.addable()).extracting(StatementRow::line).containsExactly(5L);
    }

    @Test
    void aPaymentOfTheListThatCannotBeReadLeavesOutItsRowOnly() throws Exception {
        listed(1, null, 100, "24T10:00");
        listed(2, null, 200, "24T11:00");
        PostgresServer.run(
                SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE payment SET provider = 'zzz' WHERE id = 1");
        StatementReport report = check("""
                transaction_id;Сумма;Дата платежа
                %s;100;24.11.2026 10:00
                %s;200;24.11.2026 11:00
                """.formatted(id(1), id(2)));

        assertThat(report.findings()).isEmpty();
        assertThat(report.matched()).isEqualTo(1);
        assertThat(report.unread())
                .containsExactly(new RowReport(
                        2, RowReport.Result.REFUSED, id(1), List.of(new FieldProblem(null, FieldProblem.UNREADABLE))));
        assertThat(report.agrees()).isFalse();
    }

    @Test
    void paymentOfAnotherDayIsFoundByItsId() throws Exception {
        listed(1, "77001", 100, "01T10:00");
        listed(2, null, 200, "02T10:00");
        StatementReport report =
                check("transaction_id,payment_id,paid_at\n,77001,2026-11-24 10:00\n" + id(2) + ",,2026-11-24 10:00\n");
        assertThat(report.agrees()).isTrue();
        assertThat(report.matched()).isEqualTo(2);
    }

    @Test
    void withoutAnIdAmountAndTimeAreProbable() throws Exception {
        listed(1, null, 100, "24T10:00");
        listed(2, null, 100, "24T10:10");
        listed(3, null, 300, "24T12:00");
        StatementReport report = check("""
                amount;paid_at
                100;24.11.2026 10:09
                100;24.11.2026 10:01
                100;24.11.2026 10:02
                300;24.11.2026 12:30
                """);
        assertThat(texts(report))
                .containsExactly(
                        "probable line 2 payment 2",
                        "probable line 3 payment 1",
                        "missing line 4",
                        "missing line 5",
                        "not_in_statement payment 3");
        assertThat(report.addable()).isEmpty();
    }

    @Test
    void daysWithoutTimesAreAPeriod() throws Exception {
        listed(1, null, 100, "24T00:00");
        listed(2, null, 200, "24T23:59");
        listed(3, null, 300, "25T00:00");
        StatementReport report = check("Сумма;Дата оплаты\n200;24.11.2026\n");
        assertThat(texts(report)).containsExactly("probable line 2 payment 2", "not_in_statement payment 1");
    }

    @Test
    void withoutTimesOnlyTheStatementsPaymentsAreChecked() throws Exception {
        listed(1, "77001", 100, "24T10:00");
        listed(2, null, 200, "24T11:00");
        StatementReport report = check("payment_id\n77001\n77005\n");
        assertThat(texts(report)).containsExactly("missing line 3");
        assertThat(report.from()).isNull();
    }

    @Test
    void rowsThatAreNotUnderstoodAreReported() throws Exception {
        StatementReport report = check("""
                transaction_id,amount,paid_at
                %1$s,100,2026-11-24 10:00
                %1$s,100,2026-11-24 10:00
                1.9E+18,100,2026-11-24 10:00
                ,-100,2026-11-24 10:00
                ,100,
                """.formatted(id(1)));
        assertThat(report.rows()).isOne();
        assertThat(report.unread())
                .extracting(row -> row.line() + " " + row.remarks().getFirst().code())
                .containsExactly(
                        "3 " + FieldProblem.AGAIN,
                        "4 " + FieldProblem.ROUNDED,
                        "5 " + FieldProblem.INVALID,
                        "6 " + FieldProblem.MISSING);
    }

    @Test
    void columnsAreRequiredAndMayBeNamed() throws Exception {
        String text = "Номер операции;Итого;Когда\n" + id(1) + ";12300;24.11.2026 10:00\n";
        assertThatThrownBy(() -> check(text))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_STATEMENT_COLUMNS));
        assertThatThrownBy(() -> check("payment_id,Сумма (USD)\n1,2\n"))
                .isInstanceOfSatisfying(
                        ImportFileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNCLEAR_AMOUNT));
        StatementReport report =
                check(text, ColumnMapping.parse("Номер операции=transaction_id,Итого=amount_tiyin,Когда=paid_at"));
        assertThat(Objects.requireNonNull(report.of(Kind.MISSING).getFirst().row())
                        .amount())
                .isEqualTo(new Amount(12_300));
    }

    @Test
    void missingPaymentsAreAdded() throws Exception {
        listed(1, null, 100, "24T10:00");
        StatementReport report = check("transaction_id,amount,phone\n" + id(1) + ",100,\n" + id(2)
                + ",200,+998901234567\n" + id(3) + ",300,x\n");
        Import imports =
                new Import(ledger, new ReceiptReader(CLOCK), new Operator("Till 1", "Aziza", CLOCK), Providers.DEFAULT);
        assertThat(imports.addMissing(report.addable(), report.name()))
                .extracting(RowReport::result)
                .containsExactly(RowReport.Result.TAKEN, RowReport.Result.REFUSED);
        LedgerEntry added = ledger.find(Samples.id(2)).orElseThrow();
        assertThat(added.payment().phone()).isEqualTo("998901234567");
        assertThat(ledger.acts(added))
                .containsExactly(new Act(Act.Kind.IMPORTED, "Aziza", Samples.NOON, "statement.csv"));
        assertThat(ledger.page(LedgerQuery.ALL, null, 10)).hasSize(2);
    }
}

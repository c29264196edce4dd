package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerAudit.Finding;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Migration of lists whose version recorded a late confirmation but did not act on it. */
@NullUnmarked
class ListMigrationTest {
    @TempDir
    Path folder;

    private String url;

    private void oldList(DatabaseKind kind) {
        emptyOldList(kind);
        fill();
    }

    private void emptyOldList(DatabaseKind kind) {
        boolean sqlite = kind == DatabaseKind.SQLITE;
        url = sqlite
                ? SqliteLedger.urlOf(folder.resolve("ledger.db"))
                : PostgresServer.get().newDatabase();
        migrate(kind, sqlite ? "2" : "1");
    }

    private void migrate(DatabaseKind kind, String version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:uz/fiskaldesk/ledger/" + kind.name().toLowerCase(Locale.ROOT))
                .target(version)
                .load()
                .migrate();
    }

    private void fill() {
        payment(1, "REJECTED", 1, 0);
        attempt(1, 1, "CONFIRMED");
        attempt(1, 1, "REJECTED");
        payment(2, "READY", 3, 0);
        attempt(2, 2, "CONFIRMED");
        payment(4, "UNKNOWN", 5, 0);
        attempt(4, 4, "CONFIRMED");
        attempt(4, 5, "UNKNOWN");
        payment(6, "CONFIRMED", 6, 1);
        attempt(6, 6, "CONFIRMED");
        payment(7, "REJECTED", 7, 0);
        attempt(7, 7, "UNKNOWN");
        attempt(7, 7, "REJECTED");
        payment(8, "REJECTED", 8, 0);
        attempt(8, 8, "REJECTED");
        payment(9, "CONFIRMED", 9, 0);
        attempt(9, 9, "CONFIRMED");
    }

    private void payment(int number, String state, int receipt, int byHand) {
        FiscalReceipt has = Samples.receipt(receipt);
        run("INSERT INTO payment (id, transaction_id, transaction_key, provider, added_at, happened_at, search, state,"
                + " receipt_url, receipt_terminal, receipt_number, receipt_issued_at, receipt_sign, by_hand, in_doubt)"
                + " VALUES (" + number + ", '" + Samples.id(number).text() + "', '"
                + Samples.id(number).key() + "', 'anor', 0, 0, '', '" + state + "', '" + has.url() + "', '"
                + has.terminalId() + "', '" + has.receiptNumber() + "', "
                + has.issuedAt().toEpochMilli() + ", '" + has.fiscalSign() + "', " + byHand + ", 1)");
    }

    private void attempt(int payment, int receipt, String kind) {
        run("INSERT INTO attempt (payment, started_at, finished_at, receipt_url, receipt_identity, till, owner, kind,"
                + " reason) VALUES (" + payment + ", 0, 0, '"
                + Samples.receipt(receipt).url() + "', '"
                + Samples.receipt(receipt).identity() + "', 'Kassa 1', 'me', '"
                + kind + "', " + (kind.equals("UNKNOWN") ? "'INTERRUPTED'" : "NULL") + ")");
    }

    private void run(String sql) {
        PostgresServer.run(url, sql);
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void rulesWithoutActsAreAppendedToTheChain(DatabaseKind kind) {
        oldList(kind);
        migrate(kind, kind == DatabaseKind.SQLITE ? "8" : "7");
        Dialect dialect = kind == DatabaseKind.SQLITE ? Dialect.SQLITE : Dialect.POSTGRESQL;
        Jdbi.create(url).useTransaction(handle -> new HashChain(dialect).sealUnsealed(handle));
        run("INSERT INTO fiscalised_answer (code, pattern, who, at) VALUES ('24', 'yuborilgan', 'Nodira', 60000)");

        try (Ledger ledger = open(kind)) {
            assertThat(ledger.acts())
                    .containsExactly(
                            new Act(Act.Kind.ANSWER_RULE_ADDED, "Nodira", Instant.ofEpochSecond(60), "24: yuborilgan"));
            LedgerAudit audit = ((JdbiLedger) ledger).audit();
            // The test inserts these payments by SQL, so their states do not match their histories.
            assertThat(audit.findings()).extracting(Finding::kind).containsOnly(LedgerAudit.Kind.STATE);
            assertThat(audit.old()).isEqualTo(audit.entries());
            run("DELETE FROM fiscalised_answer");
            assertThat(((JdbiLedger) ledger).audit().findings())
                    .extracting(Finding::kind)
                    .containsOnly(LedgerAudit.Kind.STATE, LedgerAudit.Kind.RULES)
                    .contains(LedgerAudit.Kind.RULES);
        }
    }

    /** Three payments that were confirmed with 1, 01 and 001, and one that had 0 and 00 in turn. */
    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void receiptsThatDifferByLeadingZerosAreListed(DatabaseKind kind) {
        emptyOldList(kind);
        for (int number = 1; number <= 4; number++) {
            payment(number, "PENDING", number, 0);
        }
        claim("1", 1);
        claim("01", 2);
        claim("001", 3);
        claim("0", 4);
        claim("00", 4);
        run("INSERT INTO attempt (payment, started_at, receipt_url, receipt_identity, till, owner, kind)"
                + " VALUES (2, 0, 'u', 'UZ/01/20261124120000/000000000009', 'Kassa 1', 'me', 'CONFIRMED')");
        try (Ledger ledger = open(kind)) {
            for (int number = 1; number <= 3; number++) {
                assertThat(ledger.acts(ledger.find(Samples.id(number)).orElseThrow()))
                        .filteredOn(act -> act.kind() == Act.Kind.SAME_RECEIPT_FOUND)
                        .as("the act names both other payments: %s", number)
                        .hasSize(2);
            }
            assertThat(ledger.acts(ledger.find(Samples.id(4)).orElseThrow())).isEmpty();
            assertThat(asked("SELECT count(*) FROM receipt_claim WHERE identity = 'UZ/1/20261124120000/000000000009'"
                            + " AND issue = 'UZ/20261124120000/000000000009'"))
                    .isEqualTo("3");
            assertThat(asked("SELECT count(*) FROM receipt_claim WHERE identity LIKE 'UZ/0/%'"))
                    .isEqualTo("1");
            assertThat(asked("SELECT receipt_identity FROM attempt")).isEqualTo("UZ/1/20261124120000/000000000009");
        }
    }

    private String asked(String sql) {
        return PostgresServer.queryFirst(url, sql);
    }

    private void claim(String number, int payment) {
        run("INSERT INTO receipt_claim (identity, payment) VALUES ('UZ/" + number + "/20261124120000/00000000000"
                + (payment == 4 ? 8 : 9) + "', " + payment + ")");
    }

    private Ledger open(DatabaseKind kind) {
        return kind == DatabaseKind.SQLITE
                ? SqliteLedger.open(url, Samples.NOON)
                : PostgresLedger.open(url, null, Clock.systemUTC());
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void listsAreMigratedWithAnAct(DatabaseKind kind) {
        oldList(kind);
        try (Ledger ledger = open(kind)) {
            for (int number : new int[] {1, 2, 6}) {
                LedgerEntry entry = ledger.find(Samples.id(number)).orElseThrow();
                assertThat(entry.state()).as("%s", entry).isEqualTo(PaymentState.CONFIRMED);
                assertThat(entry.confirmedByHand()).isFalse();
                assertThat(entry.receipt()).isEqualTo(Samples.receipt(number));
                assertThat(ledger.acts(entry)).extracting(Act::kind).containsExactly(Act.Kind.LATE_ANSWER);
            }
            LedgerEntry conflict = ledger.find(Samples.id(4)).orElseThrow();
            assertThat(conflict.conflict()).isTrue();
            assertThat(conflict.state()).isEqualTo(PaymentState.UNKNOWN);
            assertThat(ledger.acts(conflict))
                    .extracting(Act::kind)
                    .containsExactly(Act.Kind.LATE_ANSWER, Act.Kind.CONFLICT_FOUND);
            assertThat(ledger.find(Samples.id(7)).orElseThrow().state()).isEqualTo(PaymentState.UNKNOWN);
            assertThat(ledger.find(Samples.id(8)).orElseThrow().state()).isEqualTo(PaymentState.REJECTED);
            assertThat(ledger.acts(ledger.find(Samples.id(9)).orElseThrow())).isEmpty();
        }
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;

/** Errors of a shared list are classified. */
class PostgresErrorsTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private static void assertTrouble(String url, Reason trouble) {
        assertThatThrownBy(() -> PostgresLedger.open(url, null, CLOCK).close())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason())
                                .as(thrown.toString())
                                .isEqualTo(trouble));
    }

    @Test
    void unreachableServer() {
        assertTrouble("jdbc:postgresql://127.0.0.1:1/fiskaldesk?user=kassa", Reason.UNREACHABLE);
    }

    @Test
    void missingDatabase() {
        assertTrouble(PostgresServer.get().address("nowhere"), Reason.ADDRESS);
    }

    @Test
    void unknownUser() {
        String url = PostgresServer.get().newLedger().replace("user=postgres", "user=nobody");

        assertTrouble(url, Reason.ACCESS_DENIED);
    }

    @Test
    void missingPassword() {
        assertThat(new PostgresErrors().classify(new SQLException("no password was provided", "08004")))
                .contains(Reason.ACCESS_DENIED);
    }

    @Test
    void userWithoutPrivileges() {
        String url = PostgresServer.get().newLedger();
        PostgresServer.run(url, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN");

        assertTrouble(url.replace("user=postgres", "user=guest"), Reason.ACCESS_DENIED);
    }

    @Test
    void fromANewerVersion() {
        String url = PostgresServer.get().newLedger();
        PostgresServer.run(
                url,
                "INSERT INTO flyway_schema_history SELECT 99, '99', 'of the future', type, 'V99__future.sql', checksum,"
                        + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");

        assertTrouble(url, Reason.NEWER);
    }

    @Test
    void databaseOfAnotherProgramIsRefused() {
        String url = PostgresServer.get().newDatabase();
        PostgresServer.run(url, "CREATE TABLE songs (title TEXT)");

        assertTrouble(url, Reason.ADDRESS);

        assertThat(PostgresServer.queryFirst(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password=geheim", "user=kassa&password=geheim", "PASSWORD=geheim", "pass%77ord=geheim"})
    void passwordInTheUrlIsRefusedAndNotShown(String parameters) {
        String url = "jdbc:postgresql://127.0.0.1:1/fiskaldesk?" + parameters;

        assertTrouble(url, Reason.PASSWORD_IN_ADDRESS);
        assertThatThrownBy(() -> PostgresLedger.open(url, null, CLOCK))
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void unstorableCharactersAreReplaced() {
        try (Ledger ledger = PostgresLedger.open(PostgresServer.get().newLedger(), null, CLOCK)) {
            Payment payment = new Payment(Samples.id(1), null, null, null, null, null, "a\0b \ud800 🧾");

            LedgerEntry entry =
                    ((Ledger.Addition.Added) ledger.add(payment, null, Samples.act(Act.Kind.ADDED))).entry();

            assertThat(entry.payment().note()).isEqualTo("a\ufffdb \ufffd 🧾");
        }
    }

    /** As in a restart of the server: whatever was in progress, the error is a lost connection. */
    @Test
    void terminatedSessionIsALostConnection() {
        String url = PostgresServer.get().newLedger();
        try (PostgresLedger ledger = PostgresLedger.open(url, null, CLOCK)) {
            for (int number = 1; number <= 1200; number++) {
                ledger.add(Samples.payment(number), null, Samples.act(Act.Kind.ADDED));
            }
            for (int ends : new int[] {1, 499, 500, 501, 1199}) {
                int[] row = {0};
                assertUnreachable(() -> ledger.forEach(LedgerQuery.ALL, _ -> {
                    if (++row[0] == ends) {
                        endSessions(url);
                    }
                }));
            }
            assertUnreachable(() -> ledger.write(handle -> {
                endSessions(url);
                return handle.execute("UPDATE payment SET note = 'x'");
            }));
            assertUnreachable(() -> ledger.write(handle -> {
                handle.execute("UPDATE payment SET note = 'x'");
                endSessions(url);
                return true;
            }));
        }
    }

    private static void endSessions(String url) {
        PostgresServer.run(
                url,
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private static void assertUnreachable(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "08006, UNREACHABLE",
        "08001, UNREACHABLE",
        "08P01, UNREACHABLE",
        "57P01, UNREACHABLE",
        "57P02, UNREACHABLE",
        "57P03, UNREACHABLE",
        "57P04, UNREACHABLE",
        "53300, UNREACHABLE",
        "53200, UNREACHABLE",
        ", UNREACHABLE",
        "40001, BUSY",
        "40P01, BUSY",
        "55P03, BUSY",
        "55006, BUSY",
        "57014, BUSY",
        "58030, DISK_FAILS",
        "53100, DISK_FULL",
        "42501, ACCESS_DENIED",
        "28P01, ACCESS_DENIED",
        "XX001, DAMAGED",
        "42P01, OTHER"
    })
    void sqlStateIsClassified(String state, Reason trouble) {
        assertThat(new PostgresErrors().classify(new SQLException("said by the server", state)))
                .contains(trouble);
    }

    @Test
    void lockedTableIsBusy() throws Exception {
        String url = PostgresServer.get().newLedger();
        try (PostgresLedger ledger = PostgresLedger.open(url, null, CLOCK);
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE payment IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(() -> ledger.find(Samples.id(1)))
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            thrown -> assertThat(thrown.reason()).isEqualTo(Reason.BUSY));
            other.rollback();
        }
    }

    @Test
    void tillsCanStartConcurrentlyOnAnEmptyDatabase() {
        String url = PostgresServer.get().newDatabase();
        IntStream.range(0, 4)
                .parallel()
                .forEach(_ -> PostgresLedger.open(url, null, CLOCK).close());

        assertThat(PostgresServer.queryFirst(url, "SELECT count(*) FROM payment"))
                .isEqualTo("0");
    }
}

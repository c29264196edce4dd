package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Trouble;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.Provider;

/** What can be wrong with a shared list is said by kind. */
class PostgresTroublesTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private static void assertTrouble(String url, Trouble trouble) {
        assertThatThrownBy(() -> PostgresLedger.open(url, null, CLOCK).close())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.trouble())
                                .as(thrown.toString())
                                .isEqualTo(trouble));
    }

    @Test
    void aServerThatIsNotThere() {
        assertTrouble("jdbc:postgresql://127.0.0.1:1/fiskaldesk?user=kassa", Trouble.UNREACHABLE);
    }

    @Test
    void aDatabaseThatIsNotThere() {
        assertTrouble(PostgresServer.get().address("nowhere"), Trouble.ADDRESS);
    }

    @Test
    void aUserWhomTheServerDoesNotKnow() {
        String url = PostgresServer.get().newLedger().replace("user=postgres", "user=nobody");

        assertTrouble(url, Trouble.ACCESS_DENIED);
    }

    @Test
    void aUserWithoutRights() {
        String url = PostgresServer.get().newLedger();
        PostgresServer.run(url, "DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN");

        assertTrouble(url.replace("user=postgres", "user=guest"), Trouble.ACCESS_DENIED);
    }

    @Test
    void fromANewerVersionOfTheProgram() {
        String url = PostgresServer.get().newLedger();
        PostgresServer.run(
                url,
                "INSERT INTO flyway_schema_history SELECT 99, '99', 'of the future', type, 'V99__future.sql', checksum,"
                        + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");

        assertTrouble(url, Trouble.NEWER);
    }

    @Test
    void anotherProgramsDatabaseIsNotALedgerAndStaysAsItIs() {
        String url = PostgresServer.get().newDatabase();
        PostgresServer.run(url, "CREATE TABLE songs (title TEXT)");

        assertTrouble(url, Trouble.ADDRESS);

        assertThat(PostgresServer.asked(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password=geheim", "user=kassa&password=geheim", "PASSWORD=geheim", "pass%77ord=geheim"})
    void aPasswordInTheAddressIsRefusedAndNotRepeated(String parameters) {
        String url = "jdbc:postgresql://127.0.0.1:1/fiskaldesk?" + parameters;

        assertTrouble(url, Trouble.PASSWORD_IN_ADDRESS);
        assertThatThrownBy(() -> PostgresLedger.open(url, null, CLOCK))
                .hasMessageNotContaining("geheim")
                .hasNoCause();
    }

    @Test
    void whatPostgresCannotHoldIsReplacedAndTheRestKept() {
        try (Ledger ledger = PostgresLedger.open(PostgresServer.get().newLedger(), null, CLOCK)) {
            Payment payment = new Payment(Samples.id(1), Provider.ANOR, null, null, null, null, null, "a\0b \ud800 🧾");

            LedgerEntry entry =
                    ((Ledger.Addition.Added) ledger.add(payment, null, Samples.act(Act.Kind.ADDED))).entry();

            assertThat(entry.payment().note()).isEqualTo("a\ufffdb \ufffd 🧾");
        }
    }

    @Test
    void manyTillsMayStartTogetherOverAnEmptyDatabase() {
        String url = PostgresServer.get().newDatabase();
        IntStream.range(0, 4)
                .parallel()
                .forEach(_ -> PostgresLedger.open(url, null, CLOCK).close());

        assertThat(PostgresServer.asked(url, "SELECT count(*) FROM payment")).isEqualTo("0");
    }
}

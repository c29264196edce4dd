package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;

/** Passwords in a URL are neither used nor shown, and none is sent to an unverified server. */
@NullUnmarked
class PostgresAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://u:geheim@host/db",
                "jdbc:postgresql://u:ge/heim@host/db",
                "jdbc:postgresql://u:ge?heim@host/db",
                "jdbc:postgresql://u:geheim@host:5432,other:5432/db?user=x",
                "jdbc:postgresql://geheim@host/db",
                "jdbc:postgresql:u:geheim@host/db",
                "jdbc:postgresql://host/db?user=u&password=geheim",
                "jdbc:postgresql://host/db?PASSWORD=geheim",
                "jdbc:postgresql://host/db?pass%77ord=geheim",
                "jdbc:postgresql://host/db?sslpassword=geheim"
            })
    void passwordIsRefusedAndNotShown(String url) {
        List<String> saidByTheDriver = new ArrayList<>();
        Logger driver = Logger.getLogger("org.postgresql");
        Handler listening = new StreamHandler() {
            @Override
            public void publish(LogRecord said) {
                saidByTheDriver.add(said.getMessage());
            }
        };
        driver.addHandler(listening);
        try {
            assertThatThrownBy(() -> new PostgresAddress(url, null))
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            thrown -> assertThat(thrown.reason()).isIn(Reason.PASSWORD_IN_ADDRESS, Reason.ADDRESS))
                    .hasMessageNotContainingAny("geheim", "ge/heim", "heim", "u:ge")
                    .hasNoCause();
        } finally {
            driver.removeHandler(listening);
        }
        assertThat(saidByTheDriver).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://server/db?user=a@b, jdbc:postgresql://server/db",
        "jdbc:postgresql://server:5432/fiskaldesk, jdbc:postgresql://server:5432/fiskaldesk",
        "'jdbc:postgresql://a:1,b:2/db?x', 'jdbc:postgresql://a:1,b:2/db'",
        "jdbc:postgresql://[::1]:5432/db, jdbc:postgresql://[::1]:5432/db",
        "jdbc:postgresql:db, jdbc:postgresql:db"
    })
    void hostsAndDatabaseAreShown(String url, String shown) {
        assertThat(new PostgresAddress(url, null).where()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "//server/db, verify-full, true",
        "//192.168.1.5/db?user=u, verify-full, true",
        "'//localhost,server/db', verify-full, true",
        "//localhost.shop.uz/db, verify-full, true",
        "//127.0.0.1.shop.uz/db, verify-full, true",
        "//server/db?sslmode=verify-full, verify-full, true",
        "//server/db?sslmode=verify-ca, verify-ca, false",
        "//server/db?sslmode=prefer, prefer, false",
        "//server/db?sslmode=disable, disable, false",
        "//localhost/db, , true",
        "//127.0.0.1:5433/db, , true",
        "//[::1]/db, , true",
        "db, , true",
        "//localhost/db?sslmode=require, require, true"
    })
    void remoteServerMustBeVerified(String url, String mode, boolean guarded) {
        PostgresAddress address = new PostgresAddress("jdbc:postgresql:" + url, "geheim");

        assertThat(org.postgresql.Driver.parseURL(address.url(), address.properties())
                        .getProperty("sslmode"))
                .isEqualTo(mode);
        assertThat(address.isGuarded()).isEqualTo(guarded);
    }
}

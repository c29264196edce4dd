package uz.fiskaldesk.shift;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.ledger.SqliteLedger;

/** Tests that of two tills that close a shift at the same time, one does. */
class ShiftsTest {
    @TempDir
    private Path folder;

    private final Clock clock = Clock.systemUTC();

    /** The ledger, with something that happens after the next reading of the acts. */
    private static Ledger after(Ledger ledger, Runnable event) {
        AtomicBoolean happened = new AtomicBoolean();
        return (Ledger) Proxy.newProxyInstance(
                ShiftsTest.class.getClassLoader(), new Class<?>[] {Ledger.class}, (_, method, arguments) -> {
                    try {
                        Object result = method.invoke(ledger, arguments);
                        if (method.getName().equals("acts") && happened.compareAndSet(false, true)) {
                            event.run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    @Test
    void aShiftIsClosedOnce() {
        try (Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant())) {
            Shifts one = new Shifts(ledger, new Operator("Kassa 1", "Aziza", clock));
            Ledger overtaken = after(ledger, () -> one.close(null, "look into the safe"));
            Shifts other = new Shifts(overtaken, new Operator("Kassa 2", "Nodira", clock));

            assertThat(other.close(null, "nothing"))
                    .isInstanceOfSatisfying(
                            Shifts.Closing.ClosedBefore.class,
                            before -> assertThat(before.by().why()).isEqualTo("look into the safe"));

            assertThat(ledger.acts()).extracting(Act::who).containsExactly("Aziza");
        }
    }
}

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
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.report.ShiftTables;
import uz.fiskaldesk.support.Language;
import uz.fiskaldesk.support.Translations;

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
    void whatIsOpenIsHandedOverAlsoWithoutANote() {
        try (Ledger ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), clock.instant())) {
            Shifts shifts = new Shifts(ledger, new Operator("Kassa 1", "Aziza", clock));
            assertThat(shifts.handedOver()).isEmpty();
            shifts.close(null, null);
            assertThat(shifts.handedOver()).as("there is nothing to say").isEmpty();
            ledger.add(Samples.paidAt(1, clock.instant().minusSeconds(60)), null, Samples.act(Act.Kind.ADDED));
            shifts.close(shifts.lastClosing().orElse(null), null);
            ledger.add(Samples.paidAt(2, clock.instant().plusSeconds(60)), null, Samples.act(Act.Kind.ADDED));
            assertThat(shifts.handedOver())
                    .hasValueSatisfying(
                            left -> assertThat(ShiftTables.handedOver(left, Translations.in(Language.ENGLISH)))
                                    .startsWith("The previous shift was closed by Aziza")
                                    .endsWith("Still open from that shift: 1"));
        }
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

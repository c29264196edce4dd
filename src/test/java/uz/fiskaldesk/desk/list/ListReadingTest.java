package uz.fiskaldesk.desk.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.PaymentState;

/** Tests in which order the list reads the ledger, with a real ledger whose tasks run one by one. */
class ListReadingTest {
    @TempDir
    private Path folder;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> searched = new ArrayList<>();
    private SqliteLedger ledger;
    private PaymentListModel list;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(SqliteLedger.urlOf(folder.resolve("ledger.db")), Samples.NOON);
        for (int n = 1; n <= 120; n++) {
            ledger.add(Samples.payment(n), null, Samples.act(Act.Kind.ADDED));
        }
        list = new PaymentListModel(noting(ledger), new OneByOne(), Clock.fixed(Samples.NOON, ZoneOffset.UTC));
        list.refresh();
        runAll();
        searched.clear();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Passes calls on and notes what is searched in them. */
    private Ledger noting(Ledger real) {
        return (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (_, method, arguments) -> {
                    if (arguments != null
                            && arguments[0] instanceof LedgerQuery query
                            && !query.search().isEmpty()) {
                        searched.add(method.getName() + " " + query.search());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void rowsAreShownBeforeTheNumbersAreRead() {
        list.search().set("0117");

        tasks.remove().run();

        assertThat(list.rows()).hasSize(1);
        assertThat(searched).containsExactly("page 0117");
        assertThat(list.totals().query().get()).isNotEqualTo(list.query());
        runAll();
        assertThat(list.totals().query().get()).isEqualTo(list.query());
        assertThat(list.totals().found().get()).containsExactly(Map.entry(PaymentState.PENDING, 1L));
    }

    @Test
    void aReasonByHandThatCannotBeReadHidesNoPayment() {
        LedgerEntry entry = ledger.find(Samples.id(1)).orElseThrow();
        ledger.attach(entry, Samples.receipt(1), null, List.of());
        long attempt = ledger.claim(ledger.find(Samples.id(1)).orElseThrow(), "till 1", Samples.NOON, null)
                .orElseThrow()
                .attemptId();
        LedgerEntry rejected = ledger.recordOutcome(attempt, Samples.rejected(), Samples.NOON, null)
                .orElseThrow();
        assertThat(ledger.confirmByHand(rejected, Samples.act(Act.Kind.CONFIRMED_BY_HAND)))
                .isPresent();
        PostgresServer.run(
                SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE act SET kind = 'zzz' WHERE payment = 1");

        list.filter().set(PaymentFilter.BY_HAND);
        runAll();

        assertThat(list.rows()).hasSize(1);
        assertThat(list.reasonByHand(list.rows().getFirst())).isEmpty();
    }

    @Test
    void aSearchThatIsTypedOverIsNotCounted() {
        list.search().set("0");
        tasks.remove().run();
        list.search().set("01");
        list.search().set("011");
        list.search().set("0117");

        runAll();

        assertThat(list.rows()).hasSize(1);
        assertThat(searched).containsExactly("page 0", "page 01", "page 0117", "counts 0117");
        assertThat(list.totals().listed()).isEqualTo(1);
    }

    @Test
    void anotherQueryReadsItsFirstRowsOnlyWhereverTheSelectedPaymentIs() {
        list.search().set("a12f");
        runAll();
        list.select(list.rows().getFirst());
        searched.clear();

        list.oldestFirst().set(true);
        runAll();

        assertThat(searched).containsOnlyOnce("page a12f");
        assertThat(list.rows()).hasSize(100);
        assertThat(list.selectionHidden().get()).isTrue();
    }

    @Test
    void theLastPaymentOfASearchWaitsForTheNumbers() {
        list.search().set("a12f");
        tasks.remove().run();
        list.selectLast();
        assertThat(list.rows()).hasSize(100);

        runAll();

        assertThat(list.rows()).hasSize(120);
        assertThat(list.selected().get()).isEqualTo(list.rows().getLast());
    }

    @Test
    void theViewIsNotLaidOutForARowThatIsShownAlready() {
        AtomicInteger changes = new AtomicInteger();
        list.setRowListener(new RowChangeListener() {
            @Override
            public void rowsWillChange() {
                changes.incrementAndGet();
            }

            @Override
            public void rowsHaveChanged() {
                changes.incrementAndGet();
            }
        });
        LedgerEntry row = list.rows().getFirst();
        list.update(((Ledger.Attachment.Attached)
                        ledger.attach(row, Samples.receipt(1), null, List.of(Samples.act(Act.Kind.RECEIPT_ATTACHED))))
                .entry());

        runAll();

        assertThat(list.rows().getFirst().state()).isEqualTo(PaymentState.READY);
        assertThat(changes).hasValue(0);
        ledger.add(Samples.payment(121), null, Samples.act(Act.Kind.ADDED));
        list.refresh();
        runAll();
        assertThat(changes).hasValue(2);
    }

    /** Queues the work; its result is used at once. */
    private final class OneByOne implements BackgroundTasks {
        @Override
        public <T> void onLedger(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
            tasks.add(() -> then.accept(work.get()));
        }

        @Override
        public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
            onLedger(work, then, failed);
        }
    }
}

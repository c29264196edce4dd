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
    private boolean failing;
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
        assertThat(searched).as("nobody is told how many there are").containsExactly("page 0117", "sendable 0117");
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
        assertThat(searched).containsExactly("page 0", "page 0", "page 0117", "sendable 0117");
    }

    @Test
    void theRowsThatFillTheWindowAreShownBeforeTheRestOfThePage() {
        list.search().set("a12f");

        tasks.remove().run();

        assertThat(list.rows()).hasSize(20);
        LedgerEntry first = list.rows().getFirst();
        runAll();
        assertThat(list.rows()).hasSize(100).startsWith(first);
        assertThat(searched).containsExactly("page a12f", "page a12f", "sendable a12f");
    }

    @Test
    void theRestOfThePageIsNotReadForASearchThatIsTypedOver() {
        list.search().set("a1");
        list.search().set("a12");

        runAll();

        assertThat(list.rows()).hasSize(100);
        assertThat(searched).containsExactly("page a1", "page a12", "page a12", "sendable a12");
    }

    @Test
    void aSelectedRowFurtherDownStaysListedWhileTheSearchIsTyped() {
        LedgerEntry row = list.rows().get(50);
        list.select(row);
        list.search().set("a12f");

        tasks.remove().run();

        assertThat(list.rows()).hasSize(100).contains(row);
        assertThat(list.selectionHidden().get()).isFalse();
    }

    @Test
    void theFirstRowOfASearchIsSelectedBeforeTheRestIsRead() {
        LedgerEntry other = list.rows().getFirst();
        list.select(other);
        list.search().set("011");
        list.selectFound();

        tasks.remove().run();

        assertThat(list.selectionHidden().get()).isFalse();
        assertThat(list.selected().get()).isEqualTo(list.rows().getFirst()).isNotEqualTo(other);
    }

    @Test
    void anEmptyListSaysWhereTheSearchFindsPayments() {
        list.filter().set(PaymentFilter.REJECTED);
        list.search().set("0117");

        runAll();

        assertThat(list.totals().found().get()).containsExactly(Map.entry(PaymentState.PENDING, 1L));
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
    void theLastPaymentOfASearchIsNotSelectedAfterAnotherOne() {
        list.search().set("a12f");
        runAll();
        list.selectLast();
        LedgerEntry other = list.rows().get(7);
        list.select(other);

        runAll();

        assertThat(list.selected().get()).isEqualTo(other);
        assertThat(list.rows()).hasSize(100);
    }

    @Test
    void theLastPaymentOfASearchIsSelectedWhileItIsRead() {
        list.search().set("a12f");
        tasks.remove().run();
        list.selectLast();
        assertThat(list.rows()).hasSize(20);

        runAll();

        assertThat(list.rows()).hasSize(120);
        assertThat(list.selected().get()).isEqualTo(list.rows().getLast());
    }

    @Test
    void theLastPaymentIsSelectedAlthoughAnotherOneLeavesTheListMeanwhile() {
        list.selectLast();
        tasks.remove().run();
        ledger.setAside(ledger.find(Samples.id(60)).orElseThrow(), Samples.act(Act.Kind.SET_ASIDE));

        runAll();

        assertThat(list.rows()).hasSize(119);
        assertThat(list.selected().get()).isEqualTo(list.rows().getLast());
    }

    @Test
    void theLastPaymentIsSelectedAlthoughAnotherOneArrivesMeanwhile() {
        list.selectLast();
        tasks.remove().run();
        ledger.add(Samples.payment(121), null, Samples.act(Act.Kind.ADDED));

        runAll();

        assertThat(list.rows()).hasSize(121);
        assertThat(list.selected().get()).isEqualTo(list.rows().getLast());
    }

    @Test
    void aPaymentThatArrivesLaterSelectsNothing() {
        list.selectLast();
        tasks.remove().run();
        failing = true;
        runAll();
        failing = false;
        LedgerEntry selected = list.selected().get();

        ledger.add(Samples.payment(121), null, Samples.act(Act.Kind.ADDED));
        list.refresh();
        runAll();
        list.loadMore();
        runAll();

        assertThat(list.selected().get()).isEqualTo(selected);
    }

    @Test
    void aListThatCouldNotBeReadIsReadAgainOnlyUntilItIs() {
        ledger.add(Samples.payment(121), null, Samples.act(Act.Kind.ADDED));
        failing = true;
        list.refresh();
        runAll();
        assertThat(list.indexOf(Samples.id(121))).isNegative();

        failing = false;
        list.refreshIfFailed();
        runAll();

        assertThat(list.indexOf(Samples.id(121))).isNotNegative();
        list.refreshIfFailed();
        assertThat(tasks).isEmpty();
    }

    /** Nothing can be sent without the number of what would be sent. */
    @Test
    void numbersThatCouldNotBeReadAreReadAgain() {
        list.search().set("0117");
        tasks.remove().run();
        failing = true;
        runAll();
        assertThat(list.totals().areOf(list)).isFalse();

        failing = false;
        list.refreshIfFailed();
        runAll();

        assertThat(list.totals().areOf(list)).isTrue();
        list.refreshIfFailed();
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatWasSearchedForWhileAReadFailedIsRead() {
        list.refresh();
        list.search().set("0117");
        failing = true;
        tasks.remove().run();
        failing = false;

        runAll();

        assertThat(list.rows()).hasSize(1);
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
            tasks.add(() -> {
                if (failing) {
                    failed.run();
                } else {
                    then.accept(work.get());
                }
            });
        }

        @Override
        public <T> void inBackground(Supplier<T> work, Consumer<? super T> then, Runnable failed) {
            onLedger(work, then, failed);
        }
    }
}

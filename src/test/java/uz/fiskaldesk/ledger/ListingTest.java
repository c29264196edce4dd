package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** Lists payments in order, in pages, and with counts. */
class ListingTest extends LedgerContract {
    private static final Instant TEN = Instant.parse("2026-11-24T05:00:00Z");

    private void paidOneMinuteApart(int count) {
        for (int number = 1; number <= count; number++) {
            added(Samples.paidAt(number, TEN.plusSeconds(60L * number)));
        }
    }

    @Test
    void newestFirstByDefault() {
        paidOneMinuteApart(3);

        assertThat(numbers(LedgerQuery.ALL)).containsExactly(3, 2, 1);
        assertThat(numbers(LedgerQuery.ALL.fromTheOldest())).containsExactly(1, 2, 3);
    }

    @Test
    void paymentWithoutTimeIsOrderedByWhenItWasAdded() {
        added(Samples.paidAt(1, Samples.NOON.minusSeconds(1)));
        added(Samples.paidAt(2, null));
        added(Samples.paidAt(3, Samples.NOON.plusSeconds(1)));

        assertThat(numbers(LedgerQuery.ALL)).containsExactly(3, 2, 1);
    }

    @Test
    void pagesHaveNoGapsOrRepeats() {
        for (int number = 1; number <= 25; number++) {
            added(Samples.paidAt(number, TEN.plusSeconds(number / 10)));
        }
        for (LedgerQuery query : List.of(LedgerQuery.ALL, LedgerQuery.ALL.fromTheOldest())) {
            assertThat(inPagesOf(7, query)).hasSize(25).isEqualTo(numbers(query));
        }
    }

    @Test
    void paymentAddedBetweenPagesMovesNoOther() {
        paidOneMinuteApart(4);
        List<LedgerEntry> first = ledger.page(LedgerQuery.ALL, null, 2);
        added(Samples.paidAt(5, TEN.plusSeconds(900)));

        assertThat(ledger.page(LedgerQuery.ALL, first.getLast(), 2))
                .extracting(Samples::number)
                .containsExactly(2, 1);
    }

    private List<Integer> inPagesOf(int size, LedgerQuery query) {
        List<Integer> seen = new ArrayList<>();
        List<LedgerEntry> page = ledger.page(query, null, size);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            page.forEach(entry -> seen.add(Samples.number(entry)));
            page = ledger.page(query, page.getLast(), size);
        }
        return seen;
    }

    @Test
    void forEachUsesTheSameOrder() {
        paidOneMinuteApart(5);
        List<Integer> handedOver = new ArrayList<>();

        ledger.forEach(LedgerQuery.ALL, entry -> handedOver.add(Samples.number(entry)));

        assertThat(handedOver).isEqualTo(numbers(LedgerQuery.ALL));
    }

    @Test
    void callbackMayQueryTheLedger() {
        paidOneMinuteApart(3);
        List<Integer> acts = new ArrayList<>();

        ledger.forEach(LedgerQuery.ALL, entry -> acts.add(ledger.acts(entry).size()));

        assertThat(acts).containsExactly(1, 1, 1);
    }

    @Test
    void exceptionOfTheCallbackIsNotTranslated() {
        paidOneMinuteApart(1);
        UncheckedIOException brokenPipe = new UncheckedIOException(new IOException("Broken pipe"));

        assertThatThrownBy(() -> ledger.forEach(LedgerQuery.ALL, _ -> {
                    throw brokenPipe;
                }))
                .isSameAs(brokenPipe);
    }

    @Test
    void countsContainOnlyStatesWithPayments() {
        pending(1);
        pending(2);
        ready(3);
        ended(ready(4), Samples.rejected());

        assertThat(ledger.counts(LedgerQuery.ALL))
                .isEqualTo(Map.of(PaymentState.PENDING, 2L, PaymentState.READY, 1L, PaymentState.REJECTED, 1L));
    }

    @Test
    void countsRespectSearchAndTimes() {
        paidOneMinuteApart(5);

        assertThat(ledger.counts(LedgerQuery.ALL.between(TEN.plusSeconds(120), TEN.plusSeconds(240))))
                .isEqualTo(Map.of(PaymentState.PENDING, 2L));
        assertThat(ledger.counts(LedgerQuery.ALL.matching(Samples.id(3).text())))
                .isEqualTo(Map.of(PaymentState.PENDING, 1L));
        assertThat(ledger.counts(LedgerQuery.ALL.matching("nowhere"))).isEmpty();
    }

    @Test
    void confirmedPaymentsAreToldApartByWhomTheyWereConfirmed() {
        ended(ready(1), Samples.confirmed());
        LedgerEntry rejected = ended(ready(2), Samples.rejected());
        assertThat(ledger.confirmByHand(rejected, Samples.act(Act.Kind.CONFIRMED_BY_HAND)))
                .isPresent();

        LedgerEntry practice = ended(ready(3), new Outcome.Confirmed(Answer.NONE, true));
        ended(ready(4), new Outcome.Unknown(Outcome.UnknownReason.PRACTICE_FISCALBOX, Answer.NONE));
        pending(5);

        assertThat(numbers(LedgerQuery.ALL.confirmedBy(ConfirmedBy.FISCALBOX))).containsExactly(1);
        assertThat(numbers(LedgerQuery.ALL.confirmedBy(ConfirmedBy.PERSON))).containsExactly(2);
        assertThat(numbers(LedgerQuery.ALL.confirmedBy(ConfirmedBy.SIMULATOR))).containsExactly(3);
        assertThat(practice.confirmedBy()).isEqualTo(ConfirmedBy.SIMULATOR);
        for (ConfirmedBy by : ConfirmedBy.values()) {
            ledger.forEach(
                    LedgerQuery.ALL.confirmedBy(by),
                    entry -> assertThat(entry.confirmedBy()).isEqualTo(by));
        }
        assertThat(ledger.find(Samples.id(4)).orElseThrow().confirmedBy()).isNull();
    }

    @Test
    void statesFilter() {
        pending(1);
        ready(2);
        ended(ready(3), Samples.confirmed());

        assertThat(numbers(LedgerQuery.ALL.in(EnumSet.of(PaymentState.PENDING, PaymentState.CONFIRMED))))
                .containsExactlyInAnyOrder(1, 3);
        assertThat(numbers(LedgerQuery.ALL.in(Set.of()))).hasSize(3);
        assertThat(numbers(LedgerQuery.ALL.in(PaymentState.where(PaymentState::isOpen))))
                .containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void changesSinceATimeCanBeQueried() {
        ended(ready(1), Samples.confirmed());
        pending(2);

        assertThat(numbers(LedgerQuery.ALL.changed(Samples.NOON, Samples.NOON.plusMillis(1))))
                .containsExactly(1);
        assertThat(numbers(LedgerQuery.ALL.changed(Samples.NOON.plusMillis(1), Samples.NOON.plusSeconds(1))))
                .isEmpty();
        assertThat(numbers(LedgerQuery.ALL.changed(Samples.NOON.minusSeconds(1), Samples.NOON)))
                .as("changed while the clock was ahead")
                .isEmpty();
    }

    @Test
    void oldestOfAStateIsFound() {
        paidOneMinuteApart(3);
        LedgerEntry first = ledger.find(Samples.id(1)).orElseThrow();
        setAside(first);

        assertThat(ledger.oldest(LedgerQuery.ALL.in(PaymentState.where(PaymentState::isOpen))))
                .contains(TEN.plusSeconds(120));
        assertThat(ledger.oldest(LedgerQuery.ALL.in(EnumSet.of(PaymentState.CONFIRMED))))
                .isEmpty();
    }

    @Test
    void transactionIsFoundByAnySpellingOfItsId() {
        LedgerEntry entry = pending(1);
        String bare = Samples.id(1).key();

        assertThat(ledger.find(TransactionId.of(bare))).contains(entry);
        assertThat(ledger.find(Samples.id(2))).isEmpty();
    }
}

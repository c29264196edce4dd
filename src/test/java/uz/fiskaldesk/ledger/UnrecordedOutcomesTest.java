package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;

/** Whatever happens to a payment is recorded and stays. */
class UnrecordedOutcomesTest extends LedgerContract {
    private static final Instant LATER = Samples.NOON.plusSeconds(3);

    @Test
    void paymentIsUnchangedAfterReopening() {
        Payment payment = new Payment(
                Samples.id(1),
                "77001",
                new Amount(12_345_678_901_234L),
                "998946532140",
                "860014******3145",
                Instant.parse("2026-11-23T19:59:59.999Z"),
                "Gʻayrat Oʻtkirovʼs order; 'quoted' \"twice\" — 🧾\nsecond line");
        LedgerEntry entry = attached(added(payment), Samples.receipt(1));
        store.close();

        LedgerEntry kept = store.open().find(entry.transactionId()).orElseThrow();

        assertThat(kept).isEqualTo(entry);
        assertThat(kept.payment()).isEqualTo(payment);
        assertThat(kept.receipt()).isEqualTo(Samples.receipt(1));
    }

    static List<Outcome> outcomes() {
        Answer answer = new Answer(200, "-5017", "Provayder xatosi: toʻlov topilmadi");
        return List.of(
                new Outcome.Confirmed(answer),
                new Outcome.Confirmed(Answer.NONE),
                new Outcome.Rejected(answer),
                new Outcome.NotSent(Outcome.NotSentReason.TOO_MANY_REQUESTS, answer, null),
                new Outcome.Unknown(Outcome.UnknownReason.UPSTREAM_TIMEOUT, answer));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void outcomeIsReadBackUnchanged(Outcome outcome) {
        LedgerEntry ended = ended(ready(1), outcome);

        assertThat(ended.lastOutcome()).isEqualTo(outcome);
        assertThat(ended.lastOutcomeAt()).isEqualTo(Samples.NOON);
        assertThat(ledger.attempts(ended)).extracting(Attempt::outcome).containsExactly(outcome);
    }

    @Test
    void attemptKeepsReceiptSenderAndOutcome() {
        LedgerEntry entry = ended(ready(1), Samples.rejected());
        entry = attached(entry, Samples.receipt(2));
        Ledger.StartedAttempt second = begun(entry);

        List<Attempt> whileUnderWay = ledger.attempts(entry);
        LedgerEntry confirmed = ledger.recordOutcome(second.attemptId(), Samples.confirmed(), LATER, null)
                .orElseThrow();

        assertThat(whileUnderWay).hasSize(2);
        assertThat(whileUnderWay.getLast())
                .isEqualTo(new Attempt(
                        second.attemptId(),
                        Samples.NOON,
                        null,
                        Samples.receipt(2).url(),
                        TILL,
                        null,
                        null));
        List<Attempt> kept = ledger.attempts(confirmed);
        assertThat(kept)
                .extracting(Attempt::receiptUrl)
                .containsExactly(Samples.receipt(1).url(), Samples.receipt(2).url());
        assertThat(kept).extracting(Attempt::outcome).containsExactly(Samples.rejected(), Samples.confirmed());
        assertThat(kept.getLast().finishedAt()).isEqualTo(LATER);
        assertThat(confirmed.attempts()).isEqualTo(2);
    }

    @Test
    void attemptKeepsItsAddress() {
        LedgerEntry sending = ledger.claim(ready(1), new Ledger.Destination(TILL, "http://10.0.0.5:8080"), LATER, null)
                .orElseThrow()
                .entry();

        assertThat(sending.sentTo()).isEqualTo("http://10.0.0.5:8080");
        assertThat(ledger.attempts(sending)).extracting(Attempt::address).containsExactly("http://10.0.0.5:8080");
    }

    @Test
    void attemptHasOneOutcome() {
        Ledger.StartedAttempt begun = begun(ready(1));
        LedgerEntry confirmed = ledger.recordOutcome(begun.attemptId(), Samples.confirmed(), Samples.NOON, null)
                .orElseThrow();

        assertThat(ledger.recordOutcome(begun.attemptId(), Samples.rejected(), LATER, null))
                .isEmpty();
        assertThat(current(confirmed)).isEqualTo(confirmed);
    }

    @Test
    void onlyTheOwnerCanFinishAnAttempt() {
        Ledger.StartedAttempt begun = begun(ready(1));

        assertThat(store.open().recordOutcome(begun.attemptId(), Samples.confirmed(), LATER, null))
                .isEmpty();
        assertThat(current(begun.entry())).isEqualTo(begun.entry());
    }

    @Test
    void outcomeOfAnUnknownAttemptIsIgnored() {
        assertThat(ledger.recordOutcome(4711, Samples.confirmed(), LATER, null)).isEmpty();
    }

    @Test
    void actKeepsPersonTimeAndReason() {
        LedgerEntry entry = pending(1);
        Act aside = new Act(Act.Kind.SET_ASIDE, "Gʻayrat", LATER, "paid twice; see the 'other' one");
        Act restored = new Act(Act.Kind.RESTORED, "Nodira", LATER.plusMillis(1), null);

        entry = ledger.setAside(entry, aside).orElseThrow();
        entry = ledger.restore(entry, restored).orElseThrow();

        assertThat(ledger.acts(entry)).containsExactly(Samples.act(Act.Kind.ADDED), aside, restored);
    }

    @Test
    void severalActsOfOneTransitionAreKept() {
        LedgerEntry entry = pending(1);
        List<Act> acts = List.of(
                Samples.act(Act.Kind.RECEIPT_ATTACHED, Samples.receipt(1).url()),
                Samples.act(Act.Kind.WARNINGS_ACCEPTED, "receipt.old"));

        ledger.attach(entry, Samples.receipt(1), null, acts);

        assertThat(ledger.acts(entry)).endsWith(acts.getFirst(), acts.getLast());
    }

    @Test
    void actOfSendingIsKept() {
        LedgerEntry unknown = ended(ready(1), Samples.unknown());

        assertThat(ledger.claim(unknown, TILL, LATER, Samples.act(Act.Kind.RETRIED)))
                .isPresent();

        assertThat(actsOf(unknown)).endsWith(Act.Kind.RETRIED);
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.LedgerAudit;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** A rejection that counts as confirmed by a rule of the list, and the cases in which the rule must not apply. */
class AlreadyFiscalisedRulesTest extends LedgerContract {
    private static final AlreadyFiscalisedRule RULE =
            new AlreadyFiscalisedRule("24", "allaqachon  yuborilgan", "Nodira / manager", Samples.NOON);

    private static Outcome refusal(String code, String message) {
        return new Outcome.Rejected(new Answer(200, code, message));
    }

    private static final Outcome ALREADY = refusal("24", "Chek ALLAQACHON\n yuborilgan.");

    private LedgerEntry unknown(int number) {
        return ended(ready(number), Samples.unknown());
    }

    @Test
    void ruleConfirmsARetryWithTheSameReceipt() {
        assertThat(ledger.add(RULE)).isTrue();

        LedgerEntry confirmed = ended(unknown(1), ALREADY);

        assertThat(confirmed.state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(confirmed.inDoubt()).isFalse();
        assertThat(confirmed.lastOutcome()).isEqualTo(new Outcome.Confirmed(ALREADY.answer()));
        assertThat(ledger.acts(confirmed).getLast())
                .isEqualTo(new Act(
                        Act.Kind.COUNTED_AS_CONFIRMED,
                        "FiskalDesk",
                        Samples.NOON,
                        "24: allaqachon yuborilgan (Nodira / manager)"));
    }

    @Test
    void ruleAppliesToEveryTill() {
        ledger.add(RULE);

        assertThat(store.open().alreadyFiscalisedRules()).containsExactly(RULE);
        assertThat(ledger.add(new AlreadyFiscalisedRule(RULE.code(), RULE.pattern(), "Gulnora", Samples.NOON)))
                .isFalse();
    }

    @Test
    void rejectionWithoutEarlierDoubtStaysARejection() {
        ledger.add(RULE);
        assertThat(ended(ready(1), ALREADY).state()).isEqualTo(PaymentState.REJECTED);
    }

    @Test
    void ruleDoesNotApplyAfterAnotherReceiptWasSent() {
        ledger.add(RULE);
        LedgerEntry another = attached(unknown(1), Samples.receipt(2));
        assertThat(ended(another, ALREADY).rejectedInDoubt()).isTrue();
    }

    @Test
    void ruleMatchesCodeAndMessage() {
        ledger.add(RULE);
        assertThat(ended(unknown(1), refusal("25", "Chek allaqachon yuborilgan"))
                        .rejectedInDoubt())
                .isTrue();
        assertThat(ended(unknown(2), refusal("24", "Chek topilmadi")).rejectedInDoubt())
                .isTrue();
        assertThat(ended(unknown(3), new Outcome.Rejected(new Answer(200, "24", null)))
                        .rejectedInDoubt())
                .isTrue();
    }

    @Test
    void changesOfRulesAreInTheHistory() {
        pending(1);
        ledger.add(RULE);
        ledger.add(RULE);
        AlreadyFiscalisedRule removal =
                new AlreadyFiscalisedRule("24", RULE.pattern(), "Gulnora", Samples.NOON.plusSeconds(1));
        ledger.remove(removal);
        ledger.remove(removal);

        assertThat(store.open().acts())
                .containsExactly(
                        new Act(
                                Act.Kind.ANSWER_RULE_ADDED,
                                "Nodira / manager",
                                Samples.NOON,
                                "24: allaqachon yuborilgan"),
                        new Act(
                                Act.Kind.ANSWER_RULE_REMOVED,
                                "Gulnora",
                                Samples.NOON.plusSeconds(1),
                                "24: allaqachon yuborilgan"));
        LedgerAudit audit = ((JdbiLedger) ledger).audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.entries()).isEqualTo(3);
    }

    @Test
    void removedRuleDoesNotApply() {
        ledger.add(RULE);
        AlreadyFiscalisedRule removal =
                new AlreadyFiscalisedRule("24", RULE.pattern(), "Gulnora", Samples.NOON.plusSeconds(1));
        assertThat(ledger.remove(removal)).isTrue();
        assertThat(ledger.remove(removal)).isFalse();

        assertThat(ended(unknown(1), ALREADY).rejectedInDoubt()).isTrue();
        assertThat(ledger.alreadyFiscalisedRules()).isEmpty();
    }
}

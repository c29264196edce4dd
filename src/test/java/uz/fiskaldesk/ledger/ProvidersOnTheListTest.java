package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.AlreadyFiscalisedRule;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.Attachment;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Provider;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Payments of several providers on one list. */
class ProvidersOnTheListTest extends LedgerContract {
    private static final FiscalReceipt RECEIPT = Samples.receipt(1);

    private LedgerEntry of(String id) {
        return added(Payment.of(TransactionId.of(id)));
    }

    @Test
    void paymentsOfAllProvidersAreKeptAsTheyAre() {
        for (Provider provider : Provider.values()) {
            Payment payment = Payment.of(TransactionId.of(provider, provider.exampleId()));
            LedgerEntry entry = added(payment);

            assertThat(current(entry)).isEqualTo(entry);
            assertThat(entry.payment()).isEqualTo(payment);
            assertThat(entry.transactionId().text()).isEqualTo(provider.exampleId());
            assertThat(ledger.add(payment, null, Samples.act(Act.Kind.ADDED))).isEqualTo(new Addition.Known(entry));
        }
        assertThat(((JdbiLedger) ledger).audit().findings()).isEmpty();
    }

    @Test
    void sameNumberAtTwoProvidersIsTwoPayments() {
        LedgerEntry click = of("click:123");
        LedgerEntry uzqr = of("uzqr:123");
        LedgerEntry uzum = of("uzum:" + Samples.id(1));
        LedgerEntry anor = pending(1);

        assertThat(ledger.page(LedgerQuery.ALL, null, 10)).containsExactlyInAnyOrder(click, uzqr, uzum, anor);
        assertThat(ledger.page(LedgerQuery.ALL.matching("123"), null, 10)).contains(click, uzqr);
        assertThat(ledger.page(LedgerQuery.ALL.matching("click"), null, 10)).containsExactly(click);
        assertThat(ledger.page(LedgerQuery.ALL.matching("CLICK:123"), null, 10)).containsExactly(click);
        assertThat(ledger.page(LedgerQuery.ALL.matching(Samples.id(1).text()), null, 10))
                .containsExactlyInAnyOrder(uzum, anor);
    }

    @Test
    void receiptServesOnePaymentOfAllProviders() {
        LedgerEntry click = attached(of("click:123"), RECEIPT);

        Attachment taken = attach(of("uzqr:123"), RECEIPT, null);
        assertThat(taken).isEqualTo(new Attachment.ReceiptTaken(TransactionId.of("click:123")));
        assertThat(attach(pending(1), RECEIPT, null)).isEqualTo(taken);
        assertThat(ledger.add(
                        Payment.of(TransactionId.of("payme:63b5282a6f47f572807fd53e")),
                        RECEIPT,
                        Samples.act(Act.Kind.IMPORTED)))
                .isEqualTo(new Addition.ReceiptTaken(click.transactionId()));
        assertThat(ended(click, Samples.confirmed()).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(((JdbiLedger) ledger).audit().findings()).isEmpty();
    }

    @Test
    void ruleAboutRefusalsCountsForItsProviderOnly() {
        ledger.add(new AlreadyFiscalisedRule("24", "chek topilmadi", "Nodira", Samples.NOON));
        assertThat(refusedInDoubt(of("click:1"), 1).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(refusedInDoubt(pending(2), 2).state()).isEqualTo(PaymentState.CONFIRMED);

        ledger.add(new AlreadyFiscalisedRule(" Click:24", "chek topilmadi", "Nodira", Samples.NOON));
        assertThat(refusedInDoubt(of("click:3"), 3).state()).isEqualTo(PaymentState.CONFIRMED);
        assertThat(refusedInDoubt(of("uzqr:3"), 4).state()).isEqualTo(PaymentState.UNKNOWN);
        assertThat(((JdbiLedger) ledger).audit().findings()).isEmpty();
    }

    private LedgerEntry refusedInDoubt(LedgerEntry entry, int receipt) {
        return ended(ended(attached(entry, Samples.receipt(receipt)), Samples.unknown()), Samples.rejected());
    }

    private String url() {
        return kind == DatabaseKind.SQLITE
                ? SqliteLedger.urlOf(folder.resolve("ledger.db"))
                : ((PostgresStore) store).url();
    }

    @Test
    void keyBelongsToItsProvider() {
        of("click:123");
        for (String[] other : new String[][] {
            {"anor", "click:124"}, {"click", "124"}, {"click", "uzqr:124"}, {"click", "clicks:124"}, {"uzum", ""}
        }) {
            assertThatThrownBy(() -> PostgresServer.run(
                            url(),
                            "INSERT INTO payment (transaction_id, transaction_key, provider,"
                                    + " added_at, happened_at, search, state) VALUES ('124', '" + other[1] + "', '"
                                    + other[0]
                                    + "', 0, 0, '', 'PENDING')"))
                    .as(other[0] + " " + other[1])
                    .hasStackTraceContaining("payment_key_has_provider");
        }
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger.Addition;
import uz.fiskaldesk.confirm.Ledger.Attachment;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** A receipt belongs to one payment. */
class ReceiptClaimsTest extends LedgerContract {
    private static final FiscalReceipt RECEIPT = Samples.receipt(1);

    @Test
    void receiptOfAnotherPaymentIsRefused() {
        LedgerEntry first = attached(pending(1), RECEIPT);
        LedgerEntry second = pending(2);

        assertThat(attach(second, RECEIPT, null)).isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
        assertThat(current(second)).isEqualTo(second);
        assertThat(actsOf(second)).containsExactly(Act.Kind.ADDED);
    }

    @Test
    void sameReceiptIsRecognizedInAnyLinkFormat() {
        LedgerEntry first = attached(pending(1), RECEIPT);
        FiscalReceipt otherLink = new FiscalReceipt(
                RECEIPT.url().replace("https", "http"),
                "uz210317214371",
                RECEIPT.receiptNumber(),
                RECEIPT.issuedAt(),
                RECEIPT.fiscalSign());

        assertThat(attach(pending(2), otherLink, null)).isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
    }

    private static FiscalReceipt numbered(String number) {
        return new FiscalReceipt(
                RECEIPT.url().replace("r=1&", "r=" + number + "&"),
                RECEIPT.terminalId(),
                number,
                RECEIPT.issuedAt(),
                RECEIPT.fiscalSign());
    }

    @Test
    void leadingZerosAreIgnored() {
        assertThat(numbered("00").identity()).isEqualTo(numbered("0").identity());
        LedgerEntry first = attached(pending(1), RECEIPT);

        assertThat(first.hasReceipt(numbered("001"))).isTrue();
        assertThat(attach(pending(2), numbered("01"), null))
                .isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
        assertThat(ledger.add(Samples.payment(3), numbered("00001"), Samples.act(Act.Kind.IMPORTED)))
                .isEqualTo(new Addition.ReceiptTaken(first.transactionId()));
    }

    @Test
    void receiptThatDiffersOnlyInItsNumberNeedsAReason() {
        LedgerEntry first = attached(pending(1), RECEIPT);

        assertThat(attach(pending(2), numbered("7"), null))
                .isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
        assertThat(attach(current(pending(4)), numbered("7"), "the printer was wrong"))
                .isInstanceOf(Attachment.Attached.class);
    }

    @Test
    void newPaymentCannotHaveAReceiptOfAnotherPayment() {
        LedgerEntry first = attached(pending(1), RECEIPT);

        assertThat(ledger.add(Samples.payment(2), RECEIPT, Samples.act(Act.Kind.IMPORTED)))
                .isEqualTo(new Addition.ReceiptTaken(first.transactionId()));
        assertThat(ledger.find(Samples.id(2))).isEmpty();
    }

    @Test
    void reasonAllowsAReceiptToBeUsedAgain() {
        attached(pending(1), RECEIPT);

        assertThat(attach(pending(2), RECEIPT, "one receipt for both halves of the sum"))
                .isInstanceOf(Attachment.Attached.class);
    }

    @Test
    void everyFurtherUseOfAReceiptNeedsAReason() {
        LedgerEntry first = attached(pending(1), RECEIPT);
        LedgerEntry second = ((Attachment.Attached) attach(pending(2), RECEIPT, "both halves")).entry();
        attached(first, Samples.receipt(3));

        assertThat(attach(pending(3), RECEIPT, null)).isEqualTo(new Attachment.ReceiptTaken(second.transactionId()));
    }

    @Test
    void detachedReceiptIsReleased() {
        LedgerEntry first = attached(pending(1), RECEIPT);
        assertThat(ledger.detach(first, Samples.act(Act.Kind.RECEIPT_REMOVED))).isPresent();

        assertThat(attach(pending(2), RECEIPT, null)).isInstanceOf(Attachment.Attached.class);
    }

    @Test
    void replacedReceiptIsReleasedIfRejected() {
        LedgerEntry first = ended(attached(pending(1), RECEIPT), Samples.rejected());
        attached(first, Samples.receipt(3));

        assertThat(attach(pending(2), RECEIPT, null)).isInstanceOf(Attachment.Attached.class);
    }

    @Test
    void replacedReceiptStaysClaimedIfItMayBeBooked() {
        LedgerEntry first = ended(attached(pending(1), RECEIPT), Samples.unknown());
        attached(first, Samples.receipt(3));

        assertThat(attach(pending(2), RECEIPT, null)).isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
    }

    @Test
    void paymentSetAsideKeepsItsReceipt() {
        LedgerEntry first = setAside(attached(pending(1), RECEIPT));

        assertThat(attach(pending(2), RECEIPT, null)).isEqualTo(new Attachment.ReceiptTaken(first.transactionId()));
    }

    @Test
    void paymentCanBeGivenItsOwnReceiptAgain() {
        LedgerEntry rejected = ended(attached(pending(1), RECEIPT), Samples.rejected());

        assertThat(attach(rejected, RECEIPT, null)).isInstanceOf(Attachment.Attached.class);
        assertThat(attach(pending(2), RECEIPT, null)).isInstanceOf(Attachment.ReceiptTaken.class);
    }
}

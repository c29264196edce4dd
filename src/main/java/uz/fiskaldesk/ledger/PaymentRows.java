package uz.fiskaldesk.ledger;

import java.util.List;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.PaymentLife;
import uz.fiskaldesk.confirm.PaymentLife.Tried;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Reads the {@link PaymentLife} of a payment: what its row remembers of acts, and every attempt. */
final class PaymentRows {
    private PaymentRows() {}

    /** @param entry the row as it is in this transaction */
    static PaymentLife of(Handle handle, LedgerEntry entry) {
        List<Tried> attempts = handle.createQuery("SELECT * FROM attempt WHERE payment = :payment ORDER BY id")
                .bind("payment", entry.id())
                .map((row, _) ->
                        new Tried(row.getLong("id"), row.getString("receipt_identity"), OutcomeColumns.read(row, "")))
                .list();
        FiscalReceipt receipt = entry.receipt();
        boolean aside = entry.state() == PaymentState.SET_ASIDE;
        return new PaymentLife(
                receipt == null ? null : receipt.identity(),
                (aside ? entry.cameFrom() : entry.state()) == PaymentState.READY,
                aside,
                entry.confirmedByHand(),
                isDoubted(handle, entry.id()),
                attempts);
    }

    private static boolean isDoubted(Handle handle, long payment) {
        return handle.createQuery("SELECT count(*) FROM act WHERE payment = :payment AND kind = :kind")
                        .bind("payment", payment)
                        .bind("kind", Act.Kind.FROM_BACKUP.name())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }
}

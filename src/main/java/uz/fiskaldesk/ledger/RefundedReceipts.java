package uz.fiskaldesk.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.receipt.FiscalReceipt;
import uz.fiskaldesk.receipt.ReceiptWarning;

/**
 * Receipts that FiscalBox has refunded. None is attached to a payment, or sent for the payment that has it, before a
 * person accepts that. Each method runs inside the caller's transaction, which holds the lock of the receipt.
 */
final class RefundedReceipts {
    private final ActRecorder acts;

    RefundedReceipts(ActRecorder acts) {
        this.acts = acts;
    }

    static boolean contains(Handle handle, FiscalReceipt receipt) {
        return handle.createQuery("SELECT count(*) FROM refunded_receipt WHERE identity = :identity")
                        .bind("identity", receipt.identity())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Those of the given identities that were refunded. */
    static List<String> among(Handle handle, List<String> identities) {
        return handle.createQuery("SELECT identity FROM refunded_receipt WHERE identity IN (<identities>)")
                .bindList("identities", identities)
                .mapTo(String.class)
                .list();
    }

    /** Records a refund and suspends the payments that have the receipt; false if it is recorded already. */
    boolean add(Handle handle, FiscalReceipt receipt, String noticedBy, Instant at) {
        boolean isNew = handle.createUpdate("INSERT INTO refunded_receipt (identity, noticed_by, at)"
                                + " VALUES (:identity, :noticedBy, :at) ON CONFLICT (identity) DO NOTHING")
                        .bind("identity", receipt.identity())
                        .bind("noticedBy", noticedBy)
                        .bind("at", at.toEpochMilli())
                        .execute()
                > 0;
        if (isNew) {
            Act act = new Act(Act.Kind.RECEIPT_REFUNDED, noticedBy, at, receipt.url());
            unconfirmedWith(handle, receipt).forEach(entry -> suspend(handle, entry, act));
        }
        return isNew;
    }

    private static List<LedgerEntry> unconfirmedWith(Handle handle, FiscalReceipt receipt) {
        return handle
                .createQuery("SELECT * FROM payment WHERE state <> 'CONFIRMED' AND receipt_terminal = :terminal"
                        + " AND receipt_issued_at = :issuedAt AND receipt_sign = :sign")
                .bind("terminal", receipt.terminalId())
                .bind("issuedAt", receipt.issuedAt().toEpochMilli())
                .bind("sign", receipt.fiscalSign())
                .map((row, _) -> RowMapping.readableEntry(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .filter(entry -> entry.hasReceipt(receipt))
                .toList();
    }

    /** A payment that is being sent is suspended as well: it may turn out that the request was not sent. */
    private void suspend(Handle handle, LedgerEntry entry, Act act) {
        List<ReceiptWarning> warnings = new ArrayList<>(entry.warnings());
        warnings.add(ReceiptWarning.REFUNDED);
        handle.createUpdate("UPDATE payment SET awaits_word = 1, receipt_warnings = :warnings, next_try_at = NULL,"
                        + " pos_expected_until = NULL,"
                        + " version = version + 1 WHERE id = :id")
                .bind("warnings", warnings.stream().map(ReceiptWarning::code).collect(Collectors.joining(",")))
                .bind("id", entry.id())
                .execute();
        acts.record(handle, entry.id(), act, null);
    }
}

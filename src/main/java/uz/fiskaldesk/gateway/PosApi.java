package uz.fiskaldesk.gateway;

import java.util.function.BooleanSupplier;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/**
 * FiscalBox's API for the payments of a POS: while a request of the POS is being handled, a confirmation forwards that
 * request; a retry, which has no request of the POS, is sent by this program. Thread-safe.
 */
public final class PosApi implements FiscalApi {
    /** Something that confirms a payment with {@link #confirm} on the same thread. */
    interface Work<T> {
        T run();
    }

    private final FiscalApi direct;
    private final ScopedValue<ForwardedRequest> current = ScopedValue.newInstance();

    /** @param direct sends the requests of this program */
    public PosApi(FiscalApi direct) {
        this.direct = direct;
    }

    <T> T forwarding(ForwardedRequest request, Work<T> work) {
        return ScopedValue.where(current, request).call(work::run);
    }

    @Override
    public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
        return current.isBound()
                ? current.get().send(transaction, maySend)
                : direct.confirm(transaction, receiptUrl, maySend);
    }

    @Override
    public String address() {
        return direct.address();
    }

    @Override
    public TillInfo info() {
        return direct.info();
    }

    @Override
    public Submission sendReceipts() {
        return direct.sendReceipts();
    }

    @Override
    public LastReceipt lastReceipt() {
        return direct.lastReceipt();
    }

    @Override
    public Submission printLastReceipt() {
        return direct.printLastReceipt();
    }
}

package uz.fiskaldesk.confirm;

/** A FiscalBox of which a test uses only confirmations and the state of the till. */
public interface ConfirmOnlyApi extends FiscalApi {
    @Override
    default Submission sendReceipts() {
        throw new UnsupportedOperationException("not used in this test");
    }

    @Override
    default LastReceipt lastReceipt() {
        throw new UnsupportedOperationException("not used in this test");
    }

    @Override
    default Submission printLastReceipt() {
        throw new UnsupportedOperationException("not used in this test");
    }
}

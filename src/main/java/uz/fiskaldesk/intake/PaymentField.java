package uz.fiskaldesk.intake;

/** What can be said of a payment when it comes to the list; the names are those of columns and of JSON. */
public enum PaymentField {
    /** The only one that must be there. */
    TRANSACTION_ID("transaction_id"),
    /** In sums: {@code 125000} or {@code 125000.50}. */
    AMOUNT("amount"),
    PAYMENT_ID("payment_id"),
    PHONE("phone"),
    CARD("card"),
    /** ISO 8601; without an offset it is Tashkent's wall clock. */
    PAID_AT("paid_at"),
    NOTE("note"),
    PROVIDER("provider"),
    /** The link of the fiscal receipt, which makes the payment ready to be sent. */
    RECEIPT("receipt");

    private final String column;

    PaymentField(String column) {
        this.column = column;
    }

    /** The name of the column in files, stable. */
    public String column() {
        return column;
    }
}

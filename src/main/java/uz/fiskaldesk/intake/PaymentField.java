package uz.fiskaldesk.intake;

/** The fields of an imported payment, with their names in files and in JSON. */
public enum PaymentField {
    /** The only required field. */
    TRANSACTION_ID("transaction_id"),
    /** In sums: {@code 125000} or {@code 125000.50}. */
    AMOUNT("amount"),
    PAYMENT_ID("payment_id"),
    PHONE("phone"),
    CARD("card"),
    /** ISO 8601; Tashkent's local time if there is no offset. */
    PAID_AT("paid_at"),
    NOTE("note"),
    PROVIDER("provider"),
    /** The URL of the fiscal receipt, which makes the payment ready to be sent. */
    RECEIPT("receipt");

    private final String column;

    PaymentField(String column) {
        this.column = column;
    }

    /** Returns the stable name of the column in files. */
    public String column() {
        return column;
    }
}

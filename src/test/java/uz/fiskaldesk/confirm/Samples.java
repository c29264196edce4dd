package uz.fiskaldesk.confirm;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.FiscalReceipt;

/** Sample payments, receipts, acts and outcomes, identified by a number. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-11-24T07:00:00Z");

    private Samples() {}

    public static TransactionId id(int number) {
        return TransactionId.of(String.format(Locale.ROOT, "a12f0000-0000-4000-8000-%012d", number));
    }

    /** The number of a sample payment. */
    public static int number(LedgerEntry entry) {
        return number(entry.transactionId());
    }

    static int number(TransactionId id) {
        String text = id.text();
        return Integer.parseInt(text.substring(text.lastIndexOf('-') + 1));
    }

    public static Payment payment(int number) {
        return Payment.of(id(number));
    }

    public static Payment paidAt(int number, @Nullable Instant moment) {
        return new Payment(id(number), null, new Amount(12_500_000), null, null, moment, null);
    }

    public static FiscalReceipt receipt(int number) {
        Instant issued = NOON.minusSeconds(600).plusSeconds(number);
        String sign = String.format(Locale.ROOT, "%012d", number);
        FiscalReceipt fields = new FiscalReceipt("", "UZ210317214371", Integer.toString(number), issued, sign);
        String url = "https://ofd.soliq.uz/check?t=" + fields.terminalId() + "&r=" + number + "&c="
                + fields.issuedWallClock() + "&s=" + sign;
        return new FiscalReceipt(url, fields.terminalId(), fields.receiptNumber(), issued, sign);
    }

    public static Act act(Act.Kind kind) {
        return new Act(kind, "Nodira", NOON, null);
    }

    public static Act act(Act.Kind kind, String why) {
        return new Act(kind, "Nodira", NOON, why);
    }

    public static Outcome confirmed() {
        return new Outcome.Confirmed(new Answer(200, null, null));
    }

    public static Outcome rejected() {
        return new Outcome.Rejected(new Answer(200, "24", "Chek topilmadi"));
    }

    public static Outcome unknown() {
        return new Outcome.Unknown(Outcome.UnknownReason.CONNECTION_LOST, Answer.ofMessage("Connection reset"));
    }

    public static Outcome notSent() {
        return new Outcome.NotSent(
                Outcome.NotSentReason.CONNECTION_REFUSED, Answer.ofMessage("Connection refused"), null);
    }
}

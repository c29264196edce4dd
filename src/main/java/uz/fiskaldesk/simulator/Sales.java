package uz.fiskaldesk.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a POS asks FiscalBox before it confirms a payment: that the customer pays with Anor, and a fiscal receipt. Each
 * payment is made, and each has another ID and each receipt another number, also after a restart. Not thread-safe.
 */
final class Sales {
    static final String PAYMENT = "/payment/anor";
    static final String ORDER = "/order/create";

    private static final DateTimeFormatter URL_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.ofHours(5));

    private static final int FIRST_RECEIPT = 6_014;
    private static final long SIGNS = 1_000_000_000_000L;

    private final long start;
    private int payments;
    private int receipts;

    Sales(Instant startedAt) {
        this.start = startedAt.toEpochMilli();
    }

    ObjectNode payment() {
        payments++;
        ObjectNode data = Envelope.object();
        data.put("transaction_id", String.format(Locale.ROOT, "a12f0000-0000-4000-8000-%012x", start + payments));
        data.put("payment_id", (int) (start / 1_000 % 1_000_000) * 100 + payments);
        data.put("payment_status", 2);
        data.put("status", "success");
        data.putNull("message");
        data.put("error_code", 0);
        data.putNull("error_note");
        data.put("phone_number", "998946532140");
        data.put("card_number", "860014******3145");
        return data;
    }

    ObjectNode receipt(String terminalId, Instant now) {
        int number = FIRST_RECEIPT + receipts++;
        String time = URL_TIME.format(now);
        String sign = String.format(Locale.ROOT, "%012d", (start + number) % SIGNS);
        ObjectNode data = Envelope.object();
        data.put("qr_url", "https://ofd.soliq.uz/check?t=" + terminalId + "&r=" + number + "&c=" + time + "&s=" + sign);
        data.put("terminal_id", terminalId);
        data.put("receipt_count", Integer.toString(number));
        data.put("date_time", time);
        data.put("fiscal_sign", sign);
        return data;
    }
}

package uz.fiskaldesk.fiscalbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.payment.Provider;

/**
 * Reads the response of {@code GET /order/last/}. Depending on the version of FiscalBox the envelope is the body or its
 * field {@code result}, and the fields of the receipt are in {@code data.result} or in {@code data}. Sums are in tiyin.
 */
final class LastReceiptAnswer {
    private LastReceiptAnswer() {}

    static LastReceipt read(HttpAnswer http) {
        Envelope.Reading reading =
                http.end().hasText() ? Envelope.readWrapped(http.body()) : new Envelope.Reading.Damaged();
        if (!(reading instanceof Envelope.Reading.Whole(Envelope envelope))) {
            return new LastReceipt.Down(AnswerJudge.judgeStatus(http, reading));
        }
        JsonNode data = envelope.data();
        if (http.status() / 100 != 2 || !envelope.isSuccess() || envelope.hasError()) {
            return new LastReceipt.Trouble(envelope.answer(http.status()));
        }
        return data == null ? new LastReceipt.None() : read(data);
    }

    private static LastReceipt read(JsonNode data) {
        JsonNode order = data.path("order");
        String link =
                firstText(data.path("result").path("QRCodeURL"), data.path("QRCodeURL"), order.path("result_url"));
        if (link == null) {
            return new LastReceipt.None();
        }
        Long card = InfoAnswer.number(order.path("received_card"));
        Long cash = InfoAnswer.number(order.path("received_cash"));
        Long total = card == null || cash == null ? null : Long.valueOf(card + cash);
        return new LastReceipt.Printed(
                link,
                amount(card),
                amount(total),
                isTrue(data.path("isRefund")) || isTrue(order.path("isRefund")),
                paymentName(order.path("extra_info")));
    }

    private static LastReceipt.@Nullable PaymentName paymentName(JsonNode extra) {
        String number = firstText(extra.path("qr_payment_provider"));
        String id = firstText(extra.path("qr_payment_id"));
        Optional<Provider> provider = number == null
                ? Optional.of(Provider.ANOR)
                : Arrays.stream(Provider.values())
                        .filter(each -> each.hasNumber(number))
                        .findFirst();
        return id == null
                ? null
                : provider.map(known -> new LastReceipt.PaymentName(known, id)).orElse(null);
    }

    private static @Nullable Amount amount(@Nullable Long tiyin) {
        return tiyin == null || tiyin == 0 ? null : new Amount(tiyin);
    }

    /** Whether it is true in any notation. */
    private static boolean isTrue(JsonNode node) {
        String text = node.isValueNode() ? node.asString("").strip().toLowerCase(Locale.ROOT) : "";
        return text.equals("true") || text.equals("1");
    }

    private static @Nullable String firstText(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            String text =
                    node.isString() || node.isIntegralNumber() ? node.asString().strip() : "";
            if (!text.isEmpty()) {
                return text;
            }
        }
        return null;
    }
}

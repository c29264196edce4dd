package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;

class AdviceTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "7, null, CHECK_FIELDS",
                "101, null, CHECK_PRINTER",
                "102, null, MODULE_NOT_READY",
                "103, null, FISCALBOX_FAULT",
                "104, null, CHECK_CLOCK_OR_DATA",
                "104, BILLING_ERROR: Abonent qarzdor, BILLING",
                "104, Разница более 5 минут, CHECK_CLOCK_OR_DATA",
                "105, null, BILLING",
                "105, Vaqt farqi 5 minutdan kop, CHECK_CLOCK_OR_DATA",
                "106, null, PAYMENT_REFUSED",
                "333, null, SUBSCRIPTION",
                "444, null, NOT_THIS_COMPUTER",
                "105, fiscal_receipt_url is required, SCAN_RECEIPT_AGAIN",
                "108, null, CHECK_HUMO",
                "109, null, CHECK_UZCARD",
                "303, null, ORDER_NOT_SAVED",
                "401, null, PRODUCT_CODE",
                "402, null, PACKAGE_CODE",
                "403, null, CHECK_SCAN2PAY",
                "1001, null, UZQR_LOGIN",
                "3001, null, NO_SUCH_PAYMENT",
                "4001, null, NO_SUCH_PAYMENT",
                "36871, null, SCAN_RECEIPT_AGAIN",
                "36886, null, RECEIPT_MEMORY_FULL",
                "36888, null, SET_THE_CLOCK",
                "36889, null, OFFLINE_TOO_LONG",
                "36897, null, SHIFT_TOO_LONG",
                "36916, null, SHIFT_TOO_LONG",
                "36898, null, SHIFT_MEMORY_FULL",
                "36907, null, SHIFT_EMPTY",
                "36909, null, OPEN_SHIFT",
                "36912, null, SHIFT_IS_OPEN",
                "65531, null, RECEIPT_SUMS",
                "65532, null, CHECK_FIELDS",
                "65279, null, MODULE_LOCKED",
                "65534, null, MODULE_MISSING",
                "9999, null, REJECTED",
                "-1, Insufficient funds, REJECTED",
                "'', null, REJECTED",
                "null, null, REJECTED",
                "null, current_time: too far, CHECK_CLOCK_OR_DATA"
            })
    void givesAdviceForACode(@Nullable String code, @Nullable String message, Advice advice) {
        assertThat(Advice.onCode(code, message)).isEqualTo(advice);
        assertThat(Advice.on(new Outcome.Rejected(new Answer(200, code, message))))
                .isEqualTo(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_REFUSED, START_FISCALBOX",
        "UNKNOWN_HOST, CHECK_ADDRESS",
        "NO_ROUTE, CHECK_NETWORK",
        "CONNECT_TIMEOUT, CHECK_NETWORK",
        "TLS_FAILED, CHECK_CERTIFICATE",
        "ACCESS_DENIED, CHECK_ACCESS",
        "WRONG_ADDRESS, CHECK_ADDRESS",
        "TOO_MANY_REQUESTS, WAIT",
        "NOT_ACCEPTED, CHECK_ADDRESS",
        "COULD_NOT_SEND, CHECK_NETWORK"
    })
    void givesAdviceWhenNothingWasSent(NotSentReason reason, Advice advice) {
        assertThat(Advice.on(new Outcome.NotSent(reason, Answer.NONE, null))).isEqualTo(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_ANSWER_IN_TIME, RETRY_SAME_RECEIPT",
        "CONNECTION_LOST, RETRY_SAME_RECEIPT",
        "SERVER_ERROR, RETRY_SAME_RECEIPT",
        "UPSTREAM_TIMEOUT, RETRY_SAME_RECEIPT",
        "INTERRUPTED, RETRY_SAME_RECEIPT",
        "REDIRECTED, NOT_FISCALBOX",
        "NOT_AN_ANSWER, NOT_FISCALBOX",
        "ANSWER_TOO_LARGE, NOT_FISCALBOX",
        "PRACTICE_FISCALBOX, NOT_FISCALBOX",
        "OTHER_TRANSACTION, TELL_SERVICE_CENTRE"
    })
    void givesAdviceForAnUnknownOutcome(UnknownReason reason, Advice advice) {
        assertThat(Advice.on(new Outcome.Unknown(reason, Answer.NONE))).isEqualTo(advice);
    }

    @Test
    void aConfirmedPaymentNeedsNoAction() {
        assertThat(Advice.on(new Outcome.Confirmed(Answer.NONE))).isEqualTo(Advice.NOTHING_TO_DO);
    }

    @Test
    void everyAdviceHasItsOwnKey() {
        assertThat(Arrays.stream(Advice.values()).map(Advice::key))
                .doesNotHaveDuplicates()
                .allSatisfy(key -> assertThat(key).startsWith("advice."));
    }
}

package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PENDING   | READY SET_ASIDE
                    READY     | PENDING SENDING SET_ASIDE CONFIRMED UNKNOWN
                    SENDING   | READY CONFIRMED REJECTED UNKNOWN
                    CONFIRMED | READY REJECTED UNKNOWN
                    REJECTED  | READY CONFIRMED SET_ASIDE UNKNOWN
                    UNKNOWN   | READY SENDING CONFIRMED REJECTED SET_ASIDE
                    SET_ASIDE | PENDING READY REJECTED UNKNOWN CONFIRMED
                    """)
    void goesTheseWaysAndNoOther(PaymentState from, String ways) {
        Set<PaymentState> allowed =
                Arrays.stream(ways.split(" ")).map(PaymentState::valueOf).collect(Collectors.toSet());
        assertThat(from.next()).isEqualTo(allowed);
        for (PaymentState to : PaymentState.values()) {
            assertThat(from.canBecome(to)).as("%s to %s", from, to).isEqualTo(allowed.contains(to));
        }
    }

    @Test
    void onlyConfirmedAndSetAsideNeedNobody() {
        assertThat(PaymentState.OPEN)
                .containsExactlyInAnyOrder(
                        PaymentState.PENDING,
                        PaymentState.READY,
                        PaymentState.SENDING,
                        PaymentState.REJECTED,
                        PaymentState.UNKNOWN);
    }

    @Test
    void nothingIsConfirmedThatHasNoReceipt() {
        assertThat(Arrays.stream(PaymentState.values()).filter(from -> from.canBecome(PaymentState.CONFIRMED)))
                .doesNotContain(PaymentState.PENDING, PaymentState.CONFIRMED);
    }
}

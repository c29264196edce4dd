package uz.fiskaldesk.confirm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.LedgerException.Reason;

class EachPaymentTest {
    private final List<Integer> worked = new ArrayList<>();

    private @Nullable LedgerException failureOfTheSecond(Reason reason) {
        return catchThrowableOfType(
                LedgerException.class,
                () -> EachPayment.count(List.of(1, 2, 3), item -> {
                    worked.add(item);
                    if (item == 2) {
                        throw new LedgerException(reason, "ledger.db");
                    }
                    return true;
                }));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void onlyALedgerThatFailsAsAWholeEndsTheWork(Reason reason) {
        LedgerException thrown = failureOfTheSecond(reason);

        boolean ofOnePayment = reason == Reason.UNREADABLE_ROW || reason == Reason.OTHER;
        assertThat(worked).hasSize(ofOnePayment ? 3 : 2);
        if (reason == Reason.UNREADABLE_ROW) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isNotNull().extracting(LedgerException::reason).isEqualTo(reason);
        }
    }
}

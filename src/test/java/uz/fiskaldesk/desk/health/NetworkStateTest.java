package uz.fiskaldesk.desk.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.NotSentReason;

/** What the answer of FiscalBox, or its absence, says about the network. */
class NetworkStateTest {
    private static TillInfo down(NotSentReason reason) {
        return new TillInfo.Down(new Outcome.NotSent(reason, Answer.ofMessage("x"), null));
    }

    @Test
    void whoAnsweredIsReachableWhateverItSaid() {
        Stream.of(
                        new TillInfo.Up("UZ170703100597", null),
                        new TillInfo.Trouble(Answer.ofMessage("102")),
                        down(NotSentReason.CONNECTION_REFUSED),
                        down(NotSentReason.WRONG_ADDRESS))
                .forEach(info -> assertThat(NetworkState.of(info, () -> {
                            throw new AssertionError("the adapters need not be asked");
                        }))
                        .isEqualTo(NetworkState.WORKS));
    }

    @Test
    void anAddressThatNobodyGaveIsNoFaultOfTheNetwork() {
        assertThat(NetworkState.NAME_NOT_FOUND.withoutAddress()).isEqualTo(NetworkState.UNKNOWN);
        assertThat(NetworkState.NO_ANSWER.withoutAddress()).isEqualTo(NetworkState.UNKNOWN);
        assertThat(NetworkState.NOT_CONNECTED.withoutAddress()).isEqualTo(NetworkState.NOT_CONNECTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_HOST", "NO_ROUTE", "CONNECT_TIMEOUT", "COULD_NOT_SEND"})
    void withoutAnAdapterNothingElseIsToBlame(NotSentReason reason) {
        assertThat(NetworkState.of(down(reason), () -> false)).isEqualTo(NetworkState.NOT_CONNECTED);
        assertThat(NetworkState.of(down(reason), () -> true))
                .isEqualTo(reason == NotSentReason.UNKNOWN_HOST ? NetworkState.NAME_NOT_FOUND : NetworkState.NO_ANSWER);
    }
}

package uz.fiskaldesk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentStateTest {
    /** A transition in the state diagram of the documentation. */
    private static final Pattern EDGE = Pattern.compile(" *([A-Z_]+) --> ([A-Z_]+)(: .+)?");

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
    void allowsExactlyTheseTransitions(PaymentState from, String transitions) {
        Set<PaymentState> allowed =
                Arrays.stream(transitions.split(" ")).map(PaymentState::valueOf).collect(Collectors.toSet());
        assertThat(from.next()).isEqualTo(allowed);
        for (PaymentState to : PaymentState.values()) {
            assertThat(from.canBecome(to)).as("%s to %s", from, to).isEqualTo(allowed.contains(to));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # state   | open  | waiting | takes receipt | retry | by hand | holds receipt
                    PENDING   | true  | true    | true          | false | false   | false
                    READY     | true  | true    | true          | true  | false   | true
                    SENDING   | true  | false   | false         | false | false   | true
                    CONFIRMED | false | false   | false         | false | false   | true
                    REJECTED  | true  | true    | true          | true  | true    | false
                    UNKNOWN   | true  | true    | true          | true  | true    | true
                    SET_ASIDE | false | false   | false         | false | false   | false
                    """)
    void answersWhatIsAllowedInEachState(
            PaymentState state,
            boolean open,
            boolean waiting,
            boolean takesReceipt,
            boolean retry,
            boolean byHand,
            boolean holdsReceipt) {
        assertThat(state.isOpen()).isEqualTo(open);
        assertThat(state.isWaiting()).isEqualTo(waiting);
        assertThat(state.takesReceipt()).isEqualTo(takesReceipt);
        assertThat(state.canRetry()).isEqualTo(retry);
        assertThat(state.canConfirmByHand()).isEqualTo(byHand);
        assertThat(state.holdsReceipt()).isEqualTo(holdsReceipt);
    }

    @Test
    void everyStateThatAllowsAnActHasTheTransitionForIt() {
        assertThat(PaymentState.where(state -> state.canBecome(PaymentState.CONFIRMED)))
                .containsAll(PaymentState.where(PaymentState::canConfirmByHand));
        assertThat(PaymentState.where(state -> state.canBecome(PaymentState.READY)))
                .containsAll(EnumSet.of(PaymentState.PENDING, PaymentState.REJECTED, PaymentState.UNKNOWN));
    }

    @Test
    void onlyConfirmedAndSetAsideAreNotOpen() {
        assertThat(PaymentState.where(PaymentState::isOpen))
                .containsExactlyInAnyOrder(
                        PaymentState.PENDING,
                        PaymentState.READY,
                        PaymentState.SENDING,
                        PaymentState.REJECTED,
                        PaymentState.UNKNOWN);
    }

    @Test
    void confirmedNeedsAReceipt() {
        assertThat(Arrays.stream(PaymentState.values()).filter(from -> from.canBecome(PaymentState.CONFIRMED)))
                .doesNotContain(PaymentState.PENDING, PaymentState.CONFIRMED);
    }

    @Test
    void diagramShowsEveryTransition() throws IOException {
        Set<String> drawn = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("packaging/docs/architecture.md"))) {
            Matcher edge = EDGE.matcher(line);
            if (edge.matches()) {
                drawn.add(edge.group(1) + " to " + edge.group(2));
            }
        }
        Set<String> possible = new TreeSet<>();
        for (PaymentState from : PaymentState.values()) {
            from.next().forEach(to -> possible.add(from + " to " + to));
        }
        assertThat(drawn).isEqualTo(possible);
    }
}

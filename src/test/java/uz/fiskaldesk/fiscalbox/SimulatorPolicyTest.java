package uz.fiskaldesk.fiscalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.Outcome.UnknownReason;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.simulator.BrokenResponses;
import uz.fiskaldesk.simulator.FiscalBoxSimulator;
import uz.fiskaldesk.simulator.Scenario;

/** Answers of the simulator carry a header. Where they are refused, they never confirm a payment. */
class SimulatorPolicyTest {
    private static final TransactionId ID = TransactionId.of("a12f4c6e-0b1d-4e5f-8a9b-0c1d2e3f80ee");

    @ParameterizedTest
    @ValueSource(strings = {"confirm", "confirm-with-nulls", "drip", "reject", "declined", "provider-error"})
    void isUnknownIfTheSimulatorIsRefused(String behaviour) throws Exception {
        assertThat(after(behaviour, SimulatorPolicy.REFUSED))
                .isInstanceOfSatisfying(
                        Outcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(UnknownReason.PRACTICE_FISCALBOX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge", "truncated", "html", "500", "404", "429", "redirect", "timed-out"})
    void keepsIndefiniteOutcomes(String behaviour) throws Exception {
        assertThat(after(behaviour, SimulatorPolicy.REFUSED)).isEqualTo(after(behaviour, SimulatorPolicy.EXPECTED));
    }

    @Test
    void recordsThatTheSimulatorConfirmed() throws Exception {
        Outcome expected = after("confirm", SimulatorPolicy.EXPECTED);
        assertThat(expected).isEqualTo(new Outcome.Confirmed(expected.answer(), false));
        assertThat(after("confirm", SimulatorPolicy.NOTED)).isEqualTo(new Outcome.Confirmed(expected.answer(), true));
        assertThat(after("reject", SimulatorPolicy.NOTED)).isEqualTo(after("reject", SimulatorPolicy.EXPECTED));
    }

    private static Outcome after(String behaviour, SimulatorPolicy practice) throws Exception {
        try (FiscalBoxSimulator simulator = FiscalBoxSimulator.start(scenario(behaviour))) {
            FiscalBoxAddress address =
                    FiscalBoxAddress.parse(simulator.address().toString()).orElseThrow();
            Timeouts longTimeout = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
            return new FiscalBoxClient(address, longTimeout, ProxySetting.none(), Clock.systemUTC(), () -> practice)
                    .confirm(ID, "x", () -> true);
        }
    }

    private static Scenario scenario(String behaviour) throws Exception {
        return switch (behaviour) {
            case "drip" -> Scenario.of(BrokenResponses.drip(Duration.ofMillis(1)));
            case "huge" -> Scenario.of(BrokenResponses.huge(8));
            case "truncated" -> Scenario.of(BrokenResponses.truncated());
            default -> Scenario.parse("{\"default\": \"" + behaviour + "\"}");
        };
    }
}

package uz.fiskaldesk.support;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The gateway between the POS and FiscalBox.
 *
 * @param on whether the desk runs it
 * @param port where it listens
 * @param address an address of this computer where it listens for other computers; null for this computer only
 * @param allow the addresses and ranges of the computers that may use it
 * @param origins the origins of web pages that may use it
 * @param finish what happens with a receipt that the POS has not confirmed in time, and that certainly belongs to a
 *     payment
 * @param finishAfterMinutes how long the POS has
 * @param amountUnit the unit of amounts in the POS's requests; null if it is not known, so that amounts are ignored
 */
public record GatewaySettings(
        boolean on,
        int port,
        @Nullable String address,
        List<String> allow,
        List<String> origins,
        Finish finish,
        int finishAfterMinutes,
        @Nullable AmountUnit amountUnit) {
    /** What happens with a receipt that the POS has not confirmed in time. */
    public enum Finish {
        /** A person is asked to send it. */
        ASK,
        /** It is sent. */
        AUTO;

        /** The stable name in the settings file. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MOST_MINUTES = 60;
    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#*\\s]+");

    public GatewaySettings {
        allow = List.copyOf(allow);
        origins = List.copyOf(origins);
        WrongValueException.require(address == null || isAddress(address), "address", "settings-expected.own-address");
        WrongValueException.require(
                allow.stream().allMatch(range -> AddressRange.parse(range).isPresent()),
                "allow",
                "settings-expected.address-ranges");
        WrongValueException.require(!servesOthers(address) || !allow.isEmpty(), "address", "settings-expected.allow");
        WrongValueException.require(
                origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()),
                "origins",
                "settings-expected.origins");
        WrongValueException.require(
                finishAfterMinutes >= 1 && finishAfterMinutes <= MOST_MINUTES,
                "finishAfterMinutes",
                "settings-expected.number",
                1,
                MOST_MINUTES);
        WrongValueException.require(
                Settings.isPort(port), "port", "settings-expected.number", 1, Settings.HIGHEST_PORT);
    }

    private static boolean isAddress(String text) {
        return AddressRange.address(text)
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .isPresent();
    }

    private static boolean servesOthers(@Nullable String address) {
        return address != null
                && !AddressRange.address(address)
                        .map(InetAddress::isLoopbackAddress)
                        .orElse(true);
    }

    /** Whether other computers can use it. */
    public boolean servesOthers() {
        return servesOthers(address);
    }

    public GatewaySettings with(boolean newOn, int newPort) {
        return new GatewaySettings(newOn, newPort, address, allow, origins, finish, finishAfterMinutes, amountUnit);
    }

    /** A unit of amounts of money. FiscalBox's documents contradict each other, so nothing may guess it. */
    public enum AmountUnit {
        SUM,
        TIYIN;

        /** The stable name in the settings file. */
        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

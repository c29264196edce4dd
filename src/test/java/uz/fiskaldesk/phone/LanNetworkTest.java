package uz.fiskaldesk.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether this computer is connected to a network, by the addresses of its adapters. */
class LanNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "eth0, 192.168.1.7, true",
        "wwan0, 100.64.3.2, true",
        "eth0, 2001:db8::7, true",
        "eth0, 169.254.10.3, false",
        "eth0, fe80::1, false",
        "docker0, 172.17.0.1, false",
        "tun0, 10.8.0.2, false"
    })
    void anAdapterWithAGivenAddressIsAConnection(String adapter, String address, boolean connected) {
        LanNetwork found = new LanNetwork(adapter, adapter, InetAddress.ofLiteral(address));
        assertThat(LanNetwork.isConnected(List.of(found))).isEqualTo(connected);
    }
}

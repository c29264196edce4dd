package uz.fiskaldesk.gateway;

import java.nio.file.Path;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;

/** A process that runs a gateway until its input is closed or it is killed. */
final class GatewayChild {
    private GatewayChild() {}

    /** {@code args}: the folder of the ledger and the address of FiscalBox. Prints {@code address} and its own. */
    public static void main(String[] args) throws Exception {
        FiscalBoxAddress fiscalBox = FiscalBoxAddress.parse(args[1]).orElseThrow();
        try (GatewayFixture shop = new GatewayFixture(Path.of(args[0]), fiscalBox)) {
            System.out.println("address " + shop.address());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}

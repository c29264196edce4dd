package uz.fiskaldesk.inbox;

import java.nio.file.Path;

/** A process that runs an inbox until its input is closed or it is killed. */
final class InboxChild {
    private InboxChild() {}

    /** {@code args}: the folder of the ledger. Prints {@code port} and the port. */
    public static void main(String[] args) throws Exception {
        try (InboxFixture shop = new InboxFixture(Path.of(args[0]))) {
            System.out.println("port " + shop.port());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}

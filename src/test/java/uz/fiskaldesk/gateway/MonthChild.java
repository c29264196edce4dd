package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.Providers;
import uz.fiskaldesk.support.GatewaySettings;

/**
 * A process with the gateways of several tills, each on a ledger of its own, and with their cashiers, who press one key for
 * each payment that waits for a person. Runs until it is killed.
 */
final class MonthChild {
    static final String CASHIER = "Dilnoza";

    /** In the time of the fast clock. */
    private static final int FINISH_MINUTES = 1;

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
    private static final Set<PaymentState> WAITING =
            Set.of(PaymentState.READY, PaymentState.REJECTED, PaymentState.UNKNOWN);

    private final Clock clock;
    private final List<GatewayFixture> tills = new ArrayList<>();

    private MonthChild(Clock clock) {
        this.clock = clock;
    }

    /**
     * {@code args}: the folder, the start and the factor of the clock, then for each till FiscalBox's address and the port of
     * its gateway, 0 for any. Prints {@code ready}, the port for cashiers and the ports of the gateways.
     */
    public static void main(String[] args) throws Exception {
        MonthChild child = new MonthChild(new FastClock(Instant.parse(args[1]), Integer.parseInt(args[2])));
        for (int i = 3; i < args.length; i += 2) {
            child.open(Path.of(args[0], "till" + child.tills.size()), args[i], Integer.parseInt(args[i + 1]));
        }
        ServerSocket control = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        System.out.println("ready " + control.getLocalPort() + " "
                + child.tills.stream()
                        .map(till -> Integer.toString(till.address().getPort()))
                        .collect(Collectors.joining(" ")));
        while (true) {
            Socket socket = control.accept();
            Thread.ofVirtual().start(() -> child.serve(socket));
        }
    }

    private void open(Path folder, String fiscalBox, int port) throws Exception {
        GatewaySettings.Finish finish =
                tills.size() % 2 == 0 ? GatewaySettings.Finish.ASK : GatewaySettings.Finish.AUTO;
        tills.add(new GatewayFixture(
                folder,
                FiscalBoxAddress.parse(fiscalBox).orElseThrow(),
                ANSWER_TIMEOUT,
                GatewayFixture.settings(finish, FINISH_MINUTES, null),
                clock,
                port,
                Providers.DEFAULT));
    }

    /** Reads the number of a till, lets its cashier work, and answers with the number of payments that are still open. */
    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
                OutputStream out = socket.getOutputStream()) {
            int till = Integer.parseInt(String.valueOf(in.readLine()));
            out.write((round(tills.get(till)) + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            System.err.println("a cashier has gone: " + e);
        }
    }

    /** The cashier presses F5 on each payment that waits for a person; never with another receipt, and without a scan. */
    private int round(GatewayFixture till) {
        ConfirmationWorkflow confirmation = till.confirmationOf(new Operator("Kassa", CASHIER, clock));
        int open = 0;
        for (LedgerEntry entry : till.ledger.page(LedgerQuery.ALL.in(WAITING), null, 10_000)) {
            boolean waitsForPerson = entry.canRetry() && entry.nextTryAt() == null && !isLeftToPos(entry);
            boolean done = waitsForPerson
                    && confirmation.send(entry) instanceof ConfirmationWorkflow.Sent.Done sent
                    && sent.entry().state() == PaymentState.CONFIRMED;
            open += done ? 0 : 1;
        }
        return open
                + till.ledger
                        .counts(LedgerQuery.ALL)
                        .getOrDefault(PaymentState.SENDING, 0L)
                        .intValue();
    }

    private boolean isLeftToPos(LedgerEntry entry) {
        return entry.awaitsPos() && !entry.isLeftByPos(clock.instant());
    }
}

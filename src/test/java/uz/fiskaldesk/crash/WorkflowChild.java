package uz.fiskaldesk.crash;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.RetryBackoff;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxClient;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.SqliteLedger;

/**
 * A process that takes sample payment 1 through the real workflow and halts at one step without running another
 * instruction. The step is a method of a port: "before confirm" or "after confirm".
 */
final class WorkflowChild {
    static final String DONE = "done";
    static final int DEAD = 99;

    private final String haltAt;

    private WorkflowChild(String haltAt) {
        this.haltAt = haltAt;
    }

    /** {@code args}: the ledger's URL, FiscalBox's URL, the step to halt at. */
    public static void main(String[] args) {
        new WorkflowChild(args[2]).run(args[0], args[1]);
    }

    private void run(String ledgerUrl, String apiUrl) {
        Clock clock = Clock.systemUTC();
        FiscalBoxAddress address = new FiscalBoxAddress(URI.create(apiUrl));
        FiscalApi fiscalBox = haltingProxy(FiscalApi.class, new FiscalBoxClient(address, Timeouts.DEFAULT, clock));
        try (Ledger real = SqliteLedger.open(ledgerUrl, clock.instant())) {
            Ledger ledger = haltingProxy(Ledger.class, real);
            ConfirmationWorkflow confirmation = new ConfirmationWorkflow(
                    ledger, fiscalBox, new RetryBackoff(new Random()), new Operator("Kassa 1", "Nodira", clock));
            LedgerEntry pending = ledger.find(Samples.id(1)).orElseThrow();
            ConfirmationWorkflow.Attached attached =
                    confirmation.attach(pending, Samples.receipt(1), ConfirmationWorkflow.Consent.NONE);
            ConfirmationWorkflow.Sent sent = confirmation.send(((ConfirmationWorkflow.Attached.Done) attached).entry());
            System.out.println(DONE + " " + sent);
        }
    }

    private <T> T haltingProxy(Class<T> port, T real) {
        InvocationHandler handler = (_, method, arguments) -> {
            haltAt("before " + method.getName());
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            } finally {
                haltAt("after " + method.getName());
            }
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private void haltAt(String step) {
        if (step.equals(haltAt)) {
            Runtime.getRuntime().halt(DEAD);
        }
    }

    static List<String> steps() {
        return List.of(
                "before attach",
                "after attach",
                "before claim",
                "after claim",
                "before confirm",
                "after confirm",
                "before recordOutcome",
                "after recordOutcome");
    }
}

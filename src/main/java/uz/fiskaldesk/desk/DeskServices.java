package uz.fiskaldesk.desk;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.ConfirmationWorkflow;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.health.SessionServer;
import uz.fiskaldesk.desk.start.Practice;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.intake.ColumnMemory;
import uz.fiskaldesk.phone.LanNetwork;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.scan.camera.CameraControl;
import uz.fiskaldesk.scan.camera.CameraListener;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.update.Updates;

/**
 * The services of one session of the desk. They depend on the settings, so changed settings need a new session.
 *
 * @param columnMemory the meanings of columns that were chosen for files
 * @param fiscalBoxAt creates a client for an address that is being tried
 * @param cameraFor creates the camera that reports to a listener
 * @param networks finds the local networks that a phone may be in; slow
 * @param isConnected whether this computer is connected to a network; may take a second
 * @param samples the sample receipts; null outside training mode
 * @param practice opens the payment and the receipt of the guide of the first start; blocks for a moment
 * @param servers run as long as the session
 * @param updates finds newer versions of the program
 * @param maintenance periodic work on the ledger, such as its daily backup
 * @param startNotice what the cashier has to be told about the opening of the ledger; usually null
 */
public record DeskServices(
        Ledger ledger,
        ConfirmationWorkflow confirmation,
        FiscalApi fiscalBox,
        Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt,
        Operator operator,
        ReceiptReader receipts,
        ColumnMemory columnMemory,
        Supervisor supervisor,
        Function<CameraListener, CameraControl> cameraFor,
        Clock clock,
        Supplier<List<LanNetwork>> networks,
        BooleanSupplier isConnected,
        @Nullable SampleReceipts samples,
        Supplier<Practice> practice,
        List<SessionServer> servers,
        Updates updates,
        Runnable maintenance,
        @Nullable LocalizedText startNotice)
        implements AutoCloseable {
    public DeskServices {
        servers = List.copyOf(servers);
    }

    /** Closes the ledger. Called when everything that works on it has ended. */
    @Override
    public void close() {
        ledger.close();
    }
}

package uz.fiskaldesk.desk.shell;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.training.SampleReceipts;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.scan.camera.CameraControl;
import uz.fiskaldesk.scan.camera.CameraListener;

/**
 * What one session of the desk works with, opened for it.
 *
 * @param cameraFor makes the camera that reports to a listener
 * @param samples in training only
 * @param care what has to be done for the ledger from time to time
 * @param firstWord what had to be done to open the ledger and has to be said; null mostly
 * @param closing closes everything that was opened, last of all
 */
public record DeskParts(
        Ledger ledger,
        Confirmation confirmation,
        Function<Sender.Listener, Sender> senderFor,
        FiscalApi fiscalBox,
        Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt,
        Operator operator,
        Function<CameraListener, CameraControl> cameraFor,
        @Nullable SampleReceipts samples,
        Runnable care,
        @Nullable LocalizedText firstWord,
        Runnable closing) {}

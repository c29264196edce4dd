package uz.fiskaldesk.desk;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import uz.fiskaldesk.confirm.Confirmation;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.scan.camera.CameraControl;
import uz.fiskaldesk.scan.camera.CameraListener;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.support.Settings;

/**
 * What the desk works with.
 *
 * @param senderFor makes the sender that reports to a listener
 * @param fiscalBoxAt FiscalBox at an address that is being tried
 * @param saveSettings keeps changed settings and lets them take effect
 * @param sendsAtOnce whether a clean scan is sent without Enter
 * @param camera the webcam
 * @param windowThread runs on the window's thread
 */
public record DeskPorts(
        Ledger ledger,
        Confirmation confirmation,
        Function<Sender.Listener, Sender> senderFor,
        FiscalApi fiscalBox,
        Function<FiscalBoxAddress, FiscalApi> fiscalBoxAt,
        Operator operator,
        Clock clock,
        Supervisor supervisor,
        Consumer<Settings> saveSettings,
        boolean sendsAtOnce,
        CameraPorts camera,
        Executor windowThread) {
    /**
     * What the camera of the desk works with.
     *
     * @param settings as they are now
     * @param keep keeps what was chosen; it holds already
     * @param opened makes the camera that reports to a listener
     */
    public record CameraPorts(
            Settings.Camera settings, Consumer<Settings.Camera> keep, Function<CameraListener, CameraControl> opened) {}
}

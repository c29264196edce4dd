package uz.fiskaldesk.desk;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation.Sent;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.confirm.Watchdog.Late;
import uz.fiskaldesk.desk.acts.ActsModel;
import uz.fiskaldesk.desk.acts.ReasonModel;
import uz.fiskaldesk.desk.camera.CameraModel;
import uz.fiskaldesk.desk.capture.CaptureModel;
import uz.fiskaldesk.desk.capture.KeyedReceiptModel;
import uz.fiskaldesk.desk.capture.ScannerModel;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.health.HealthModel;
import uz.fiskaldesk.desk.history.HistoryModel;
import uz.fiskaldesk.desk.intake.AddPaymentModel;
import uz.fiskaldesk.desk.intake.ImportModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.desk.sending.KeptReceiptsModel;
import uz.fiskaldesk.desk.sending.SendingModel;
import uz.fiskaldesk.desk.settings.SettingsModel;
import uz.fiskaldesk.desk.supervisor.ApprovalModel;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;
import uz.fiskaldesk.support.Settings;

/** The view models of a session, over one ledger and one FiscalBox. Used on the window's thread. */
public final class DeskModel {
    private final NoticeModel notices;
    private final SoundCues signals = new SoundCues();
    private final PageModel pages = new PageModel();
    private final PaymentListModel list;
    private final HealthModel health;
    private final KeptReceiptsModel keptReceipts;
    private final CaptureModel capture;
    private final Sender sender;
    private final ApprovalModel permission;
    private final SendingModel sending;
    private final ClosingModel leaving;
    private final ActsModel acts;
    private final AddPaymentModel adding;
    private final ImportModel importing;
    private final KeyedReceiptModel keyed;
    private final ReasonModel reason;
    private final HistoryModel history;
    private final SettingsModel settings;
    private final ScannerModel scans;
    private final CameraModel camera;

    /**
     * @param settings as they are now
     * @param saveSettings stores changed settings and applies them, by a new session
     * @param keepCamera stores the chosen camera, which is in use already
     * @param notices where {@code tasks} reports failures
     * @param window runs tasks on the window's thread
     */
    public DeskModel(
            DeskServices services,
            Settings settings,
            Consumer<Settings> saveSettings,
            Consumer<Settings.Camera> keepCamera,
            NoticeModel notices,
            BackgroundTasks tasks,
            Executor window) {
        this.notices = notices;
        Ledger ledger = services.ledger();
        Clock clock = services.clock();
        ReceiptReader reader = services.receipts();
        list = new PaymentListModel(ledger, tasks, clock);
        health = new HealthModel(services.fiscalBox(), tasks, clock);
        keptReceipts = new KeptReceiptsModel(services.fiscalBox(), notices, tasks);
        capture = new CaptureModel(
                list, ledger, notices, signals, tasks, reader, new ReceiptChecks(clock), health::terminalId, clock);
        sender = new Sender(services.confirmation(), ledger, clock, listener(window));
        permission = new ApprovalModel(services.supervisor(), pages, tasks, clock);
        list.selected().subscribe((before, now) -> {
            if (before != null && !list.isSelected(before.transactionId())) {
                permission.anotherIsSelected();
            }
        });
        sending = new SendingModel(
                ledger,
                services.confirmation(),
                sender,
                list,
                capture,
                pages,
                permission,
                notices,
                tasks,
                settings.scanner().sendsAtOnce());
        capture.onOffer(sending::offered);
        acts = new ActsModel(ledger, services.operator(), list, notices, tasks);
        adding = new AddPaymentModel(ledger, services.operator(), list, pages, notices, tasks);
        importing = new ImportModel(new Import(ledger, reader, services.operator()), list, pages, notices, tasks);
        leaving = new ClosingModel(sender, list, importing, notices, clock);
        keyed = new KeyedReceiptModel(capture, pages);
        reason = new ReasonModel(ledger, acts, list, pages, permission, tasks);
        history = new HistoryModel(ledger, list, pages, tasks);
        scans = new ScannerModel(capture, pages, notices, signals, reader);
        camera = new CameraModel(
                list, capture, pages, services.cameraFor(), settings.camera(), keepCamera, window, clock);
        // The camera may have been changed since the form was opened.
        this.settings = new SettingsModel(
                pages,
                permission,
                tasks,
                services.fiscalBoxAt(),
                importing::isRunning,
                changed ->
                        saveSettings.accept(changed.withCamera(camera.settings().get())));
    }

    private Sender.Listener listener(Executor window) {
        return new Sender.Listener() {
            @Override
            public void sent(Sent result) {
                window.execute(() -> sending.sent(result));
            }

            @Override
            public void failed(TransactionId id, LedgerException trouble) {
                window.execute(() -> sending.failed(id, trouble));
            }

            @Override
            public void asked(TillInfo info) {
                window.execute(() -> health.heard(info));
            }
        };
    }

    /** What the watchdog found; null where all payments move. A sentence says what to do, once. */
    public void late(@Nullable Late now) {
        if (now != null && health.late().get() == null) {
            notices.warn("health.late-advice");
        }
        health.late(now);
    }

    public NoticeModel notices() {
        return notices;
    }

    public SoundCues signals() {
        return signals;
    }

    public PageModel pages() {
        return pages;
    }

    public PaymentListModel list() {
        return list;
    }

    public HealthModel health() {
        return health;
    }

    public KeptReceiptsModel keptReceipts() {
        return keptReceipts;
    }

    public CaptureModel capture() {
        return capture;
    }

    /** Sends what is due; ticked from outside. */
    public Sender sender() {
        return sender;
    }

    public SendingModel sending() {
        return sending;
    }

    public ApprovalModel permission() {
        return permission;
    }

    public ClosingModel leaving() {
        return leaving;
    }

    public ActsModel acts() {
        return acts;
    }

    public AddPaymentModel adding() {
        return adding;
    }

    public ImportModel importing() {
        return importing;
    }

    public KeyedReceiptModel keyed() {
        return keyed;
    }

    public ReasonModel reason() {
        return reason;
    }

    public HistoryModel history() {
        return history;
    }

    public SettingsModel settings() {
        return settings;
    }

    /** What hand scanners bring in. */
    public ScannerModel scans() {
        return scans;
    }

    public CameraModel camera() {
        return camera;
    }
}

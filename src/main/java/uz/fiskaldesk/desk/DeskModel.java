package uz.fiskaldesk.desk;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation.Sent;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
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

/** All that the window shows, put together over one ledger and one FiscalBox. */
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

    /** @param notices where {@code work} reports what fails */
    public DeskModel(DeskPorts ports, NoticeModel notices, BackgroundTasks work) {
        this.notices = notices;
        ReceiptReader reader = new ReceiptReader(ports.clock());
        list = new PaymentListModel(ports.ledger(), work, ports.clock());
        health = new HealthModel(ports.fiscalBox(), work, ports.clock());
        keptReceipts = new KeptReceiptsModel(ports.fiscalBox(), notices, work);
        capture = new CaptureModel(
                list,
                ports.ledger(),
                notices,
                signals,
                work,
                reader,
                new ReceiptChecks(ports.clock()),
                health::terminalId,
                ports.clock());
        sender = ports.senderFor().apply(listener(ports));
        permission = new ApprovalModel(ports.supervisor(), pages, work, ports.clock());
        list.selected().subscribe((before, now) -> {
            if (before != null && !list.isSelected(before.transactionId())) {
                permission.anotherIsSelected();
            }
        });
        sending = new SendingModel(
                ports.ledger(),
                ports.confirmation(),
                sender,
                list,
                capture,
                pages,
                permission,
                notices,
                work,
                ports.sendsAtOnce());
        capture.onOffer(sending::offered);
        acts = new ActsModel(ports.ledger(), ports.operator(), list, notices, work);
        adding = new AddPaymentModel(ports.ledger(), ports.operator(), list, pages, notices, work);
        importing = new ImportModel(new Import(ports.ledger(), reader, ports.operator()), list, pages, notices, work);
        leaving = new ClosingModel(sender, list, importing, notices, ports.clock());
        keyed = new KeyedReceiptModel(capture, pages);
        reason = new ReasonModel(ports.ledger(), acts, list, pages, permission, work);
        history = new HistoryModel(ports.ledger(), list, pages, work);
        scans = new ScannerModel(capture, pages, notices, signals, reader);
        camera = new CameraModel(
                list,
                capture,
                pages,
                ports.camera().opened(),
                ports.camera().settings(),
                ports.camera().keep(),
                ports.windowThread(),
                ports.clock());
        // What was chosen of the camera meanwhile holds already.
        settings = new SettingsModel(
                pages,
                permission,
                work,
                ports.fiscalBoxAt(),
                importing::isRunning,
                changed -> ports.saveSettings()
                        .accept(changed.withCamera(camera.settings().get())));
    }

    private Sender.Listener listener(DeskPorts ports) {
        return new Sender.Listener() {
            @Override
            public void sent(Sent result) {
                ports.windowThread().execute(() -> sending.sent(result));
            }

            @Override
            public void failed(TransactionId id, LedgerException trouble) {
                ports.windowThread().execute(() -> sending.failed(id, trouble));
            }

            @Override
            public void asked(TillInfo info) {
                ports.windowThread().execute(() -> health.heard(info));
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

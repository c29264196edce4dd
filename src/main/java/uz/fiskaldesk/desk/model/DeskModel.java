package uz.fiskaldesk.desk.model;

import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Confirmation.Sent;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.Sender;
import uz.fiskaldesk.confirm.Watchdog.Late;
import uz.fiskaldesk.intake.Import;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.receipt.ReceiptChecks;
import uz.fiskaldesk.receipt.ReceiptReader;

/** All that the window shows, put together over one ledger and one FiscalBox. */
public final class DeskModel {
    private final Notices notices;
    private final Signals signals = new Signals();
    private final Pages pages = new Pages();
    private final PaymentList list;
    private final Health health;
    private final KeptReceipts keptReceipts;
    private final Capture capture;
    private final Sender sender;
    private final Permission permission;
    private final Sending sending;
    private final Leaving leaving;
    private final Acts acts;
    private final Adding adding;
    private final Importing importing;
    private final KeyedReceipt keyed;
    private final AskedReason reason;
    private final History history;
    private final SettingsForm settings;
    private final Scans scans;
    private final CameraWatch camera;

    /** @param notices where {@code work} reports what fails */
    public DeskModel(DeskPorts ports, Notices notices, Work work) {
        this.notices = notices;
        ReceiptReader reader = new ReceiptReader(ports.clock());
        list = new PaymentList(ports.ledger(), work, ports.clock());
        health = new Health(ports.fiscalBox(), work, ports.clock());
        keptReceipts = new KeptReceipts(ports.fiscalBox(), notices, work);
        capture = new Capture(
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
        permission = new Permission(ports.supervisor(), pages, work, ports.clock());
        list.selected().subscribe((before, now) -> {
            if (before != null && !list.isSelected(before.transactionId())) {
                permission.anotherIsSelected();
            }
        });
        sending = new Sending(
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
        acts = new Acts(ports.ledger(), ports.operator(), list, notices, work);
        adding = new Adding(ports.ledger(), ports.operator(), list, pages, notices, work);
        importing = new Importing(new Import(ports.ledger(), reader, ports.operator()), list, pages, notices, work);
        leaving = new Leaving(sender, list, importing, notices, ports.clock());
        keyed = new KeyedReceipt(capture, pages);
        reason = new AskedReason(ports.ledger(), acts, list, pages, permission, work);
        history = new History(ports.ledger(), list, pages, work);
        scans = new Scans(capture, pages, notices, signals, reader);
        camera = new CameraWatch(
                list,
                capture,
                pages,
                ports.camera().opened(),
                ports.camera().settings(),
                ports.camera().keep(),
                ports.windowThread(),
                ports.clock());
        // What was chosen of the camera meanwhile holds already.
        settings = new SettingsForm(
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

    public Notices notices() {
        return notices;
    }

    public Signals signals() {
        return signals;
    }

    public Pages pages() {
        return pages;
    }

    public PaymentList list() {
        return list;
    }

    public Health health() {
        return health;
    }

    public KeptReceipts keptReceipts() {
        return keptReceipts;
    }

    public Capture capture() {
        return capture;
    }

    /** Sends what is due; ticked from outside. */
    public Sender sender() {
        return sender;
    }

    public Sending sending() {
        return sending;
    }

    public Permission permission() {
        return permission;
    }

    public Leaving leaving() {
        return leaving;
    }

    public Acts acts() {
        return acts;
    }

    public Adding adding() {
        return adding;
    }

    public Importing importing() {
        return importing;
    }

    public KeyedReceipt keyed() {
        return keyed;
    }

    public AskedReason reason() {
        return reason;
    }

    public History history() {
        return history;
    }

    public SettingsForm settings() {
        return settings;
    }

    /** What hand scanners bring in. */
    public Scans scans() {
        return scans;
    }

    public CameraWatch camera() {
        return camera;
    }
}

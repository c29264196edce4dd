package uz.fiskaldesk.desk.shell;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.support.SettingsException;
import uz.fiskaldesk.support.SettingsFile;
import uz.fiskaldesk.wording.Messages;

/**
 * Why no session could be opened, and what a person can do about it: try again, repair the settings file, or permit options
 * with the PIN. Used on the JavaFX thread.
 */
final class StartFailure {
    private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

    private final DeskWindow window;
    private final SessionFactory sessions;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;

    private @Nullable Throwable cause;
    private @Nullable StartApproval approval;
    private @Nullable StartFailureView view;

    StartFailure(DeskWindow window, SessionFactory sessions, NoticeModel notices, BackgroundTasks tasks) {
        this.window = window;
        this.sessions = sessions;
        this.notices = notices;
        this.tasks = tasks;
    }

    /** Shows a notice for the failure. */
    void report(Throwable newCause) {
        cause = newCause;
        if (newCause instanceof NotPermittedException locked) {
            notices.warning("supervisor.options-refused", String.join(", ", locked.options()));
        } else {
            notices.logAndShow(newCause);
        }
    }

    void clear() {
        cause = null;
    }

    /** Whether the settings file cannot be used. */
    boolean isOfSettings() {
        return cause instanceof SettingsException settings && settings.isInSettingsFile();
    }

    /** Whether no payment can have been lost: the list was not read, or is certain to be as it was. */
    private boolean isListIntact() {
        return switch (cause) {
            case SettingsException _, NotPermittedException _ -> true;
            case LedgerException ledger ->
                switch (ledger.reason()) {
                    case LOCKED, READ_ONLY, DISK_FULL, NEWER, ADDRESS, UNREACHABLE, NOT_SECURE, BUSY -> true;
                    case ACCESS_DENIED, PASSWORD_IN_ADDRESS, MOVED, TRAINING, NOT_TRAINING -> true;
                    case DAMAGED, GONE, REPLACED, DISK_FAILS, UNREADABLE_ROW, SHRUNK -> false;
                    case MOVING, ELSEWHERE, SHARED_COPY, OTHER -> false;
                };
            case null, default -> false;
        };
    }

    StartFailureView view(Messages messages) {
        StartApproval created = new StartApproval(sessions.supervisor(), tasks, sessions.clock());
        approval = created;
        StartFailureView made = new StartFailureView(
                messages,
                notices,
                window.commands(),
                created.approval(),
                window::tryAgain,
                cause instanceof SettingsException settings && isOfSettings() ? repairOf(settings) : null,
                isListIntact(),
                window::closeWindow);
        view = made;
        return made;
    }

    /** Focuses the view and asks for the PIN if options were refused. */
    void shown() {
        if (view != null) {
            view.focus();
        }
        if (cause instanceof NotPermittedException locked && approval != null) {
            approval.ask(locked::guards, this::permitOptions);
        }
    }

    private void permitOptions(List<String> supervisors) {
        sessions.permit(supervisors);
        window.tryAgain();
    }

    void tick() {
        if (approval != null) {
            approval.approval().tick();
        }
    }

    private StartFailureView.SettingsRepair repairOf(SettingsException trouble) {
        SettingsFile file = sessions.settingsFile();
        return new StartFailureView.SettingsRepair(
                () -> permitted(() -> window.commands().openFile(trouble.file())),
                file.hasGoodCopy() ? () -> permitted(() -> repair(file::useGoodCopy)) : null,
                () -> permitted(() -> repair(file::startFresh)));
    }

    /** Asks for the PIN first, so that nobody can change guarded settings by damaging their file. */
    private void permitted(Runnable act) {
        if (approval != null) {
            approval.ask(sessions::settingsGuards, _ -> act.run());
        }
    }

    private interface Repair {
        void run() throws IOException;
    }

    private void repair(Repair act) {
        try {
            act.run();
            window.tryAgain();
        } catch (IOException e) {
            LOG.error("The settings were not replaced", e);
            notices.error("settings-repair.failed", sessions.folder());
            window.build();
        }
    }
}

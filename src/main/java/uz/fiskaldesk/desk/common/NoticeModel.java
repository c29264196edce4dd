package uz.fiskaldesk.desk.common;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.support.SettingsException;

/** The message in the status bar. It stays until it is replaced or cleared. */
public final class NoticeModel {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeModel.class);

    private final ReadOnlyObjectWrapper<@Nullable Notice> current = new ReadOnlyObjectWrapper<>();

    public ReadOnlyObjectProperty<@Nullable Notice> current() {
        return current.getReadOnlyProperty();
    }

    public void success(String key, Object... values) {
        show(Notice.Kind.DONE, LocalizedText.of(key, values));
    }

    /** @return what is shown, for {@link #retract} */
    public Notice info(String key, Object... values) {
        return show(Notice.Kind.INFO, LocalizedText.of(key, values));
    }

    public void warning(String key, Object... values) {
        show(Notice.Kind.WARNING, LocalizedText.of(key, values));
    }

    public void error(String key, Object... values) {
        show(Notice.Kind.ERROR, LocalizedText.of(key, values));
    }

    /** @return what is shown, for {@link #retract} */
    public Notice show(Notice.Kind kind, LocalizedText words) {
        Notice notice = new Notice(kind, words);
        current.set(notice);
        return notice;
    }

    /** Shows a message after the one that is there, which has not been read yet. */
    public void append(Notice.Kind kind, LocalizedText words) {
        Notice before = current.get();
        if (before == null) {
            show(kind, words);
        } else {
            show(
                    before.kind() == Notice.Kind.ERROR ? before.kind() : kind,
                    messages -> messages.texts().get("notice.two", before.text().in(messages), words.in(messages)));
        }
    }

    /** Removes a message whose reason is gone; does nothing if another one is shown. */
    public void retract(@Nullable Notice gone) {
        if (gone != null && gone.equals(current.get())) {
            current.set(null);
        }
    }

    /**
     * Removes the message, whoever has shown it: only when a person begins something new. What goes on in the background
     * removes its own message with {@link #retract}.
     */
    public void clear() {
        current.set(null);
    }

    /** Reports that the daily backup failed or contains fewer payments than an earlier one. */
    public void backupFailed(Throwable e) {
        LOG.error("The daily backup failed", e);
        if (e instanceof LedgerException made && made.reason() == LedgerException.Reason.SHRUNK) {
            show(Notice.Kind.WARNING, messages -> messages.ledgerError(made));
        } else if (e instanceof LedgerException ledger) {
            show(
                    Notice.Kind.WARNING,
                    messages -> messages.texts().get("ledger.no-backup", messages.ledgerError(ledger)));
        } else {
            error("trouble.unexpected");
        }
    }

    /**
     * Logs a failure and shows it.
     *
     * @return what is shown, for {@link #retract}
     */
    public Notice logAndShow(Throwable e) {
        LOG.error("A task of the desk failed", e);
        return showFailure(e);
    }

    /** Shows a failure that has been logged already. */
    public Notice showFailure(Throwable e) {
        return switch (e) {
            case LedgerException ledger -> show(Notice.Kind.ERROR, messages -> messages.ledgerError(ledger));
            case SettingsException settings -> show(Notice.Kind.ERROR, messages -> settings.sentence(messages.texts()));
            default -> show(Notice.Kind.ERROR, LocalizedText.of("trouble.unexpected"));
        };
    }
}

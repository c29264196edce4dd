package uz.fiskaldesk.desk.update;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Notice;
import uz.fiskaldesk.desk.common.NoticeModel;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.update.Installation;
import uz.fiskaldesk.update.Release;
import uz.fiskaldesk.update.UpdateException;
import uz.fiskaldesk.update.Updates;
import uz.fiskaldesk.update.Updates.Applied;

/**
 * Asks whether a newer version is to be installed. The question is a button in the status bar: it opens no page by itself and
 * takes no key. Used on the JavaFX thread except for {@link #check}.
 */
public final class UpdateModel {
    /** What is known about a newer version. */
    public sealed interface State {
        record None() implements State {}

        /** @param migrates whether it changes the tables of the ledger */
        record Offered(Release release, boolean migrates) implements State {}

        /** @param percent of the download */
        record Installing(Release release, long percent) implements State {}

        record Done(LocalizedText brief, LocalizedText text) implements State {}
    }

    /** The result of a background task. */
    private record Ended(State state, @Nullable LocalizedText failure) {}

    private final Updates updates;
    private final BooleanSupplier sending;
    private final PageModel pages;
    private final NoticeModel notices;
    private final BackgroundTasks tasks;
    private final Executor window;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.None());

    /**
     * @param sending whether a confirmation is being sent, which must not share a weak network; on any thread
     * @param window runs tasks on the JavaFX thread
     */
    public UpdateModel(
            Updates updates,
            BooleanSupplier sending,
            PageModel pages,
            NoticeModel notices,
            BackgroundTasks tasks,
            Executor window) {
        this.updates = updates;
        this.sending = sending;
        this.pages = pages;
        this.notices = notices;
        this.tasks = tasks;
        this.window = window;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** Whether this program can be updated at all; without a key for updates it never asks for newer versions. */
    public boolean isPossible() {
        return updates.hasKeys();
    }

    public boolean hasNews() {
        return !(state.get() instanceof State.None);
    }

    /** The text of the button in the status bar. */
    public LocalizedText brief(State now) {
        return switch (now) {
            case State.None _ -> _ -> "";
            case State.Offered offered ->
                LocalizedText.of("update.brief", offered.release().version());
            case State.Installing installing -> LocalizedText.of("update.brief-installing", installing.percent());
            case State.Done done -> done.brief();
        };
    }

    /** What an administrator types to update a package; empty if the program can install the update itself. */
    public Optional<String> command() {
        return updates.program().installation() instanceof Installation.SystemPackage(String command)
                ? Optional.of(command)
                : Optional.empty();
    }

    /** The version of this program. */
    public String version() {
        return updates.program().version().toString();
    }

    /** Looks for a newer version if the daily check is due and nothing is being sent. Blocks; called on a thread of its own. */
    public void check() {
        if (sending.getAsBoolean()) {
            return;
        }
        try {
            updates.checkIfDue().ifPresent(release -> {
                boolean migrates = updates.migratesLedger(release);
                window.execute(() -> offer(new State.Offered(release, migrates)));
            });
        } catch (InterruptedException e) {
            // The desk is being closed.
            Thread.currentThread().interrupt();
        }
    }

    private void offer(State.Offered offered) {
        if (state.get() instanceof State.None || state.get() instanceof State.Offered) {
            state.set(offered);
        }
    }

    /** A person does not want to be asked before tomorrow; or has read the result. */
    public void later() {
        if (state.get() instanceof State.Offered) {
            tasks.inBackground(
                    () -> {
                        updates.postpone();
                        return true;
                    },
                    _ -> {});
        }
        if (!(state.get() instanceof State.Installing)) {
            state.set(new State.None());
        }
        if (pages.currentPage() == Page.UPDATE) {
            pages.back();
        }
    }

    /** Downloads and installs the offered version in the background. The desk goes on with its own version. */
    public void install() {
        if (!(state.get() instanceof State.Offered offered)) {
            return;
        }
        state.set(new State.Installing(offered.release(), 0));
        tasks.inBackground(
                () -> apply(offered),
                ended -> {
                    state.set(ended.state());
                    if (ended.failure() != null) {
                        notices.show(Notice.Kind.WARNING, ended.failure());
                    }
                },
                () -> state.set(offered));
    }

    private Ended apply(State.Offered offered) {
        Release release = offered.release();
        try {
            Applied applied =
                    updates.apply(release, sending, percent -> window.execute(() -> showProgress(release, percent)));
            return new Ended(done(applied), null);
        } catch (UpdateException e) {
            return new Ended(
                    offered, LocalizedText.of(e.reason().textKey(), e.values().toArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ended(offered, null);
        }
    }

    private void showProgress(Release release, long percent) {
        if (state.get() instanceof State.Installing shown && shown.percent() != percent) {
            state.set(new State.Installing(release, percent));
        }
    }

    private static State done(Applied applied) {
        return switch (applied) {
            case Applied.Installed installed ->
                new State.Done(
                        LocalizedText.of("update.brief-installed", installed.version()),
                        LocalizedText.of("update.installed", installed.version()));
            case Applied.ByCommand byCommand ->
                new State.Done(
                        LocalizedText.of("update.brief-by-command"),
                        LocalizedText.of("update.by-command", byCommand.command()));
            case Applied.Saved saved ->
                new State.Done(
                        LocalizedText.of("update.brief-saved"), LocalizedText.of("update.saved", saved.archive()));
        };
    }
}

package uz.fiskaldesk.desk.supervisor;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.LocalizedText;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.supervisor.GuardedAct;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.Supervisor.Verification;
import uz.fiskaldesk.support.Formats;

/** Asks for the supervisor's PIN before a guarded act, if the act requires it. Used on the JavaFX thread. */
public final class ApprovalModel {
    private final Supervisor supervisor;
    private final PageModel pages;
    private final BackgroundTasks tasks;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<@Nullable GuardedAct> guardedAct = new ReadOnlyObjectWrapper<>();
    private final StringProperty pin = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable LocalizedText> problem = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper checking = new ReadOnlyBooleanWrapper();
    private @Nullable Request request;
    private @Nullable Instant nextTry;

    /** An act that waits for the PIN. A verdict only applies to the request for which the PIN was entered. */
    private static final class Request {
        private final Supervisor guard;
        private final Consumer<? super String> allowed;
        private boolean checking;

        Request(Supervisor guard, Consumer<? super String> allowed) {
            this.guard = guard;
            this.allowed = allowed;
        }
    }

    public ApprovalModel(Supervisor supervisor, PageModel pages, BackgroundTasks tasks, Clock clock) {
        this.supervisor = supervisor;
        this.pages = pages;
        this.tasks = tasks;
        this.clock = clock;
        pages.current().subscribe(page -> {
            if (page != Page.PIN) {
                cancel();
            }
        });
    }

    /** The act that waits for the PIN; null if none. */
    public ReadOnlyObjectProperty<@Nullable GuardedAct> guardedAct() {
        return guardedAct.getReadOnlyProperty();
    }

    public StringProperty pin() {
        return pin;
    }

    /** Whether an entered PIN is being checked, which takes a moment. */
    public ReadOnlyBooleanProperty checking() {
        return checking.getReadOnlyProperty();
    }

    /** Why the last PIN was refused; null if it was not. */
    public ObjectProperty<@Nullable LocalizedText> problem() {
        return problem;
    }

    /**
     * Calls {@code allowed} immediately if none of the acts requires the PIN, otherwise after the correct PIN was entered.
     * Leaving the page cancels the request.
     *
     * @param allowed given the supervisor's name, or null if no approval was required
     */
    public void requestIfGuarded(Collection<GuardedAct> acts, Consumer<@Nullable String> allowed) {
        GuardedAct guarded =
                acts.stream().filter(supervisor::guards).findFirst().orElse(null);
        if (guarded == null) {
            allowed.accept(null);
            return;
        }
        request(supervisor, guarded, allowed);
    }

    /** Calls {@code allowed} after the correct PIN of this guard was entered. Leaving the page cancels the request. */
    public void request(Supervisor guard, GuardedAct act, Consumer<? super String> allowed) {
        cancel();
        pages.open(Page.PIN);
        request = new Request(guard, allowed);
        guardedAct.set(act);
    }

    /** Cancels the request. */
    public void cancelRequest() {
        pages.back();
    }

    /** Cancels a request about one payment, because another payment was selected. */
    public void paymentDeselected() {
        GuardedAct act = guardedAct.get();
        if (act != null && act.isAboutOnePayment()) {
            pages.back();
        }
    }

    /** Checks the entered PIN. */
    public void submit() {
        String typed = pin.get();
        Request open = request;
        if (open == null || open.checking || typed.isEmpty()) {
            return;
        }
        open.checking = true;
        checking.set(true);
        problem.set(null);
        tasks.inBackground(() -> open.guard.verify(typed.toCharArray()), verdict -> answered(open, verdict), () -> {
            open.checking = false;
            checking.set(false);
        });
    }

    private void answered(Request answered, Verification verdict) {
        answered.checking = false;
        checking.set(false);
        if (request != answered) {
            return;
        }
        pin.set("");
        switch (verdict) {
            case Verification.Permitted permitted -> {
                pages.back();
                answered.allowed.accept(permitted.name());
            }
            case Verification.Wrong wrong -> say("supervisor.wrong", wrong.nextTry());
            case Verification.Blocked soon -> say("supervisor.too-soon", soon.nextTry());
            case Verification.Unavailable _ -> problem.set(LocalizedText.of("supervisor.trouble"));
        }
    }

    private void say(String key, @Nullable Instant next) {
        nextTry = next;
        problem.set(
                next == null
                        ? LocalizedText.of(key)
                        : messages -> messages.texts().get(key) + " "
                                + messages.texts().get("supervisor.next", Formats.timeOrDate(next, clock.instant())));
    }

    /** Removes the message when the next attempt is possible; called every second. */
    public void tick() {
        if (nextTry != null && !clock.instant().isBefore(nextTry)) {
            nextTry = null;
            problem.set(null);
        }
    }

    private void cancel() {
        request = null;
        checking.set(false);
        nextTry = null;
        guardedAct.set(null);
        pin.set("");
        problem.set(null);
    }
}

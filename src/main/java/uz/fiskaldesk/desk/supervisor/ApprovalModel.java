package uz.fiskaldesk.desk.supervisor;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
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
import uz.fiskaldesk.supervisor.Bending;
import uz.fiskaldesk.supervisor.Supervisor;
import uz.fiskaldesk.supervisor.Supervisor.Verdict;
import uz.fiskaldesk.support.Formats;

/** Lets an act that bends the rules go on, or asks for the supervisor's PIN first. On the window's thread. */
public final class ApprovalModel {
    private final Supervisor supervisor;
    private final PageModel pages;
    private final BackgroundTasks work;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<@Nullable Bending> asked = new ReadOnlyObjectWrapper<>();
    private final StringProperty pin = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable LocalizedText> problem = new SimpleObjectProperty<>();
    private @Nullable Wish wish;
    private @Nullable Instant nextTry;

    /** One act that waits for the PIN. A verdict counts for the wish that was open when the PIN was typed, for no other. */
    private static final class Wish {
        private final Supervisor guard;
        private final Consumer<? super String> allowed;
        private boolean looking;

        Wish(Supervisor guard, Consumer<? super String> allowed) {
            this.guard = guard;
            this.allowed = allowed;
        }
    }

    public ApprovalModel(Supervisor supervisor, PageModel pages, BackgroundTasks work, Clock clock) {
        this.supervisor = supervisor;
        this.pages = pages;
        this.work = work;
        this.clock = clock;
        pages.current().subscribe(page -> {
            if (page != Page.PIN) {
                forget();
            }
        });
    }

    /** What the PIN is wanted for; null while none is. */
    public ReadOnlyObjectProperty<@Nullable Bending> asked() {
        return asked.getReadOnlyProperty();
    }

    /** What was typed. */
    public StringProperty pin() {
        return pin;
    }

    /** Why the last PIN did not do. */
    public ObjectProperty<@Nullable LocalizedText> problem() {
        return problem;
    }

    /**
     * Goes on at once where none of these needs the PIN, else when the right one was typed. Whoever leaves the page takes
     * the wish back.
     *
     * @param allowed given the supervisor's name, or null where nobody had to be asked
     */
    public void ask(Collection<Bending> acts, Consumer<@Nullable String> allowed) {
        Bending guarded = acts.stream().filter(supervisor::guards).findFirst().orElse(null);
        if (guarded == null) {
            allowed.accept(null);
            return;
        }
        demand(supervisor, guarded, allowed);
    }

    /** Goes on when the right PIN of this guard was typed. Whoever leaves the page takes the wish back. */
    public void demand(Supervisor guard, Bending act, Consumer<? super String> allowed) {
        forget();
        pages.open(Page.PIN);
        wish = new Wish(guard, allowed);
        asked.set(act);
    }

    /** Takes the wish back. */
    public void leave() {
        pages.back();
    }

    /** Another payment is selected: what was to be done with the one before is not done any more. */
    public void anotherIsSelected() {
        Bending act = asked.get();
        if (act != null && act.isAboutOnePayment()) {
            pages.back();
        }
    }

    /** Looks at the PIN that was typed. */
    public void answer() {
        String typed = pin.get();
        Wish open = wish;
        if (open == null || open.looking || typed.isEmpty()) {
            return;
        }
        open.looking = true;
        problem.set(null);
        work.aside(
                () -> open.guard.permit(typed.toCharArray()),
                verdict -> answered(open, verdict),
                () -> open.looking = false);
    }

    private void answered(Wish answered, Verdict verdict) {
        answered.looking = false;
        if (wish != answered) {
            return;
        }
        pin.set("");
        switch (verdict) {
            case Verdict.Permitted permitted -> {
                pages.back();
                answered.allowed.accept(permitted.name());
            }
            case Verdict.Wrong wrong -> say("supervisor.wrong", wrong.nextTry());
            case Verdict.TooSoon soon -> say("supervisor.too-soon", soon.nextTry());
            case Verdict.Trouble _ -> problem.set(LocalizedText.of("supervisor.trouble"));
        }
    }

    private void say(String key, @Nullable Instant next) {
        nextTry = next;
        problem.set(
                next == null
                        ? LocalizedText.of(key)
                        : wording -> wording.texts().get(key) + " "
                                + wording.texts().get("supervisor.next", Formats.moment(next, clock.instant())));
    }

    /** Takes back what was said of the next try when its time has come; called every second. */
    public void tick() {
        if (nextTry != null && !clock.instant().isBefore(nextTry)) {
            nextTry = null;
            problem.set(null);
        }
    }

    private void forget() {
        wish = null;
        nextTry = null;
        asked.set(null);
        pin.set("");
        problem.set(null);
    }
}

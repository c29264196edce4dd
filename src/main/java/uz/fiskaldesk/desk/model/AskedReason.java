package uz.fiskaldesk.desk.model;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.supervisor.Bending;

/** Asks why, before an act that wants a reason. */
public final class AskedReason {
    /** The acts that want one. */
    public enum For {
        SET_ASIDE,
        BY_HAND;

        /** Keys of reasons that need no typing, the most frequent first. */
        public List<String> ready() {
            return switch (this) {
                case SET_ASIDE -> List.of("reason.refunded", "reason.twice", "reason.test");
                case BY_HAND -> List.of("reason.seen-in-fiscalbox", "reason.service-centre", "reason.tax-office");
            };
        }
    }

    /** The question that is open. */
    public record Question(For act, LedgerEntry entry) {}

    private final Acts acts;
    private final Pages pages;
    private final Permission permission;
    private final ReadOnlyObjectWrapper<@Nullable Question> question = new ReadOnlyObjectWrapper<>();
    private final StringProperty reason = new SimpleStringProperty("");

    AskedReason(Acts acts, Pages pages, Permission permission) {
        this.acts = acts;
        this.pages = pages;
        this.permission = permission;
    }

    public ReadOnlyObjectProperty<@Nullable Question> question() {
        return question.getReadOnlyProperty();
    }

    public StringProperty reason() {
        return reason;
    }

    public void ask(For act, LedgerEntry entry) {
        boolean possible = switch (act) {
            case SET_ASIDE -> Acts.canSetAside(entry);
            case BY_HAND -> Acts.canConfirmByHand(entry);
        };
        if (possible) {
            reason.set("");
            question.set(new Question(act, entry));
            pages.open(Page.REASON);
        }
    }

    /** Does the act with the reason that was given; nothing without one. */
    public void answer() {
        Question asked = question.get();
        String why = reason.get().strip();
        if (asked == null || why.isEmpty()) {
            return;
        }
        question.set(null);
        pages.back();
        switch (asked.act()) {
            case SET_ASIDE ->
                permission.ask(List.of(Bending.SET_ASIDE), supervisor -> acts.setAside(asked.entry(), why, supervisor));
            case BY_HAND ->
                permission.ask(
                        List.of(Bending.BY_HAND), supervisor -> acts.confirmByHand(asked.entry(), why, supervisor));
        }
    }
}

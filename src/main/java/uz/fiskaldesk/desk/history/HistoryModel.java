package uz.fiskaldesk.desk.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.desk.common.BackgroundTasks;
import uz.fiskaldesk.desk.common.Page;
import uz.fiskaldesk.desk.common.PageModel;
import uz.fiskaldesk.desk.list.PaymentListModel;
import uz.fiskaldesk.payment.TransactionId;
import uz.fiskaldesk.wording.SupportText;

/** The acts and attempts of the selected payment, newest first. They are read while the history page is open. */
public final class HistoryModel {
    /** A line of the history. */
    public sealed interface Line {
        Instant at();

        record OfAttempt(Attempt attempt) implements Line {
            @Override
            public Instant at() {
                return attempt.startedAt();
            }
        }

        record OfAct(Act act) implements Line {
            @Override
            public Instant at() {
                return act.at();
            }
        }
    }

    private final Ledger ledger;
    private final PaymentListModel list;
    private final PageModel pages;
    private final BackgroundTasks tasks;
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());

    /** The payment that {@link #lines} are of; null while they are read for the first time. */
    private @Nullable TransactionId readOf;

    public HistoryModel(Ledger ledger, PaymentListModel list, PageModel pages, BackgroundTasks tasks) {
        this.ledger = ledger;
        this.list = list;
        this.pages = pages;
        this.tasks = tasks;
        list.selected().subscribe(_ -> reload());
        pages.current().subscribe(_ -> reload());
    }

    /** Whether {@link #lines} are those of the selected payment; otherwise they are empty, and being read. */
    public boolean isRead() {
        return readOf != null;
    }

    public ReadOnlyObjectProperty<List<Line>> lines() {
        return lines.getReadOnlyProperty();
    }

    /**
     * Reads everything about the selected payment and passes it on as text for the support, with phone and card numbers
     * masked. Does nothing if no payment is selected.
     */
    public void describe(SupportText words, Consumer<String> then) {
        LedgerEntry entry = list.selected().get();
        if (entry != null) {
            tasks.onLedger(() -> words.of(entry, ledger.acts(entry), ledger.attempts(entry)), then);
        }
    }

    private void reload() {
        LedgerEntry entry = list.selected().get();
        if (pages.currentPage() != Page.HISTORY || entry == null) {
            readOf = null;
            lines.set(List.of());
            return;
        }
        if (!Objects.equals(entry.transactionId(), readOf)) {
            readOf = null;
            lines.set(List.of());
        }
        tasks.onLedger(() -> read(entry), read -> {
            if (pages.currentPage() == Page.HISTORY && list.isSelected(entry.transactionId())) {
                readOf = entry.transactionId();
                lines.set(read);
            }
        });
    }

    private List<Line> read(LedgerEntry entry) {
        return merged(
                        ledger.acts(entry).stream().map(Line.OfAct::new).toList(),
                        ledger.attempts(entry).stream().map(Line.OfAttempt::new).toList())
                .reversed();
    }

    /**
     * Merges acts and attempts by time. Each kind keeps the order of the ledger, even if the clock was changed. An act
     * precedes an attempt of the same millisecond, because it may have caused it.
     */
    private static List<Line> merged(List<Line.OfAct> acts, List<Line.OfAttempt> attempts) {
        List<Line> all = new ArrayList<>();
        Deque<Line.OfAttempt> left = new ArrayDeque<>(attempts);
        for (Line.OfAct act : acts) {
            while (!left.isEmpty() && left.getFirst().at().isBefore(act.at())) {
                all.add(left.removeFirst());
            }
            all.add(act);
        }
        all.addAll(left);
        return all;
    }
}

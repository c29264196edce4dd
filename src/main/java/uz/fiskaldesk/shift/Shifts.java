package uz.fiskaldesk.shift;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.receipt.FiscalReceipt;

/**
 * Reports on the current shift and closes it. A closing is an act of the ledger, so that all tills that share a ledger have
 * the same shift. Blocking; thread-safe.
 *
 * <p>Every method throws {@link LedgerException} if the ledger cannot be read or written.
 */
public final class Shifts {
    /** The maximum length of a note, in characters. */
    public static final int LONGEST_NOTE = 500;

    /** The result of {@link #close}. */
    public sealed interface Closing {
        /** @param report on the shift that has ended */
        record Closed(ShiftReport report) implements Closing {}

        /** Somebody else has closed the shift meanwhile; nothing was recorded. */
        record ClosedBefore(Act by) implements Closing {}
    }

    /**
     * What the shift before has left.
     *
     * @param closing with its note
     * @param stillOpen the number of its payments that are open now
     */
    public record HandedOver(Act closing, long stillOpen) {}

    private final Ledger ledger;
    private final Operator operator;

    /** @param operator who closes the shift */
    public Shifts(Ledger ledger, Operator operator) {
        this.ledger = ledger;
        this.operator = operator;
    }

    /** All closings, newest first. */
    private List<Act> closings() {
        return ledger.acts().reversed().stream()
                .filter(act -> act.kind() == Act.Kind.SHIFT_CLOSED)
                .toList();
    }

    /** The closings, newest first. One that lies in the future was recorded while the clock was wrong and is ignored. */
    private List<Act> closings(Instant now) {
        return until(now, closings());
    }

    private static List<Act> until(Instant now, List<Act> closings) {
        return closings.stream().filter(act -> !act.at().isAfter(now)).toList();
    }

    /** The last closing, with the note for this shift; empty if there is none. */
    public Optional<Act> lastClosing() {
        return closings(operator.clock().instant()).stream().findFirst();
    }

    /** What was handed over by the last closing; empty if there is neither a note nor an open payment. */
    public Optional<HandedOver> handedOver() {
        return lastClosing()
                .map(closing -> new HandedOver(closing, openFromBefore(closing.at())))
                .filter(left -> left.closing().why() != null || left.stillOpen() > 0);
    }

    private long openFromBefore(Instant moment) {
        Map<PaymentState, Long> all = ledger.counts(LedgerQuery.ALL.between(null, moment));
        return PaymentState.where(PaymentState::isOpen).stream()
                .mapToLong(state -> all.getOrDefault(state, 0L))
                .sum();
    }

    /** Reports on the shift up to now. */
    public ShiftReport report() {
        Instant now = operator.clock().instant();
        return report(closings(now).stream().findFirst().orElse(null), null, now);
    }

    /** Reports on the shift that was closed last, with the payments that are open now; empty if none was closed. */
    public Optional<ShiftReport> lastReport() {
        List<Act> closings = closings(operator.clock().instant());
        return closings.stream()
                .findFirst()
                .map(last -> report(closings.size() == 1 ? null : closings.get(1), last, last.at()));
    }

    private ShiftReport report(@Nullable Act previous, @Nullable Act closing, Instant to) {
        Instant from = previous == null ? startOfDay(to) : previous.at();
        Counting counting = new Counting();
        ledger.forEach(LedgerQuery.ALL.between(from, to), counting::arrived);
        ledger.forEach(LedgerQuery.ALL.in(Set.of(PaymentState.CONFIRMED)).changed(from, to), counting::finished);
        ledger.forEach(
                LedgerQuery.ALL.in(PaymentState.where(PaymentState::isOpen)).fromTheOldest(), counting::open);
        return new ShiftReport(
                from,
                to,
                previous,
                closing,
                counting.arrived,
                counting.fiscalised,
                counting.byHand,
                counting.practice,
                counting.hours(),
                counting.open,
                counting.openPayments,
                ledger.historyHead());
    }

    private static Instant startOfDay(Instant now) {
        return LocalDate.ofInstant(now, FiscalReceipt.TASHKENT)
                .atStartOfDay(FiscalReceipt.TASHKENT)
                .toInstant();
    }

    /**
     * Ends the shift now. The next one begins at the same moment, so that nothing is between the two.
     *
     * @param previous the previous closing that the person has seen; null if there was none
     * @param note for the next shift; null or blank for none
     * @throws IllegalArgumentException if the note is longer than {@link #LONGEST_NOTE}
     */
    public Closing close(@Nullable Act previous, @Nullable String note) {
        String text = note == null || note.isBlank() ? null : note.strip();
        if (text != null && text.length() > LONGEST_NOTE) {
            throw new IllegalArgumentException("note of " + text.length() + " characters");
        }
        Act closing = operator.act(Act.Kind.SHIFT_CLOSED, text);
        List<Act> before = closings();
        Optional<Act> last = until(closing.at(), before).stream().findFirst();
        if (last.isPresent() && !last.get().equals(previous)) {
            return new Closing.ClosedBefore(last.get());
        }
        if (!ledger.recordAfter(before.isEmpty() ? null : before.getFirst(), closing)) {
            return new Closing.ClosedBefore(closings().getFirst());
        }
        return new Closing.Closed(report(previous, closing, closing.at()));
    }

    /** Adds up the payments of a report. */
    private static final class Counting {
        private final TreeMap<Instant, ShiftReport.Hour> byHour = new TreeMap<>();
        private final List<LedgerEntry> openPayments = new ArrayList<>();
        private Total arrived = Total.NONE;
        private Total fiscalised = Total.NONE;
        private Total byHand = Total.NONE;
        private Total practice = Total.NONE;
        private Total open = Total.NONE;

        void arrived(LedgerEntry entry) {
            arrived = arrived.plus(entry.payment().amount());
            count(entry.sortTime(), 1, 0, 0);
        }

        void finished(LedgerEntry entry) {
            Instant at = Objects.requireNonNull(entry.lastOutcomeAt());
            switch (Objects.requireNonNull(entry.confirmedBy())) {
                case PERSON -> {
                    byHand = byHand.plus(entry.payment().amount());
                    count(at, 0, 0, 1);
                }
                case SIMULATOR -> practice = practice.plus(entry.payment().amount());
                case FISCALBOX -> {
                    fiscalised = fiscalised.plus(entry.payment().amount());
                    count(at, 0, 1, 0);
                }
            }
        }

        void open(LedgerEntry entry) {
            open = open.plus(entry.payment().amount());
            if (openPayments.size() < ShiftReport.MOST_OPEN) {
                openPayments.add(entry);
            }
        }

        private void count(Instant at, long newlyArrived, long newlyFiscalised, long newlyByHand) {
            // Tashkent's offset is a whole number of hours, so hours start at the same moment as in UTC.
            byHour.merge(
                    at.truncatedTo(ChronoUnit.HOURS),
                    new ShiftReport.Hour(at.truncatedTo(ChronoUnit.HOURS), newlyArrived, newlyFiscalised, newlyByHand),
                    (a, b) -> new ShiftReport.Hour(
                            a.start(),
                            a.arrived() + b.arrived(),
                            a.fiscalised() + b.fiscalised(),
                            a.byHand() + b.byHand()));
        }

        List<ShiftReport.Hour> hours() {
            return List.copyOf(byHour.values());
        }
    }
}

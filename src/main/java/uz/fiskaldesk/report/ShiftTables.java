package uz.fiskaldesk.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.payment.Amount;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.shift.Shifts;
import uz.fiskaldesk.shift.Total;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;
import uz.fiskaldesk.wording.Messages;

/** The report on a shift as tables of translated text, for every format in which it is shown. */
public final class ShiftTables {
    /** What stands in a table: a text for people, and a value for spreadsheets. */
    public sealed interface Cell {
        String text();
    }

    public record Text(String text) implements Cell {}

    public record Count(long number) implements Cell {
        @Override
        public String text() {
            return Long.toString(number);
        }
    }

    /** @param amount null if it is not known */
    public record Sum(@Nullable Amount amount) implements Cell {
        @Override
        public String text() {
            return amount == null ? "—" : amount.inSums();
        }
    }

    public record Moment(Instant at) implements Cell {
        @Override
        public String text() {
            return Formats.dateTime(at);
        }
    }

    /**
     * Two bars, one after the other; formats without pictures leave them out.
     *
     * @param first the length of the first bar, from 0 to 1
     * @param second that of the second one
     */
    public record Bars(double first, double second) implements Cell {
        @Override
        public String text() {
            return "";
        }
    }

    /**
     * A table.
     *
     * @param header the titles of the columns
     */
    public record Table(String title, List<String> header, List<List<Cell>> rows) {
        public Table {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
        }

        /** Whether the last column has bars. */
        boolean hasBars() {
            return rows.getFirst().getLast() instanceof Bars;
        }
    }

    private final ShiftReport report;
    private final Messages messages;
    private final Translations texts;
    private final Operator operator;

    public ShiftTables(ShiftReport report, Messages messages, Operator operator) {
        this.report = report;
        this.messages = messages;
        this.texts = messages.texts();
        this.operator = operator;
    }

    /** The name of the report's sheet in a workbook. */
    String sheetName() {
        return texts.get("shift.sheet");
    }

    /** {@code Shift 26.11.2026 08:00:00 – 20:05:11}. */
    public String title() {
        return texts.get(
                "shift.period",
                Formats.dateTime(report.from()),
                Formats.sameDay(report.from(), report.to())
                        ? Formats.timeWithSeconds(report.to())
                        : Formats.dateTime(report.to()));
    }

    /** Who closed the previous shift, and the note that was handed over. */
    public static String handedOver(Act previous, Translations texts) {
        String at = Formats.dateTime(previous.at());
        return previous.why() == null
                ? texts.get("shift.previous", previous.who(), at)
                : texts.get("shift.handed-over", previous.who(), at, previous.why());
    }

    /** The note for the next shift; empty without one. */
    public Optional<String> handsOver() {
        Act closing = report.closing();
        return closing == null || closing.why() == null
                ? Optional.empty()
                : Optional.of(
                        texts.get("shift.hands-over", closing.who(), Formats.dateTime(closing.at()), closing.why()));
    }

    /** What the shift before has left, for whoever opens the desk next. */
    public static String handedOver(Shifts.HandedOver left, Translations texts) {
        String closed = handedOver(left.closing(), texts);
        return left.stillOpen() == 0 ? closed : closed + " · " + texts.get("shift.left-open", left.stillOpen());
    }

    /** The hours and the open payments; tables without rows are omitted. */
    public List<Table> details() {
        List<Table> tables = new ArrayList<>();
        if (!report.hours().isEmpty()) {
            tables.add(hours());
        }
        if (!report.openPayments().isEmpty()) {
            tables.add(open());
        }
        return tables;
    }

    private record NamedTotal(String name, Total total) {}

    private List<NamedTotal> namedTotals() {
        List<NamedTotal> totals = new ArrayList<>();
        totals.add(new NamedTotal(texts.get("shift.arrived"), report.arrived()));
        totals.add(new NamedTotal(texts.get("shift.fiscalised"), report.fiscalised()));
        if (report.byHand().count() > 0) {
            totals.add(new NamedTotal(texts.get("shift.by-hand"), report.byHand()));
        }
        if (report.practice().count() > 0) {
            totals.add(new NamedTotal(texts.get("shift.practice"), report.practice()));
        }
        totals.add(new NamedTotal(texts.get("shift.open"), report.open()));
        return totals;
    }

    /** The totals as pairs of a name and a value. */
    public List<List<String>> totals() {
        return namedTotals().stream()
                .map(each -> List.of(each.name(), total(each.total())))
                .toList();
    }

    /** The totals as a table. */
    Table totalsTable() {
        boolean incomplete =
                namedTotals().stream().anyMatch(each -> each.total().withoutAmount() > 0);
        List<String> header =
                new ArrayList<>(List.of("", texts.get("shift.column.count"), texts.get("shift.column.sum")));
        if (incomplete) {
            header.add(texts.get("shift.column.without-amount"));
        }
        List<List<Cell>> rows = new ArrayList<>();
        for (NamedTotal each : namedTotals()) {
            Total total = each.total();
            List<Cell> row = new ArrayList<>();
            row.add(new Text(each.name()));
            row.add(new Count(total.count()));
            row.add(total.tiyin() == 0 ? new Count(0) : new Sum(new Amount(total.tiyin())));
            if (incomplete) {
                row.add(new Count(total.withoutAmount()));
            }
            rows.add(row);
        }
        return new Table(title(), header, rows);
    }

    /** Lines below the totals: what was handed over to this shift, and what it hands over. */
    public List<String> notes() {
        List<String> lines = new ArrayList<>();
        if (report.previous() != null) {
            lines.add(handedOver(report.previous(), texts));
        }
        handsOver().ifPresent(lines::add);
        return lines;
    }

    /** Lines below the tables: whether all is listed, who made the report, and the checksum that proves the history. */
    public List<String> footer() {
        List<String> lines = new ArrayList<>();
        if (report.openPayments().isEmpty()) {
            lines.add(texts.get("shift.nothing-open"));
        } else if (report.isCutOff()) {
            lines.add(texts.get(
                    "shift.more", report.open().count() - report.openPayments().size()));
        }
        lines.add(texts.get("shift.made-by", operator.till(), operator.cashier()));
        if (!report.historyHead().isEmpty()) {
            lines.add(texts.get("shift.history-head") + ": " + report.historyHead());
        }
        return lines;
    }

    private String total(Total total) {
        String sum = total.tiyin() == 0 ? "0" : new Amount(total.tiyin()).inSums();
        return total.withoutAmount() == 0
                ? texts.get("shift.total", total.count(), sum)
                : texts.get("shift.total-without", total.count(), sum, total.withoutAmount());
    }

    private Table hours() {
        long most = report.hours().stream()
                .mapToLong(hour -> Math.max(hour.arrived(), hour.fiscalised() + hour.byHand()))
                .max()
                .orElse(1);
        List<List<Cell>> rows = new ArrayList<>();
        for (ShiftReport.Hour hour : report.hours()) {
            rows.add(List.of(
                    new Text(Formats.day(hour.start()) + " " + Formats.time(hour.start())),
                    new Count(hour.arrived()),
                    new Count(hour.fiscalised()),
                    new Count(hour.byHand()),
                    new Bars(
                            (double) hour.arrived() / Math.max(1, most),
                            (double) (hour.fiscalised() + hour.byHand()) / Math.max(1, most))));
        }
        return new Table(
                texts.get("shift.hours"),
                List.of(
                        texts.get("shift.hour"),
                        texts.get("shift.arrived"),
                        texts.get("shift.fiscalised"),
                        texts.get("shift.by-hand"),
                        ""),
                rows);
    }

    private Table open() {
        return new Table(
                texts.get("shift.for-next"),
                List.of(
                        texts.get("shift.column.time"),
                        texts.get("shift.column.sum"),
                        texts.get("shift.column.payment"),
                        texts.get("shift.column.state"),
                        texts.get("shift.next")),
                report.openPayments().stream().map(this::row).toList());
    }

    private List<Cell> row(LedgerEntry entry) {
        return List.of(
                new Moment(entry.sortTime()),
                new Sum(entry.payment().amount()),
                new Text(entry.transactionId().toString()),
                new Text(messages.state(entry)),
                new Text(messages.line(entry)));
    }
}

package uz.fiskaldesk.report;

import java.util.ArrayList;
import java.util.List;
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
    /**
     * A table of texts.
     *
     * @param header the titles of the columns; empty if they need none
     */
    public record Table(String title, List<String> header, List<List<String>> rows) {
        public Table {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
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

    /** What the shift before has left, for whoever opens the desk next. */
    public static String handedOver(Shifts.HandedOver left, Translations texts) {
        String closed = handedOver(left.closing(), texts);
        return left.stillOpen() == 0 ? closed : closed + " · " + texts.get("shift.left-open", left.stillOpen());
    }

    /** The totals, the hours and the open payments; tables without rows are omitted. */
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        tables.add(new Table(title(), List.of(), totals()));
        if (!report.hours().isEmpty()) {
            tables.add(hours());
        }
        if (!report.openPayments().isEmpty()) {
            tables.add(open());
        }
        return tables;
    }

    /** The totals as pairs of a name and a value. */
    public List<List<String>> totals() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(texts.get("shift.arrived"), total(report.arrived())));
        rows.add(List.of(texts.get("shift.fiscalised"), total(report.fiscalised())));
        if (report.byHand().count() > 0) {
            rows.add(List.of(texts.get("shift.by-hand"), total(report.byHand())));
        }
        if (report.practice().count() > 0) {
            rows.add(List.of(texts.get("shift.practice"), total(report.practice())));
        }
        rows.add(List.of(texts.get("shift.open"), total(report.open())));
        return rows;
    }

    /** Lines below the tables: what was handed over, who made the report, and the checksum that proves the history. */
    public List<String> footer() {
        List<String> lines = new ArrayList<>();
        if (report.previous() != null) {
            lines.add(handedOver(report.previous(), texts));
        }
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
        List<List<String>> rows = new ArrayList<>();
        for (ShiftReport.Hour hour : report.hours()) {
            rows.add(List.of(
                    Formats.day(hour.start()) + " " + Formats.time(hour.start()),
                    Long.toString(hour.arrived()),
                    Long.toString(hour.fiscalised()),
                    Long.toString(hour.byHand())));
        }
        return new Table(
                texts.get("shift.hours"),
                List.of(
                        texts.get("shift.hour"),
                        texts.get("shift.arrived"),
                        texts.get("shift.fiscalised"),
                        texts.get("shift.by-hand")),
                rows);
    }

    private Table open() {
        return new Table(
                texts.get("shift.for-next"),
                List.of(
                        texts.get("column.time"),
                        texts.get("column.amount"),
                        texts.get("column.transaction"),
                        texts.get("column.state"),
                        texts.get("shift.next")),
                report.openPayments().stream().map(this::row).toList());
    }

    private List<String> row(LedgerEntry entry) {
        return List.of(
                Formats.dateTime(entry.sortTime()),
                messages.amount(entry.payment().amount()),
                entry.transactionId().toString(),
                messages.state(entry),
                messages.line(entry));
    }
}

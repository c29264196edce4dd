package uz.fiskaldesk.report;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.shift.ShiftReport;
import uz.fiskaldesk.shift.Total;

/** Writes the report on a shift as JSON. Field names are stable; times are UTC in ISO 8601, amounts are in tiyin. */
public final class ShiftJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ShiftJson() {}

    /** Returns the report as a single line without a line break. */
    public static String line(ShiftReport report) {
        StringWriter line = new StringWriter(1024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringProperty("from", report.from().toString());
            json.writeStringProperty("to", report.to().toString());
            previous(json, report.previous());
            Act closing = report.closing();
            json.writeStringProperty("note", closing == null ? null : closing.why());
            total(json, "arrived", report.arrived());
            total(json, "fiscalised", report.fiscalised());
            total(json, "byHand", report.byHand());
            total(json, "practice", report.practice());
            total(json, "open", report.open());
            json.writeArrayPropertyStart("hours");
            for (ShiftReport.Hour hour : report.hours()) {
                json.writeStartObject();
                json.writeStringProperty("start", hour.start().toString());
                json.writeNumberProperty("arrived", hour.arrived());
                json.writeNumberProperty("fiscalised", hour.fiscalised());
                json.writeNumberProperty("byHand", hour.byHand());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("openPayments");
            for (LedgerEntry entry : report.openPayments()) {
                json.writeRawValue(PaymentJson.line(entry));
            }
            json.writeEndArray();
            json.writeStringProperty("historyHead", report.historyHead());
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void previous(JsonGenerator json, @Nullable Act previous) {
        if (previous == null) {
            json.writeNullProperty("previous");
            return;
        }
        json.writeObjectPropertyStart("previous");
        json.writeStringProperty("at", previous.at().toString());
        json.writeStringProperty("who", previous.who());
        json.writeStringProperty("note", previous.why());
        json.writeEndObject();
    }

    private static void total(JsonGenerator json, String name, Total total) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", total.count());
        json.writeNumberProperty("tiyin", total.tiyin());
        json.writeNumberProperty("withoutAmount", total.withoutAmount());
        json.writeEndObject();
    }
}

package uz.fiskaldesk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
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
            json.writeStringField("from", report.from().toString());
            json.writeStringField("to", report.to().toString());
            previous(json, report.previous());
            total(json, "arrived", report.arrived());
            total(json, "fiscalised", report.fiscalised());
            total(json, "byHand", report.byHand());
            total(json, "practice", report.practice());
            total(json, "open", report.open());
            json.writeArrayFieldStart("hours");
            for (ShiftReport.Hour hour : report.hours()) {
                json.writeStartObject();
                json.writeStringField("start", hour.start().toString());
                json.writeNumberField("arrived", hour.arrived());
                json.writeNumberField("fiscalised", hour.fiscalised());
                json.writeNumberField("byHand", hour.byHand());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("openPayments");
            for (LedgerEntry entry : report.openPayments()) {
                json.writeRawValue(PaymentJson.line(entry));
            }
            json.writeEndArray();
            json.writeStringField("historyHead", report.historyHead());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    private static void previous(JsonGenerator json, @Nullable Act previous) throws IOException {
        if (previous == null) {
            json.writeNullField("previous");
            return;
        }
        json.writeObjectFieldStart("previous");
        json.writeStringField("at", previous.at().toString());
        json.writeStringField("who", previous.who());
        json.writeStringField("note", previous.why());
        json.writeEndObject();
    }

    private static void total(JsonGenerator json, String name, Total total) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", total.count());
        json.writeNumberField("tiyin", total.tiyin());
        json.writeNumberField("withoutAmount", total.withoutAmount());
        json.writeEndObject();
    }
}

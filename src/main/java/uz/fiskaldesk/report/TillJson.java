package uz.fiskaldesk.report;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillStatus;
import uz.fiskaldesk.confirm.TillWarning;

/** Formats the health of the till as JSON for other programs. Fields are stable; unknown values are null. */
public final class TillJson {
    private static final JsonMapper JSON = new JsonMapper();

    private TillJson() {}

    /** @param words returns a warning as a sentence */
    public static String of(TillHealth health, Function<TillWarning, String> words) {
        TillInfo.Up up = health.info() instanceof TillInfo.Up answered ? answered : null;
        TillStatus status = up == null ? TillStatus.UNKNOWN : up.status();
        Duration skew = health.skew();
        ObjectNode object = JSON.createObjectNode();
        object.put("safeForPayment", health.isSafeForPayment());
        object.put("terminalId", up == null ? null : up.terminalId());
        object.put("version", status.version());
        object.put("clock", text(up == null ? null : up.clock()));
        object.put("clockAheadSeconds", skew == null ? null : Long.valueOf(skew.toSeconds()));
        object.put("unsentReceipts", status.unsentReceipts());
        object.put("receiptCapacity", status.receiptCapacity());
        object.put("oldestUnsent", text(status.oldestUnsent()));
        object.put("shifts", status.shifts());
        object.put("shiftCapacity", status.shiftCapacity());
        object.put("lastOperation", text(status.lastOperation()));
        object.put("freeMemory", status.freeMemory());
        ArrayNode warnings = object.putArray("warnings");
        for (TillWarning warning : health.warnings()) {
            warnings.addObject()
                    .put("code", warning.code())
                    .put("blocksPayments", warning.blocksPayments())
                    .put("text", words.apply(warning));
        }
        return JSON.writeValueAsString(object);
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}

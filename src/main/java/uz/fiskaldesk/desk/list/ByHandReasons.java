package uz.fiskaldesk.desk.list;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.ConfirmedBy;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerException;

/** Why the listed payments that were marked by hand were marked. The reasons are acts, which a row does not contain. */
record ByHandReasons(Map<Long, String> byEntry) {
    private static final Logger LOG = LoggerFactory.getLogger(ByHandReasons.class);
    static final ByHandReasons NONE = new ByHandReasons(Map.of());

    /** Reads the reasons of these payments that are not known yet; blocks. */
    ByHandReasons read(Ledger ledger, List<LedgerEntry> page) {
        Map<Long, String> reasons = new HashMap<>();
        for (LedgerEntry entry : page) {
            if (isByHand(entry)) {
                String known = byEntry.get(entry.id());
                reasons.put(entry.id(), known == null ? reason(ledger, entry) : known);
            }
        }
        return new ByHandReasons(Map.copyOf(reasons));
    }

    /** Empty if there is none, or if it cannot be read, which must not hide the other payments of the page. */
    private static String reason(Ledger ledger, LedgerEntry entry) {
        try {
            return lastReason(ledger.acts(entry));
        } catch (LedgerException e) {
            if (e.reason() != LedgerException.Reason.UNREADABLE_ROW) {
                throw e;
            }
            LOG.error("The reason by hand of {} cannot be read", entry.transactionId(), e);
            return "";
        }
    }

    private static String lastReason(List<Act> acts) {
        return acts.reversed().stream()
                .filter(act -> act.kind() == Act.Kind.CONFIRMED_BY_HAND && act.why() != null)
                .map(act -> String.valueOf(act.why()))
                .findFirst()
                .orElse("");
    }

    /** The reason; empty if the payment was not marked by hand, or its reason was not read yet. */
    String of(LedgerEntry entry) {
        return isByHand(entry) ? byEntry.getOrDefault(entry.id(), "") : "";
    }

    static boolean isByHand(LedgerEntry entry) {
        return entry.confirmedBy() == ConfirmedBy.PERSON;
    }
}

package uz.fiskaldesk.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.payment.PaymentState;

/** A process with a small heap that lists, searches and counts many payments, as the desk and the command line do. */
final class SmallHeapChild {
    private SmallHeapChild() {}

    public static void main(String[] args) {
        try (Ledger ledger = SqliteLedger.open(args[0], Samples.NOON)) {
            LedgerQuery rejected = LedgerQuery.ALL.in(Set.of(PaymentState.REJECTED));
            say("all", () -> streamed(ledger, LedgerQuery.ALL));
            say("rejected", () -> streamed(ledger, rejected.matching("oʼtkirov 94 653 21 40")));
            say("pages", () -> paged(ledger, LedgerQuery.ALL.fromTheOldest()));
            say("last page", () -> lastPage(ledger));
            say("counts", () -> ledger.counts(LedgerQuery.ALL));
            say("counted words", () -> sum(ledger.counts(LedgerQuery.ALL.matching("Gʻayrat"))));
            say("mark", ledger::changeCounter);
        }
    }

    private static void say(String what, Supplier<?> work) {
        System.out.println(what + ": " + work.get());
    }

    private static long streamed(Ledger ledger, LedgerQuery query) {
        AtomicLong seen = new AtomicLong();
        ledger.forEach(query, _ -> seen.incrementAndGet());
        return seen.get();
    }

    private static long paged(Ledger ledger, LedgerQuery query) {
        long seen = 0;
        List<LedgerEntry> page = ledger.page(query, null, 500);
        while (!page.isEmpty()) {
            seen += page.size();
            page = ledger.page(query, page.getLast(), 500);
        }
        return seen;
    }

    private static int lastPage(Ledger ledger) {
        List<LedgerEntry> oldest = ledger.page(LedgerQuery.ALL.fromTheOldest(), null, 201);
        return ledger.page(LedgerQuery.ALL, oldest.getLast(), 1000).size();
    }

    private static long sum(Map<PaymentState, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}

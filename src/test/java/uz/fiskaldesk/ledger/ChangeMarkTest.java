package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;

/** The change mark shows a process that another process has changed the ledger. */
class ChangeMarkTest extends LedgerContract {
    private long before;

    @Test
    void everyChangeIsVisibleToEveryProcess() {
        Ledger other = store.open();
        before = other.changeCounter();

        LedgerEntry entry = pending(1);
        changed(other, "added");
        entry = ((Ledger.Attachment.Attached) ledger.attach(entry, Samples.receipt(1), null, List.of())).entry();
        changed(other, "attached");
        Ledger.StartedAttempt begun = begun(entry);
        changed(other, "begun");
        entry = ledger.recordOutcome(begun.attemptId(), Samples.rejected(), Samples.NOON, null)
                .orElseThrow();
        changed(other, "finished");
        entry = ledger.setAside(entry, Samples.act(Act.Kind.SET_ASIDE)).orElseThrow();
        changed(other, "set aside");
        assertThat(ledger.restore(entry, Samples.act(Act.Kind.RESTORED))).isPresent();
        changed(other, "restored");
    }

    private void changed(Ledger other, String what) {
        long now = other.changeCounter();
        assertThat(now).as(what).isNotEqualTo(before).isEqualTo(ledger.changeCounter());
        before = now;
    }

    @Test
    void readsAndRefusedChangesDoNotChangeTheMark() {
        LedgerEntry stale = pending(1);
        assertThat(ledger.setAside(stale, Samples.act(Act.Kind.SET_ASIDE))).isPresent();
        before = ledger.changeCounter();

        ledger.page(LedgerQuery.ALL, null, 10);
        ledger.add(Samples.payment(1), null, Samples.act(Act.Kind.ADDED));
        assertThat(ledger.setAside(stale, Samples.act(Act.Kind.SET_ASIDE))).isEmpty();
        ledger.recoverInterrupted(Samples.NOON);

        assertThat(ledger.changeCounter()).isEqualTo(before);
    }
}

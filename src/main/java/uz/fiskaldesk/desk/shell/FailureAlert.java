package uz.fiskaldesk.desk.shell;

import java.util.Map;
import uz.fiskaldesk.desk.common.SoundCues;
import uz.fiskaldesk.desk.list.ListTotals;
import uz.fiskaldesk.desk.list.PaymentFilter;

/** Plays a sound when one more payment is rejected or has an unknown outcome, whoever sent it. */
final class FailureAlert {
    private final SoundCues sounds;
    private long known = Long.MAX_VALUE;

    private FailureAlert(SoundCues sounds) {
        this.sounds = sounds;
    }

    static void install(ListTotals totals, SoundCues sounds) {
        FailureAlert alert = new FailureAlert(sounds);
        totals.counts().subscribe(alert::counted);
    }

    private void counted(Map<PaymentFilter, Long> counts) {
        // Before the first read nothing is known.
        if (!counts.isEmpty()) {
            long failed =
                    counts.getOrDefault(PaymentFilter.REJECTED, 0L) + counts.getOrDefault(PaymentFilter.UNKNOWN, 0L);
            if (failed > known) {
                sounds.play(SoundCues.Signal.FAILED);
            }
            known = failed;
        }
    }
}

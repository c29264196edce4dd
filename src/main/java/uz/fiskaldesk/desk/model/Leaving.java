package uz.fiskaldesk.desk.model;

import uz.fiskaldesk.confirm.Sender;

/**
 * Whether the window may close. The first wish waits for what is being sent, and tells of payments that wait for
 * FiscalBox, which nobody needs to stay for; the second is always granted.
 */
public final class Leaving {
    private final Sender sender;
    private final PaymentList list;
    private final Notices notices;
    private boolean told;
    private boolean waiting;

    Leaving(Sender sender, PaymentList list, Notices notices) {
        this.sender = sender;
        this.list = list;
        this.notices = notices;
    }

    /** Somebody wishes to close the window. */
    public boolean isGranted() {
        if (told) {
            return true;
        }
        if (sender.underWay() > 0) {
            waiting = true;
            // What is queued would else follow what is under way, without end.
            sender.rest();
            notices.warn("closing.waits");
        } else if (list.hasQueued()) {
            notices.info("closing.queued");
        } else {
            return true;
        }
        told = true;
        return false;
    }

    /** Whether what the wish had to wait for has come. */
    public boolean isDue() {
        return waiting && sender.underWay() == 0;
    }
}

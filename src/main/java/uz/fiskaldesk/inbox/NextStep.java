package uz.fiskaldesk.inbox;

import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.wording.Messages;

/** What has to be done next about a payment. */
enum NextStep {
    /** It waits for its receipt. */
    SEND_RECEIPT("send-receipt"),
    /** It has its receipt and was not sent yet. */
    SEND("send"),
    /** It is being sent, or will be sent again by the program. */
    WAIT("wait"),
    /** A person has to accept its receipt, which is doubtful. */
    ACCEPT_RECEIPT("accept-receipt"),
    /** It was refused; the cause has to be removed. */
    CORRECT("correct"),
    /** It may be booked; a person decides when it is sent again, with the same receipt. */
    RETRY_SAME_RECEIPT("retry-same-receipt"),
    /** A person has to decide which of two receipts is valid. */
    CHOOSE_RECEIPT("choose-receipt"),
    NOTHING("nothing");

    private final String code;

    NextStep(String code) {
        this.code = code;
    }

    static NextStep of(LedgerEntry entry) {
        if (entry.conflict()) {
            return CHOOSE_RECEIPT;
        }
        return switch (entry.state()) {
            case PENDING -> SEND_RECEIPT;
            case READY -> {
                if (entry.needsAcceptance()) {
                    yield ACCEPT_RECEIPT;
                }
                yield entry.isReadyInDoubt() ? RETRY_SAME_RECEIPT : entry.nextTryAt() == null ? SEND : WAIT;
            }
            case SENDING -> WAIT;
            case REJECTED -> CORRECT;
            case UNKNOWN -> RETRY_SAME_RECEIPT;
            case CONFIRMED, SET_ASIDE -> NOTHING;
        };
    }

    /** The stable name in JSON. */
    String code() {
        return code;
    }

    /** The step in words, with the advice on the last outcome. */
    String sentence(LedgerEntry entry, Messages messages) {
        String step = messages.texts().get("inbox.next." + code);
        Outcome last = entry.lastOutcome();
        boolean advised = this == CORRECT || this == RETRY_SAME_RECEIPT;
        return advised && last != null ? step + " " + messages.advice(entry, last) : step;
    }
}

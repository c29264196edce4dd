package uz.fiskaldesk.wording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi.TillInfo;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.confirm.TillHealth;
import uz.fiskaldesk.confirm.TillStatus;
import uz.fiskaldesk.confirm.TillWarning;
import uz.fiskaldesk.fiscalbox.Advice;
import uz.fiskaldesk.support.Formats;
import uz.fiskaldesk.support.Translations;

/** Builds the messages about the health of the till. Not tied to a thread. */
public final class TillMessages {
    private final Messages messages;
    private final Translations texts;

    public TillMessages(Messages messages) {
        this.messages = messages;
        this.texts = messages.texts();
    }

    /** Whether a payment can be taken now, and what to do with receipts if it cannot, in one or two sentences. */
    public String verdict(TillHealth health) {
        if (health.delivery() == TillHealth.Delivery.ANSWERED) {
            return texts.get(health.isSafeForPayment() ? "till.safe" : "till.not-safe");
        }
        return meanwhile(health);
    }

    /**
     * What to do with new payments and with receipts until FiscalBox works again. All parts of the window take it from here, so
     * that they do not contradict each other. Empty if there is nothing to say.
     */
    public String meanwhile(TillHealth health) {
        return switch (health.delivery()) {
            case KEPT -> texts.get("till.meanwhile.kept");
            case UNANSWERED -> texts.get("till.meanwhile.unanswered");
            case REFUSED -> texts.get("till.meanwhile.refused");
            case ANSWERED -> {
                if (health.warnings().isEmpty()) {
                    yield "";
                }
                String brief = brief(health.warnings().getFirst());
                yield health.isSafeForPayment() ? brief : texts.get("till.meanwhile.blocked", brief);
            }
        };
    }

    /** A warning in a few words. */
    private String brief(TillWarning warning) {
        return text("till.brief.", warning);
    }

    /** A warning as a sentence with what to do. */
    public String sentence(TillWarning warning) {
        return switch (warning) {
            case TillWarning.Unreachable(Outcome why) -> {
                String raw = messages.fiscalBoxAnswer(why.answer());
                String sentence = texts.get("till.unreachable", adviceWhenUnreachable(why));
                yield raw.isEmpty() ? sentence : sentence + " " + texts.get("standing.said", raw);
            }
            case TillWarning.NotWorking(Answer answer) -> {
                String raw = messages.rawAnswer(answer);
                String advice =
                        texts.get(Advice.onCode(answer.code(), answer.message()).key());
                yield raw.isEmpty() ? advice : advice + " " + texts.get("standing.said", raw);
            }
            default -> text("till.", warning);
        };
    }

    private String text(String prefix, TillWarning warning) {
        String key = prefix + warning.code();
        return switch (warning) {
            case TillWarning.Unreachable _ -> texts.get("health.down");
            case TillWarning.NotWorking _ -> texts.get("health.trouble");
            case TillWarning.ClockOff off -> texts.get(key, Formats.duration(off.ahead(), texts));
            case TillWarning.ClockBehindLastOperation behind -> texts.get(key, Formats.duration(behind.by(), texts));
            case TillWarning.ReceiptMemory memory -> texts.get(key, memory.unsent(), memory.capacity());
            case TillWarning.UnsentTooOld old -> texts.get(key, Formats.duration(old.age(), texts));
            case TillWarning.ShiftMemory memory -> texts.get(key, memory.left(), memory.capacity());
        };
    }

    /** What FiscalBox reports about itself, a fact a line; empty if nothing. */
    public List<String> facts(TillHealth health) {
        List<String> facts = new ArrayList<>();
        if (health.info() instanceof TillInfo.Up up) {
            facts.add(texts.get("till.fact.terminal", up.terminalId()));
            facts.addAll(memory(health));
            Duration skew = health.skew();
            if (skew != null) {
                facts.add(texts.get("till.fact.clock", Formats.duration(skew, texts)));
            }
        }
        return facts;
    }

    /** What FiscalBox reports about its memory, and its version; empty if nothing. */
    public List<String> memory(TillHealth health) {
        TillStatus status = health.info() instanceof TillInfo.Up up ? up.status() : TillStatus.UNKNOWN;
        List<String> facts = new ArrayList<>();
        addCount("till.fact.unsent", status.unsentReceipts(), status.receiptCapacity(), facts);
        Instant oldest = status.oldestUnsent();
        if (oldest != null) {
            facts.add(texts.get("till.fact.oldest", Formats.dateTime(oldest)));
        }
        addCount("till.fact.shifts", status.shifts(), status.shiftCapacity(), facts);
        String version = status.version();
        if (version != null) {
            facts.add(texts.get("till.fact.version", version));
        }
        return facts;
    }

    private void addCount(String key, @Nullable Long count, @Nullable Long capacity, List<String> facts) {
        if (count != null) {
            facts.add(capacity == null ? texts.get(key, count) : texts.get(key + "-of", count, capacity));
        }
    }

    /** The advice while FiscalBox cannot be reached; the general advice is about payments that were not sent. */
    public String adviceWhenUnreachable(Outcome why) {
        return texts.get(downKey(Advice.on(why)));
    }

    private static String downKey(Advice advice) {
        return switch (advice) {
            case START_FISCALBOX, CHECK_NETWORK, CHECK_CERTIFICATE, CHECK_ACCESS -> advice.key();
            case CHECK_ADDRESS, NOT_FISCALBOX -> "till.down.address";
            case WAIT -> "till.down.wait";
            default -> "till.down.other";
        };
    }
}

package uz.fiskaldesk.confirm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import uz.fiskaldesk.payment.TransactionId;

/** A FiscalBox that answers as it was told, and remembers what it was asked. */
final class ScriptedFiscalBox implements FiscalApi {
    /** One request. */
    record Asked(TransactionId transaction, String receiptUrl) {}

    private final Deque<Supplier<Outcome>> answers = new ArrayDeque<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile TillInfo info = new TillInfo.Up("UZ170703100597", null);
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /** What the next request that has no answer yet will get. */
    ScriptedFiscalBox then(Outcome outcome) {
        return then(() -> outcome);
    }

    /** The same, worked out on the thread that asks, which may have to wait for it. */
    ScriptedFiscalBox then(Supplier<Outcome> answer) {
        synchronized (answers) {
            answers.add(answer);
        }
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Outcome confirm(TransactionId transaction, String receiptUrl) {
        asked.add(new Asked(transaction, receiptUrl));
        Supplier<Outcome> answer;
        synchronized (answers) {
            answer = answers.remove();
        }
        return answer.get();
    }

    /** What it says of itself from now on. */
    ScriptedFiscalBox is(TillInfo said) {
        info = said;
        return this;
    }

    /** How often it was asked whether it is there. */
    int questions() {
        return questions.get();
    }

    @Override
    public Submission sendReceipts() {
        throw new UnsupportedOperationException("nobody asks for that here");
    }

    @Override
    public TillInfo info() {
        questions.incrementAndGet();
        return info;
    }
}

package uz.fiskaldesk.confirm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import uz.fiskaldesk.payment.TransactionId;

/** A FiscalBox that gives scripted answers and records the requests. */
final class ScriptedFiscalBox implements ConfirmOnlyApi {
    /** One request. */
    record Asked(TransactionId transaction, String receiptUrl) {}

    private static final Outcome WITHDRAWN =
            new Outcome.NotSent(Outcome.NotSentReason.COULD_NOT_SEND, Answer.NONE, null);

    private final Deque<Function<BooleanSupplier, Outcome>> answers = new ArrayDeque<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile TillInfo info = new TillInfo.Up("UZ170703100597", null);
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    /** Adds the answer to the next request. */
    ScriptedFiscalBox then(Outcome outcome) {
        return then(() -> outcome);
    }

    /** The same, computed on the requesting thread, which it may block. */
    ScriptedFiscalBox then(Supplier<Outcome> answer) {
        return add(_ -> answer.get());
    }

    /** Gives this answer if the request may still be sent after the pause. */
    ScriptedFiscalBox thenAfter(Runnable pause, Outcome answer) {
        return add(maySend -> {
            pause.run();
            return maySend.getAsBoolean() ? answer : WITHDRAWN;
        });
    }

    private ScriptedFiscalBox add(Function<BooleanSupplier, Outcome> answer) {
        synchronized (answers) {
            answers.add(answer);
        }
        return this;
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
        asked.add(new Asked(transaction, receiptUrl));
        Function<BooleanSupplier, Outcome> answer;
        synchronized (answers) {
            answer = answers.remove();
        }
        return answer.apply(maySend);
    }

    /** Sets the answer to probes. */
    ScriptedFiscalBox is(TillInfo said) {
        info = said;
        return this;
    }

    /** The number of probes. */
    int questions() {
        return questions.get();
    }

    @Override
    public TillInfo info() {
        questions.incrementAndGet();
        return info;
    }
}

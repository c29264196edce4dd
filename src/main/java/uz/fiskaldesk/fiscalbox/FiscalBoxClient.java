package uz.fiskaldesk.fiscalbox;

import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import uz.fiskaldesk.confirm.Answer;
import uz.fiskaldesk.confirm.FiscalApi;
import uz.fiskaldesk.confirm.LastReceipt;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.payment.TransactionId;

/**
 * The client of FiscalBox's HTTP API. Does not follow redirects, limits answers to 1 MB, and never repeats a
 * confirmation. Thread-safe. Paths and formats are those of FiscalBox's public documentation.
 */
public final class FiscalBoxClient implements FiscalApi {
    private static final Logger LOG = LoggerFactory.getLogger(FiscalBoxClient.class);
    private static final String INFO = "/info/";
    private static final String SEND_RECEIPTS = "/order/sendreceipt";
    private static final String LAST_RECEIPT = "/order/last/";
    private static final String PRINT = "/order/print/";

    private final FiscalBoxAddress address;
    private final ProxySetting proxy;
    private final Exchange exchange;
    private final Supplier<SimulatorPolicy> practice;
    private final AnswerJudge answerJudge = new AnswerJudge();
    private final NoAnswerJudge failureJudge;
    private final JsonMapper json = new JsonMapper();

    /** Uses the system's proxy, if any. */
    public FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, Clock clock) {
        this(address, timeouts, ProxySetting.ofSystem(System.getenv()), clock);
    }

    public FiscalBoxClient(FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy, Clock clock) {
        this(address, timeouts, proxy, clock, new SystemTrust());
    }

    /** @param practice how answers of the simulator are treated; queried for each of them */
    public FiscalBoxClient(
            FiscalBoxAddress address,
            Timeouts timeouts,
            ProxySetting proxy,
            Clock clock,
            Supplier<SimulatorPolicy> practice) {
        this(address, proxy, new Exchange(clock, timeouts, proxy.selector(), new SystemTrust()), practice);
    }

    FiscalBoxClient(
            FiscalBoxAddress address, Timeouts timeouts, ProxySetting proxy, Clock clock, TrustedAuthorities trust) {
        this(address, proxy, new Exchange(clock, timeouts, proxy.selector(), trust));
    }

    FiscalBoxClient(FiscalBoxAddress address, ProxySetting proxy, Exchange exchange) {
        this(address, proxy, exchange, () -> SimulatorPolicy.EXPECTED);
    }

    private FiscalBoxClient(
            FiscalBoxAddress address, ProxySetting proxy, Exchange exchange, Supplier<SimulatorPolicy> practice) {
        this.practice = practice;
        this.address = address;
        this.proxy = proxy;
        this.exchange = exchange;
        this.failureJudge = new NoAnswerJudge(address, proxy);
    }

    @Override
    public Outcome confirm(TransactionId transaction, String receiptUrl, BooleanSupplier maySend) {
        ProviderApi api = ProviderApi.of(transaction.provider());
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(api.idField(), transaction.text());
        fields.put(api.receiptField(), receiptUrl);
        SingleUseBody body = new SingleUseBody(json.writeValueAsBytes(fields), maySend);
        HttpRequest request = request(api.path())
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
        Outcome outcome = switch (exchange.run(request, body)) {
            case Exchange.Result.Answered answered -> judge(transaction, answered.answer());
            case Exchange.Result.Failed failed -> failureJudge.judge(failed);
        };
        LOG.info("confirming {}: {}", transaction, outcome);
        return outcome;
    }

    private Outcome judge(TransactionId transaction, HttpAnswer answer) {
        Outcome outcome = answerJudge.judge(transaction, answer);
        return answer.practice() ? practice.get().of(outcome) : outcome;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.at(path))
                .header("Accept", "application/json")
                // Without this header the server may use any content coding (RFC 9110, section 12.5.3).
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "FiskalDesk");
        String authorization = proxy.authorization();
        return authorization == null ? request : request.header("Proxy-Authorization", authorization);
    }

    @Override
    public String address() {
        return address.toString();
    }

    @Override
    public TillInfo info() {
        return switch (exchange.run(request(INFO).GET().build(), null)) {
            case Exchange.Result.Failed failed ->
                new TillInfo.Down(failureJudge.judgeWithoutSideEffects(failed.cause()));
            case Exchange.Result.Answered answered -> InfoAnswer.read(answered.answer());
        };
    }

    @Override
    public LastReceipt lastReceipt() {
        return switch (exchange.run(request(LAST_RECEIPT).GET().build(), null)) {
            case Exchange.Result.Failed failed ->
                new LastReceipt.Down(failureJudge.judgeWithoutSideEffects(failed.cause()));
            case Exchange.Result.Answered answered -> LastReceiptAnswer.read(answered.answer());
        };
    }

    @Override
    public Submission sendReceipts() {
        Submission result = submit(SEND_RECEIPTS);
        LOG.info("uploading the receipts stored in FiscalBox: {}", result);
        return result;
    }

    @Override
    public Submission printLastReceipt() {
        Submission result = submit(PRINT);
        LOG.info("printing the last receipt again: {}", result);
        return result;
    }

    private Submission submit(String path) {
        return switch (exchange.run(request(path).GET().build(), null)) {
            case Exchange.Result.Failed failed ->
                new Submission.Down(failureJudge.judgeWithoutSideEffects(failed.cause()));
            case Exchange.Result.Answered answered -> submission(answered.answer());
        };
    }

    private static Submission submission(HttpAnswer http) {
        Envelope.Reading reading = AnswerJudge.read(http);
        if (!(reading instanceof Envelope.Reading.Whole(Envelope envelope))) {
            return new Submission.Down(AnswerJudge.judgeStatus(http, reading));
        }
        boolean done = http.status() / 100 == 2
                && envelope.isSuccess()
                && !envelope.hasError()
                && envelope.providerCode() == null;
        Answer answer = envelope.answer(http.status());
        return done ? new Submission.Done(answer) : new Submission.Refused(answer);
    }
}

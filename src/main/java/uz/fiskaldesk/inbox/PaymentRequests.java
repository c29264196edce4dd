package uz.fiskaldesk.inbox;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.http.Response;
import uz.fiskaldesk.inbox.InboxJson.Reason;
import uz.fiskaldesk.intake.FieldProblem;
import uz.fiskaldesk.intake.ImportFileException;
import uz.fiskaldesk.intake.ImportRow;
import uz.fiskaldesk.intake.JsonPayments;
import uz.fiskaldesk.intake.RowReport;
import uz.fiskaldesk.intake.RowReport.Result;

/** Handles {@code POST /payments}. Thread-safe. */
final class PaymentRequests implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentRequests.class);

    /** What is wrong with the list and not with the request. */
    private static final Set<String> CONFLICTS = Set.of(FieldProblem.RECEIPT_TAKEN, FieldProblem.UNREADABLE);

    private final InboxJson json;
    private final Inbox.Listener listener;
    private final GroupCommit writer;

    /** @param mostWaiting the number of payments that may wait to be written */
    PaymentRequests(Inbox.Services services, InboxJson json, int mostWaiting) {
        this.json = json;
        this.listener = services.listener();
        this.writer = new GroupCommit(services.payments()::addPayments, this::report, mostWaiting);
    }

    /** Returns the response, which is known when the payments are on disk; it never fails. */
    CompletableFuture<Response> handle(byte[] body) throws RejectedException {
        List<ImportRow> rows = rows(body);
        CompletableFuture<List<RowReport>> reports = writer.add(rows);
        if (reports == null) {
            throw new RejectedException(
                    429, "too-many-requests", "Too many payments wait to be written.", "Retry-After: 1");
        }
        boolean single = rows.size() == 1 && !isArray(body);
        return reports.handle((done, failure) -> failure == null ? response(done, single) : failed(failure));
    }

    private void report(RowReport row) {
        try {
            listener.payment(row);
        } catch (RuntimeException e) {
            LOG.error("a payment of the inbox could not be reported", e);
        }
    }

    private static List<ImportRow> rows(byte[] body) throws RejectedException {
        List<ImportRow> rows;
        try {
            rows = JsonPayments.read(body);
        } catch (ImportFileException e) {
            throw new RejectedException(400, "not-json", "The body is not JSON.");
        }
        if (rows.isEmpty()) {
            throw new RejectedException(400, "no-payments", "The body has no payments.");
        }
        return rows;
    }

    private static boolean isArray(byte[] body) {
        for (byte b : body) {
            if (b == '[' || b == '{') {
                return b == '[';
            }
        }
        return false;
    }

    static Response failed(Throwable failure) {
        if (failure instanceof LedgerException) {
            LOG.error("a payment of the inbox could not be written", failure);
        } else {
            LOG.error("a payment of the inbox failed unexpectedly", failure);
        }
        return InboxJson.error(503, "ledger", "The ledger cannot be written now.", List.of())
                .with("Retry-After: 30");
    }

    private Response response(List<RowReport> reports, boolean single) {
        boolean refused = reports.stream().anyMatch(report -> report.result() == Result.REFUSED);
        if (refused) {
            return single
                    ? json.rows(
                            statusOfRefusal(reports.getFirst()),
                            reports,
                            new Reason("refused", "The payment was refused."))
                    : json.rows(
                            422,
                            reports,
                            new Reason("rows-refused", "Some payments were refused; the others were taken."));
        }
        boolean taken = reports.stream().anyMatch(report -> report.result() == Result.TAKEN);
        Response response = json.rows(taken ? 201 : 200, reports, null);
        String id = single ? reports.getFirst().transactionId() : null;
        return taken && id != null ? response.with("Location: " + Inbox.PATH + "/" + id) : response;
    }

    private static int statusOfRefusal(RowReport report) {
        return report.remarks().stream().map(FieldProblem::code).allMatch(CONFLICTS::contains) ? 409 : 400;
    }

    @Override
    public void close() {
        writer.close();
    }
}

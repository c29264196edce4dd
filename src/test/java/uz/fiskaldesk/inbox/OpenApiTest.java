package uz.fiskaldesk.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.Scenario;

/**
 * The description of the API against the real server: every path, status and field in it occurs, and every answer is as
 * described.
 */
@Timeout(120)
class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft202012());
    private static final String OPENAPI = "/openapi.json";
    private static final String PAYMENTS = "/payments";
    private static final String PAYMENT = "/payments/{id}";
    private static final String RECEIPT = "/payments/{id}/receipt";

    @TempDir
    private Path folder;

    private JsonNode description = JSON.createObjectNode();
    private final Set<String> answers = new TreeSet<>();
    private final Set<String> fields = new TreeSet<>();

    @Test
    void everyPathStatusAndFieldOccursAsDescribed() throws Exception {
        try (InboxFixture shop = open("main")) {
            readDescription(shop);
            payments(shop);
            receipts(shop);
            states(shop);
            refusedHeads(shop);
            shop.disk.refuse("addAll");
            shop.disk.refuse("attach");
            ask(shop, "POST", PAYMENTS, "/payments", "{\"transaction_id\":\"" + InboxFixture.id(90) + "\"}", 503);
            receipt(shop, 7, InboxFixture.receipt(7), "", 503);
        }
        busy();
        assertThat(answers).as("the answers that occurred").isEqualTo(described());
        assertThat(fields).as("the fields that occurred").containsAll(describedFields());
    }

    private InboxFixture open(String name) throws Exception {
        return new InboxFixture(Files.createDirectories(folder.resolve(name)));
    }

    private void readDescription(InboxFixture shop) throws Exception {
        HttpResponse<String> response = shop.send(
                HttpRequest.newBuilder(shop.address().resolve(OPENAPI)).build());
        description = JSON.readTree(response.body());
        assertThat(description.path("openapi").asString()).isEqualTo("3.1.0");
        check(OPENAPI, "GET", response, 200);
    }

    private void payments(InboxFixture shop) throws Exception {
        ask(shop, "POST", PAYMENTS, "/payments", requestOf("NewPayment", InboxFixture.id(1)), 201);
        ask(shop, "POST", PAYMENTS, "/payments", requestOf("NewPayment", InboxFixture.id(1)), 200);
        String data = requestOf("AnorData", InboxFixture.id(2));
        ask(shop, "POST", PAYMENTS, "/payments", data, 201);
        String answer = "{\"is_success\":true,\"error\":null,\"data\":" + data + "}";
        ask(shop, "POST", PAYMENTS, "/payments", answer, 200);
        ask(shop, "POST", PAYMENTS, "/payments", "{\"transaction_id\":\"x\"}", 400);
        ask(shop, "POST", PAYMENTS, "/payments", "[", 400);
        ask(
                shop,
                "POST",
                PAYMENTS,
                "/payments",
                "{\"transaction_id\":\"" + InboxFixture.id(3) + "\",\"receipt\":\"" + InboxFixture.RECEIPT + "\"}",
                409);
        ask(shop, "POST", PAYMENTS, "/payments", "[{\"transaction_id\":\"" + InboxFixture.id(4) + "\"},7]", 422);
        ask(shop, "POST", PAYMENTS, "/payments", "[\"" + "x".repeat(InboxHandler.MOST_BYTES) + "\"]", 413);
    }

    /** A request with every field of its description; the server understands each of them. */
    private String requestOf(String schema, String id) {
        ObjectNode request = JSON.createObjectNode();
        for (String name : schema(schema).path("properties").propertyNames()) {
            switch (name) {
                case "transaction_id" -> request.put(name, id);
                case "payment_status" -> request.put(name, 2);
                case "amount", "amount_sum" -> request.put(name, 125000);
                case "payment_id" -> request.put(name, 658);
                case "phone", "phone_number" -> request.put(name, "998946532140");
                case "card", "card_number" -> request.put(name, "860014******3145");
                case "paid_at" -> request.put(name, "2026-11-24T11:50:00");
                case "note" -> request.put(name, "a note");
                case "provider" -> request.put(name, "anor");
                case "receipt" -> request.put(name, InboxFixture.RECEIPT);
                // Instead of the amount in sums.
                case "amount_tiyin" -> {}
                default -> throw new AssertionError("an example of " + name + " is missing");
            }
        }
        assertThat(problems(schema, request)).isEmpty();
        return JSON.writeValueAsString(request);
    }

    private void receipts(InboxFixture shop) throws Exception {
        for (int number = 5; number <= 9; number++) {
            shop.pay(InboxFixture.id(number));
        }
        shop.box.play(Scenario.confirming()
                .with(InboxFixture.id(6), Behaviour.reject(24, "Chek topilmadi"))
                .with(InboxFixture.id(8), Behaviour.resetAfterBooking())
                .with(InboxFixture.id(9), Behaviour.httpError(404)));
        receipt(shop, 5, InboxFixture.receipt(5), "?send=false", 200);
        receipt(shop, 5, InboxFixture.receipt(5), "?send=true", 200);
        receipt(shop, 6, InboxFixture.receipt(6), "?send=true", 202);
        receipt(shop, 8, InboxFixture.receipt(8), "?send=true", 202);
        receipt(shop, 9, InboxFixture.receipt(9), "?send=true", 202);
        receipt(shop, 7, InboxFixture.receipt(5), "", 409);
        receipt(shop, 7, "https://example.com/", "", 422);
        receipt(shop, 7, " ", "", 400);
        receipt(shop, 77, InboxFixture.receipt(7), "", 404);
        receipt(shop, 7, "x".repeat(InboxHandler.MOST_BYTES), "", 413);
        assertThat(problems("NewReceipt", JSON.readTree("{\"receipt\":\"x\"}"))).isEmpty();
        assertThat(problems("NewReceipt", JSON.readTree("{}"))).isNotEmpty();
    }

    private void receipt(InboxFixture shop, int payment, String link, String query, int status) throws Exception {
        ask(
                shop,
                "POST",
                RECEIPT,
                "/payments/" + InboxFixture.id(payment) + "/receipt" + query,
                "{\"receipt\":\"" + link + "\"}",
                status);
    }

    private void states(InboxFixture shop) throws Exception {
        for (int number = 1; number <= 9; number++) {
            if (number != 3) {
                ask(shop, "GET", PAYMENT, "/payments/" + InboxFixture.id(number), "", 200);
            }
        }
        ask(shop, "GET", PAYMENT, "/payments/" + InboxFixture.id(99), "", 404);
        ask(shop, "GET", "/ready", "/ready", "", 200);
        shop.clock.tick(Readiness.VALID);
        shop.box.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 100, \"receipt_max_count\": 100}}"));
        ask(shop, "GET", "/ready", "/ready", "", 200);
        shop.clock.tick(Readiness.VALID);
        shop.box.play(Scenario.parse("{\"infoFields\": {\"receipt_count\": 90, \"receipt_max_count\": 100}}"));
        ask(shop, "GET", "/ready", "/ready", "", 200);
    }

    private void refusedHeads(InboxFixture shop) throws Exception {
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            String method = path.getValue().propertyNames().iterator().next().toUpperCase(Locale.ROOT);
            HttpRequest.BodyPublisher body =
                    method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
            String target = path.getKey().replace("{id}", InboxFixture.ID);
            HttpRequest.Builder request = shop.request(target).method(method, body);
            check(
                    path.getKey(),
                    method,
                    shop.send(
                            request.copy().header("Origin", "https://x.example").build()),
                    403);
            check(
                    path.getKey(),
                    method,
                    shop.send(request.copy().method("PUT", body).build()),
                    405);
            if (!path.getKey().equals(OPENAPI)) {
                HttpRequest.Builder wrong = request.copy().setHeader("Authorization", "Bearer x");
                check(path.getKey(), method, shop.send(wrong.build()), 401);
            }
            if (method.equals("POST")) {
                HttpRequest.Builder text = request.copy().setHeader("Content-Type", "text/plain");
                check(path.getKey(), method, shop.send(text.build()), 415);
            }
        }
    }

    /** A server that has as much to do as it may have. */
    private void busy() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (InboxFixture shop = new InboxFixture(Files.createDirectories(folder.resolve("busy")), 1, false, report -> {
            if (report.transactionId() != null && report.transactionId().equals(InboxFixture.id(2))) {
                writing.countDown();
                PaymentRequestsTest.awaitQuietly(goOn);
            }
        })) {
            shop.pay(InboxFixture.id(1));
            check(RECEIPT, "POST", oneTooMany(shop), 429);
            shop.pay(InboxFixture.id(2));
            writing.await();
            ask(shop, "POST", PAYMENTS, "/payments", "{\"transaction_id\":\"" + InboxFixture.id(3) + "\"}", 429);
            goOn.countDown();
        }
    }

    /** The answer to one of more confirmations than may wait for FiscalBox. */
    private static HttpResponse<String> oneTooMany(InboxFixture shop) throws Exception {
        shop.box.play(Scenario.of(Behaviour.slow(Duration.ofSeconds(2))));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i <= ReceiptRequests.MOST_SENDING; i++) {
                responses.add(clients.submit(() -> shop.bind(InboxFixture.id(1), InboxFixture.RECEIPT, true)));
            }
            for (Future<HttpResponse<String>> response : responses) {
                if (response.get().statusCode() == 429) {
                    return response.get();
                }
            }
        }
        throw new AssertionError("all requests were accepted");
    }

    private void ask(InboxFixture shop, String method, String path, String target, String body, int status)
            throws Exception {
        check(path, method, method.equals("GET") ? shop.get(target) : shop.post(target, body), status);
    }

    /** Compares an answer with its description. */
    private void check(String path, String method, HttpResponse<String> response, int status) {
        assertThat(response.statusCode())
                .as("%s %s: %s", method, path, response.body())
                .isEqualTo(status);
        JsonNode described = operation(path, method).path("responses").path(Integer.toString(status));
        assertThat(described.isMissingNode())
                .as("%s %s %s is described", method, path, status)
                .isFalse();
        JsonNode answer = JSON.readTree(response.body());
        JsonNode schema = described.path("content").path("application/json").path("schema");
        assertThat(problemsBy(schema, answer)).as(response.body()).isEmpty();
        for (String header : described.path("headers").propertyNames()) {
            assertThat(response.headers().firstValue(header)).as(header).isPresent();
        }
        answers.add(method + " " + path + " " + status);
        if (!path.equals(OPENAPI)) {
            collect(answer);
        }
    }

    private JsonNode operation(String path, String method) {
        return description.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    private JsonNode schema(String name) {
        return description.path("components").path("schemas").path(name);
    }

    private List<String> problems(String schema, JsonNode value) {
        return problemsBy(JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema), value);
    }

    private List<String> problemsBy(JsonNode schema, JsonNode value) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", description.path("components"));
        return SCHEMAS.getSchema(whole).validate(value).stream()
                .map(Object::toString)
                .toList();
    }

    private void collect(JsonNode answer) {
        answer.properties().forEach(property -> fields.add(property.getKey()));
        answer.forEach(this::collect);
    }

    private Set<String> described() {
        Set<String> all = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                for (String status : operation.getValue().path("responses").propertyNames()) {
                    all.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status);
                }
            }
        }
        return all;
    }

    /** The fields of all answers. */
    private Set<String> describedFields() {
        return List.of(
                        "Rows",
                        "RefusedRows",
                        "Row",
                        "Payment",
                        "PaymentWithResult",
                        "Receipt",
                        "Outcome",
                        "Ready",
                        "Error")
                .stream()
                .flatMap(name -> schema(name).path("properties").propertyNames().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

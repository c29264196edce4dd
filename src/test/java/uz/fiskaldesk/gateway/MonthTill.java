package uz.fiskaldesk.gateway;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The POS of one till. It takes payments through the gateway, and repeats what it cannot do without. One thread. */
final class MonthTill {
    private static final double CRASHES = 0.005;
    private static final int MOST_RETRIES = 2;
    private static final Pattern VALUE = Pattern.compile("\"(transaction_id|payment_id|qr_url)\":\"?([^\",}]*)");

    private final int number;
    private final MonthGateways gateways;
    private final MonthFiscalBox box;
    private final Random random;
    private final Set<String> paid = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();

    MonthTill(int number, MonthGateways gateways, MonthFiscalBox box, long seed) {
        this.number = number;
        this.gateways = gateways;
        this.box = box;
        this.random = new Random(seed);
    }

    /** The transactions that the POS knows to be paid. */
    Set<String> paid() {
        return paid;
    }

    /** The transactions whose first confirmation did not succeed, as the POS saw it. */
    Set<String> failed() {
        return failed;
    }

    /** Sells something: a payment, its receipt and its confirmation. */
    void sale(int sale) throws IOException, InterruptedException {
        String payment = untilAnswered("/payment/anor", "{\"amount\": 12500, \"digits\": \"" + sale + "\"}");
        String id = value(payment, "transaction_id");
        paid.add(id);
        // Two tills of three have a POS that says which payment a receipt belongs to.
        String named = sale % 2 == 0 ? value(payment, "payment_id") : id;
        String extra = number % 3 == 2 ? "{}" : "{\"qr_payment_id\": \"" + named + "\", \"qr_payment_provider\": 187}";
        String receipt = value(
                untilAnswered(
                        "/order/create/",
                        "{\"received_card\": 1250000, \"order\": \"" + id + "\", \"extra_info\": " + extra + "}"),
                "qr_url");
        confirm(id, receipt);
    }

    private void confirm(String id, String receipt) throws IOException, InterruptedException {
        String json = GatewayFixture.json(id, receipt);
        if (random.nextDouble() < CRASHES) {
            crash(json);
            failed.add(id);
        } else if (!isConfirmed(id, ask("/payment/anor_confirm", json))) {
            failed.add(id);
        } else {
            return;
        }
        // One half of the POS programs give up, the other half try again.
        int retries = random.nextBoolean() ? MOST_RETRIES : 0;
        while (retries > 0 && !isConfirmed(id, ask("/payment/anor_confirm", json))) {
            gateways.awaitUp();
            retries--;
        }
    }

    private static boolean isConfirmed(String id, Optional<String> answer) {
        return answer.isPresent() && answer.get().contains(id);
    }

    /** Sends a request and dies without reading the answer. */
    private void crash(String json) throws InterruptedException {
        try (RawPos pos = new RawPos(gateways.address(number))) {
            pos.send(GatewayFixture.post("/payment/anor_confirm", json));
        } catch (IOException e) {
            gateways.awaitUp();
        }
    }

    private String untilAnswered(String path, String json) throws IOException, InterruptedException {
        Optional<String> answer = ask(path, json);
        while (answer.isEmpty()) {
            gateways.awaitUp();
            boolean _ = new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
            answer = ask(path, json);
        }
        return answer.get();
    }

    /** The answer if it says success. */
    private Optional<String> ask(String path, String json) throws IOException, InterruptedException {
        StringBuilder answer = new StringBuilder();
        box.maybeAway(() -> {
            try {
                answer.append(RawPos.ask(gateways.address(number), GatewayFixture.post(path, json)));
            } catch (IOException e) {
                // As any failure.
            }
        });
        boolean success = answer.indexOf("\"is_success\":true") >= 0 && answer.indexOf("\"error_code\":31") < 0;
        return success ? Optional.of(answer.toString()) : Optional.empty();
    }

    private static String value(String answer, String name) {
        Matcher value = VALUE.matcher(answer);
        while (value.find()) {
            if (value.group(1).equals(name)) {
                return value.group(2);
            }
        }
        throw new IllegalStateException("no " + name + " in " + answer);
    }
}

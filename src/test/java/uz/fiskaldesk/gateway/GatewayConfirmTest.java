package uz.fiskaldesk.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static uz.fiskaldesk.gateway.GatewayFixture.ID;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_ID;
import static uz.fiskaldesk.gateway.GatewayFixture.OTHER_RECEIPT;
import static uz.fiskaldesk.gateway.GatewayFixture.RECEIPT;

import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.fiskaldesk.confirm.Act;
import uz.fiskaldesk.confirm.Attempt;
import uz.fiskaldesk.confirm.LedgerEntry;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Operator;
import uz.fiskaldesk.confirm.Outcome;
import uz.fiskaldesk.fiscalbox.FiscalBoxAddress;
import uz.fiskaldesk.fiscalbox.FiscalBoxConnector;
import uz.fiskaldesk.fiscalbox.ForwardedConfirmation;
import uz.fiskaldesk.fiscalbox.ProxySetting;
import uz.fiskaldesk.fiscalbox.SimulatorPolicy;
import uz.fiskaldesk.fiscalbox.Timeouts;
import uz.fiskaldesk.ledger.PostgresServer;
import uz.fiskaldesk.ledger.SqliteLedger;
import uz.fiskaldesk.payment.Payment;
import uz.fiskaldesk.payment.PaymentState;
import uz.fiskaldesk.payment.TransactionId;

/** A POS confirms through the ledger: what was sent is recorded, and nothing is sent twice. */
@Timeout(120)
class GatewayConfirmTest {
    private static final String YES =
            "{\"data\":{\"message\":\"Done\",\"error_code\":0,\"payment_id\":7,\"transaction_id\":\"" + ID
                    + "\"},\"error\":null,\"is_success\":true}";
    private static final String NO =
            "{\"data\":null,\"error\":{\"code\":7,\"message\":\"qr_code\",\"data\":null},\"is_success\":false}";
    private static final String EMPTY_502 =
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String EMPTY_504 =
            "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private final Operator cashier = new Operator("Kassa 1", "Dilnoza", GatewayFixture.CLOCK);

    /** Answers every confirmation like this, and probes as a FiscalBox that is up. */
    private static ScriptedUpstream.Script answering(String json, AtomicInteger confirmations) {
        return peer -> {
            if (peer.request().startsWith("GET /info/")) {
                peer.answer("{\"data\":{\"terminal_id\":\"UZ170703100597\"},\"error\":null,\"is_success\":true}");
            } else {
                confirmations.incrementAndGet();
                peer.answer(json);
            }
        };
    }

    private static ScriptedUpstream.Script answering(String json) {
        return answering(json, new AtomicInteger());
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void theAttemptIsOnDiskBeforeTheFirstByteLeaves() throws Exception {
        CompletableFuture<GatewayFixture> gateway = new CompletableFuture<>();
        CompletableFuture<List<Attempt>> seen = new CompletableFuture<>();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    // Another connection to the file: only what is committed is seen.
                    try (SqliteLedger other = SqliteLedger.open(
                            SqliteLedger.urlOf(folder.resolve("ledger.db")), GatewayFixture.CLOCK.instant())) {
                        seen.complete(other.attempts(gateway.join().entry()));
                        assertThat(gateway.join().entry().state()).isEqualTo(PaymentState.SENDING);
                    } catch (RuntimeException | AssertionError e) {
                        seen.completeExceptionally(e);
                    }
                    peer.request();
                    peer.answer(YES);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            gateway.complete(shop);
            assertThat(body(shop.confirm())).isEqualTo(YES);
            assertThat(seen.get(30, TimeUnit.SECONDS)).singleElement().satisfies(attempt -> {
                assertThat(attempt.outcome()).isNull();
                assertThat(attempt.receiptUrl()).isEqualTo(RECEIPT);
                assertThat(attempt.address()).isEqualTo(box.address().toString());
            });
            LedgerEntry entry = shop.entry();
            assertThat(entry.state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(shop.ledger.acts(entry))
                    .extracting(Act::kind, Act::who)
                    .containsExactly(tuple(Act.Kind.IMPORTED, "POS"), tuple(Act.Kind.RECEIPT_ATTACHED, "POS"));
            assertThat(shop.awaitNote("CONFIRMED").transactionId()).isEqualTo(ID);
        }
    }

    @Test
    void requestAndResponsePassByteForByte() throws Exception {
        String json = "{\"qr_code\" : \"" + RECEIPT + "\",\r\n\t\"transaction_id\":\"" + ID + "\", \"x\":[1]}";
        String request = "POST /payment/anor_confirm?v=2 HTTP/1.1\r\nhost: {}\r\nX-A: 1\r\nTransfer-Encoding: chunked"
                + "\r\nx-a:2\r\n%s\r\n5;e=1\r\n" + json.substring(0, 5) + "\r\n"
                + Integer.toHexString(json.length() - 5) + "\r\n" + json.substring(5) + "\r\n0\r\nX-T: 1\r\n\r\n";
        String response = "HTTP/1.1 200 Yaxshi\r\nX-B: 1\r\nTransfer-Encoding: chunked\r\nx-b: 2\r\n\r\n"
                + Integer.toHexString(YES.length()) + ";e\r\n" + YES + "\r\n0\r\nX-T: 1\r\n\r\n";
        CompletableFuture<String> seen = new CompletableFuture<>();
        int length = String.format(request, "Connection: close\r\n").length() - 2 + "127.0.0.1:12345".length();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    String first = peer.read(length - 1);
                    seen.complete(first + (first.endsWith("\r\n\r\n") ? "" : peer.read(1)));
                    peer.send("HTTP/1.1 100 Continue\r\n\r\n" + response);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address());
                RawPos pos = new RawPos(shop.address())) {
            pos.send(String.format(request, "").replace("{}", "localhost"));
            assertThat(pos.read(response.length())).isEqualTo(response);
            assertThat(seen.get(30, TimeUnit.SECONDS))
                    .isEqualTo(String.format(request, "Connection: close\r\n").replace("{}", box.host()));
            assertThat(shop.entry().state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(shop.ledger.confirmedResponse(shop.entry())).contains(YES);
            // The connection is kept.
            assertThat(body(pos.send(GatewayFixture.post("/payment/anor_confirm", GatewayFixture.json(ID, RECEIPT)))
                            .rest()))
                    .isEqualTo(YES);
        }
    }

    @Test
    void aRejectionIsPassedOnAndEachRequestAfterItIsANewAttempt() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(NO, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(body(shop.confirm())).isEqualTo(NO);
            assertThat(shop.entry().state()).isEqualTo(PaymentState.REJECTED);
            assertThat(body(shop.confirm())).isEqualTo(NO);
            assertThat(body(shop.confirm(ID, OTHER_RECEIPT))).isEqualTo(NO);
            assertThat(confirmations).hasValue(3);
            assertThat(shop.ledger.attempts(shop.entry())).hasSize(3);
            assertThat(shop.ledger.acts(shop.entry()))
                    .extracting(Act::kind)
                    .contains(Act.Kind.RETRIED, Act.Kind.RECEIPT_REPLACED);
        }
    }

    @Test
    void isConfirmedByItselfWhenFiscalBoxIsBack() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        FiscalBoxAddress address =
                FiscalBoxAddress.parse("http://127.0.0.1:" + port).orElseThrow();
        AtomicInteger confirmations = new AtomicInteger();
        try (GatewayFixture shop = new GatewayFixture(folder, address)) {
            assertThat(shop.confirm()).isEqualTo(EMPTY_502);
            LedgerEntry entry = shop.entry();
            assertThat(entry.state()).isEqualTo(PaymentState.READY);
            assertThat(entry.nextTryAt()).isNotNull();
            try (ScriptedUpstream box = ScriptedUpstream.start(port, answering(YES, confirmations))) {
                shop.awaitNote("CONFIRMED");
                assertThat(shop.entry().state()).isEqualTo(PaymentState.CONFIRMED);
                assertThat(shop.confirm()).contains("\"is_success\":true");
                assertThat(confirmations).hasValue(1);
                assertThat(box.connections()).isPositive();
            }
        }
    }

    @Test
    void aLostAnswerIsUnknownAndNeverSentAgain() throws Exception {
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    peer.reset();
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(shop.confirm()).isEqualTo(EMPTY_504);
            assertThat(shop.entry().state()).isEqualTo(PaymentState.UNKNOWN);
            for (String receipt : List.of(RECEIPT, OTHER_RECEIPT)) {
                assertRefused(shop.confirm(ID, receipt), "not known whether an earlier attempt was booked");
            }
            assertThat(box.connections()).isEqualTo(1);
        }
    }

    private static void assertRefused(String response, String message) {
        assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Type: application/json");
        assertThat(body(response))
                .startsWith("{\"data\":null,\"error\":{\"code\":106,\"message\":\"FiskalDesk: ")
                .endsWith("\",\"data\":null},\"is_success\":false}")
                .contains(message);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsUnknown() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
                    end.await();
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address(), Duration.ofMillis(700), null)) {
            assertThat(shop.confirm()).isEqualTo(EMPTY_504);
            assertThat(shop.entry().lastOutcome())
                    .isInstanceOfSatisfying(
                            Outcome.Unknown.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(Outcome.UnknownReason.NO_ANSWER_IN_TIME));
            end.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"500,UNKNOWN", "302,UNKNOWN", "200,UNKNOWN", "404,READY", "429,READY"})
    void anotherAnswerIsPassedOnAndJudgedAsEverywhere(int status, PaymentState state) throws Exception {
        String answer = "HTTP/1.1 " + status + " X\r\nContent-Length: 4\r\n\r\n<p/>";
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    peer.send(answer);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(shop.confirm()).isEqualTo(answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(shop.entry().state()).isEqualTo(state);
        }
    }

    @Test
    void aCompressedAnswerIsPassedOnAsItIsAndJudged() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(YES.getBytes(UTF_8));
        }
        String answer = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + compressed.size()
                + "\r\nConnection: close\r\n\r\n" + compressed.toString(ISO_8859_1);
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    peer.send(answer);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(body(shop.confirm())).isEqualTo(body(answer));
            assertThat(shop.entry().state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(body(shop.confirm())).isEqualTo(YES);
        }
    }

    @Test
    void whatIsConfirmedIsAnsweredFromTheLedger() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.confirm();
            assertThat(body(shop.confirm(ID.toUpperCase(Locale.ROOT).replace("-", ""), RECEIPT)))
                    .isEqualTo(YES);
            assertThat(shop.awaitNote("ANSWERED_FROM_LEDGER").receipt()).isEqualTo(RECEIPT);
            assertRefused(shop.confirm(ID, OTHER_RECEIPT), "already confirmed with another receipt");
            assertRefused(shop.confirm(OTHER_ID, RECEIPT), "belongs to another payment");
            assertThat(shop.entry(OTHER_ID).state()).isEqualTo(PaymentState.PENDING);
            assertThat(confirmations).hasValue(1);
        }
    }

    @Test
    void respectsWhatPersonsHaveDecided() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(NO, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.confirm();
            LedgerEntry rejected = shop.entry();
            LedgerEntry aside = shop.ledger
                    .setAside(rejected, cashier.act(Act.Kind.SET_ASIDE, "later"))
                    .orElseThrow();
            assertRefused(shop.confirm(), "was set aside");
            LedgerEntry back = shop.ledger
                    .restore(aside, cashier.act(Act.Kind.RESTORED, null))
                    .orElseThrow();
            assertThat(shop.ledger.confirmByHand(back, cashier.act(Act.Kind.CONFIRMED_BY_HAND, "on paper")))
                    .isPresent();
            assertThat(body(shop.confirm()))
                    .isEqualTo("{\"data\":{\"message\":\"Fiscalization completed successfully\",\"error_code\":0,"
                            + "\"payment_id\":null,\"transaction_id\":\"" + ID
                            + "\"},\"error\":null,\"is_success\":true}");
            assertThat(confirmations).hasValue(1);
        }
    }

    @Test
    void anotherReceiptThanTheOneThatIsAttachedNeedsAPerson() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    confirmations.incrementAndGet();
                    peer.send("HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n");
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.confirm();
            assertThat(shop.entry().state()).isEqualTo(PaymentState.READY);
            assertRefused(shop.confirm(ID, OTHER_RECEIPT), "another receipt is attached");
            assertThat(confirmations).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void duplicatesAtTheSameTimeAreOneRequestWithOneAnswer(boolean confirmed) throws Exception {
        int duplicates = 20;
        CountDownLatch arrived = new CountDownLatch(1);
        AtomicInteger confirmations = new AtomicInteger();
        CountDownLatch sent = new CountDownLatch(duplicates);
        String answer = confirmed ? YES : NO;
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    confirmations.incrementAndGet();
                    arrived.countDown();
                    sent.await();
                    peer.answer(answer);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < duplicates; i++) {
                answers.add(clients.submit(() -> {
                    try (RawPos pos = new RawPos(shop.address())) {
                        pos.send(GatewayFixture.post("/payment/anor_confirm", GatewayFixture.json(ID, RECEIPT)));
                        arrived.await();
                        sent.countDown();
                        return body(pos.rest());
                    }
                }));
            }
            for (Future<String> each : answers) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(answer);
            }
            if (confirmed) {
                assertThat(confirmations).hasValue(1);
                assertThat(shop.ledger.attempts(shop.entry())).hasSize(1);
            }
        }
    }

    @Test
    void aSecondRequestWaitsForTheOutcomeOfTheFirst() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    confirmations.incrementAndGet();
                    arrived.countDown();
                    answer.await();
                    peer.answer(NO);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = clients.submit(() -> shop.confirm());
            arrived.await();
            Future<String> second = clients.submit(() -> shop.confirm());
            Future<String> other = clients.submit(() -> shop.confirm(OTHER_ID, OTHER_RECEIPT));
            answer.countDown();
            assertThat(body(first.get())).isEqualTo(NO);
            assertThat(body(second.get())).isEqualTo(NO);
            assertThat(body(other.get())).isEqualTo(NO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "not json",
                "{\"transaction_id\": \"" + ID + "\"}",
                "{\"transaction_id\": \"x\", \"qr_code\": \"https://ofd.soliq.uz/check?t=UZ170703100597&r=1&c=20231201160732&s=025561534771\"}",
                "{\"transaction_id\": \"" + ID + "\", \"qr_code\": \"https://example.com/\"}"
            })
    void whatNamesNoPairPassesUnchanged(String json) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    seen.complete(peer.request());
                    peer.answer(NO);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(body(RawPos.ask(shop.address(), GatewayFixture.post("/payment/anor_confirm", json))))
                    .isEqualTo(NO);
            assertThat(seen.get()).endsWith("\r\n\r\n" + json);
            assertThat(shop.awaitNote("NOT_A_PAIR").kind()).isEqualTo(Note.Kind.PASSED);
            assertThat(shop.ledger.oldest(LedgerQuery.ALL)).isEmpty();
        }
    }

    @Test
    void whatIsTooLargePassesUnchanged() throws Exception {
        String json = GatewayFixture.json(ID, RECEIPT) + " ".repeat(300_000);
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    seen.complete(peer.request());
                    peer.answer(NO);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            assertThat(body(RawPos.ask(shop.address(), GatewayFixture.post("/payment/anor_confirm/", json))))
                    .isEqualTo(NO);
            assertThat(body(seen.get())).isEqualTo(json);
        }
    }

    @Test
    void aClientThatExpectsToBeToldToSendTheBodyIsTold() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    seen.complete(peer.request());
                    peer.answer(YES);
                });
                GatewayFixture shop = new GatewayFixture(folder, box.address());
                RawPos pos = new RawPos(shop.address())) {
            String json = GatewayFixture.json(ID, RECEIPT);
            String[] request =
                    GatewayFixture.post("/payment/anor_confirm", json).split("\r\n\r\n", 2);
            pos.send(request[0] + "\r\nExpect: 100-continue\r\n\r\n");
            assertThat(pos.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(body(pos.send(json).rest())).isEqualTo(YES);
            assertThat(seen.get()).doesNotContain("Expect");
        }
    }

    @Test
    void nothingIsSentIfTheLedgerFails() throws Exception {
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.ledger.close();
            assertThat(shop.confirm()).startsWith("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n");
            assertThat(box.connections()).isZero();
        }
    }

    @Test
    void anOutcomeThatCannotBeRecordedIsPassedOnAndRecordedLater() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.disk.refuse("recordOutcome");
            assertThat(body(shop.confirm())).isEqualTo(YES);
            assertThat(shop.entry().state()).isEqualTo(PaymentState.SENDING);
            shop.disk.allow();
            assertThat(shop.confirm()).contains("\"is_success\":true");
            assertThat(shop.entry().state()).isEqualTo(PaymentState.CONFIRMED);
            assertThat(confirmations).hasValue(1);
        }
    }

    @Test
    void nothingIsSentIfTheAttemptCannotBeRecorded() throws Exception {
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.disk.refuse("claim");
            assertThat(shop.confirm()).startsWith("HTTP/1.1 503 ");
            assertThat(box.connections()).isZero();
            assertThat(shop.entry().state()).isEqualTo(PaymentState.READY);
        }
    }

    @Test
    void whatIsInFlightWhenTheGatewayIsStoppedIsUnknown() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> {
                    peer.request();
                    arrived.countDown();
                    end.await();
                });
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            try (GatewayFixture shop = new GatewayFixture(folder, box.address())) {
                Future<String> answer = clients.submit(() -> shop.confirm());
                arrived.await();
                shop.gateway.close();
                assertThat(shop.entry().state()).isEqualTo(PaymentState.UNKNOWN);
                assertThat(answer.get()).doesNotContain(" 200 ");
            } finally {
                end.countDown();
            }
        }
    }

    /** As a cashier would have to accept it. */
    @Test
    void aDoubtfulReceiptIsLeftToAPerson() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            String test = RECEIPT.replace("UZ170703100597", "ZZ170703100597");
            assertThat(body(shop.confirm(ID, test))).contains("106", "doubtful");
            shop.awaitNote("NEEDS_PERSON");
            assertThat(confirmations).hasValue(0);
            assertThat(shop.entry().state()).isEqualTo(PaymentState.PENDING);
        }
    }

    /** The computer slept while the gateway connected: the POS and other tills have given up meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsSentWhenTheTimeIsOver(boolean claimIsRecent) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (ScriptedUpstream box = ScriptedUpstream.start(peer -> received.complete(peer.head()))) {
            ForwardedRequest request = new ForwardedRequest(
                    new FiscalBoxConnector(box.address(), Timeouts.DEFAULT, ProxySetting.none()),
                    new ForwardedConfirmation(
                            box.address(), ProxySetting.none(), GatewayFixture.CLOCK, () -> SimulatorPolicy.EXPECTED),
                    "POST / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1),
                    new byte[0],
                    claimIsRecent ? Duration.ZERO : Duration.ofSeconds(30));

            assertThat(request.send(TransactionId.of(ID), () -> claimIsRecent)).isInstanceOf(Outcome.NotSent.class);
            assertThat(received.get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    /** As after the list was restored: the payment may have been confirmed since. */
    @Test
    void aPendingPaymentThatMayBeBookedAlreadyIsLeftToAPerson() throws Exception {
        AtomicInteger confirmations = new AtomicInteger();
        try (ScriptedUpstream box = ScriptedUpstream.start(answering(YES, confirmations));
                GatewayFixture shop = new GatewayFixture(folder, box.address())) {
            shop.ledger.add(Payment.of(TransactionId.of(ID)), null, cashier.act(Act.Kind.ADDED, null));
            PostgresServer.run(SqliteLedger.urlOf(folder.resolve("ledger.db")), "UPDATE payment SET in_doubt = 1");

            assertThat(body(shop.confirm())).contains("106");
            shop.awaitNote("UNKNOWN_BEFORE");
            assertThat(confirmations).hasValue(0);
        }
    }
}

package uz.fiskaldesk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.fiskaldesk.confirm.Ledger;
import uz.fiskaldesk.confirm.LedgerException;
import uz.fiskaldesk.confirm.LedgerException.Reason;
import uz.fiskaldesk.confirm.LedgerQuery;
import uz.fiskaldesk.confirm.Samples;
import uz.fiskaldesk.crash.ChildJvm;
import uz.fiskaldesk.payment.PaymentState;

/** A move that is interrupted during the commit of the shared list. Both lists are never usable at the same time. */
@NullUnmarked
class InterruptedMoveTest extends LedgerFolder {
    private static final int MOVED = 20;
    private static final String IN_COMMIT = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND query = 'COMMIT' AND wait_event = 'PgSleep'";

    private String to;

    @BeforeEach
    void listAndSlowCommit() {
        try (Ledger ledger = open().ledger()) {
            fill(ledger, 1, MOVED);
            file.backUpDaily(MORNING);
        }
        to = PostgresServer.get().newLedger();
        delayCommits("3");
    }

    private void delayCommits(String seconds) {
        PostgresServer.run(
                to,
                "CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS" + " $$ BEGIN PERFORM pg_sleep("
                        + seconds + "); RETURN NULL; END $$",
                "DROP TRIGGER IF EXISTS slow ON act",
                "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON act DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION slow()");
    }

    private LedgerMove.Result move(String address) {
        return new LedgerMove(SqliteLedger.urlOf(path), address, null, Clock.systemUTC()).move();
    }

    private void assertClosed(Reason trouble) {
        for (ThrowingCallable attempt : List.<ThrowingCallable>of(
                () -> open().ledger().close(),
                () -> SqliteLedger.open(SqliteLedger.urlOf(path), LATER).close(),
                () -> file.restore(null, "Nodira", LATER, true),
                () -> file.adopt("Nodira", LATER))) {
            assertThatThrownBy(attempt)
                    .isInstanceOfSatisfying(
                            LedgerException.class,
                            thrown -> assertThat(thrown.reason()).isEqualTo(trouble));
        }
    }

    private void assertMovedOnce() {
        assertThat(PostgresServer.queryFirst(to, "SELECT count(*) FROM payment"))
                .isEqualTo(String.valueOf(MOVED));
        try (Ledger shared = PostgresLedger.open(to, null, Clock.systemUTC())) {
            assertThat(shared.counts(LedgerQuery.ALL)).containsEntry(PaymentState.READY, (long) MOVED);
        }
        assertClosed(Reason.MOVED);
    }

    private void awaitCommit() throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (PostgresServer.queryFirst(to, IN_COMMIT).equals("0")) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private void killAtCommit() throws Exception {
        try (ChildJvm child = ChildJvm.start(MovingChild.class, List.of(), SqliteLedger.urlOf(path), to)) {
            awaitCommit();
            child.kill();
        }
    }

    @Test
    void killedDuringACommitThatCompletesLater() throws Exception {
        killAtCommit();
        assertClosed(Reason.MOVING);

        // The server is still committing; the move waits until the outcome is known.
        assertThat(move(to)).isEqualTo(new LedgerMove.Result.Done(MOVED, 0, MOVED));

        assertMovedOnce();
        assertThatThrownBy(() -> move(to)).isInstanceOf(LedgerException.class);
    }

    @Test
    void killedDuringCommitAndOtherTillsUseTheSharedList() throws Exception {
        killAtCommit();
        try (Ledger shared = openShared()) {
            fill(shared, 900, 901);
            shared.claim(shared.find(Samples.id(1)).orElseThrow(), "Kassa 2", LATER, null);
        }

        assertThat(move(to)).isInstanceOf(LedgerMove.Result.Done.class);

        assertThat(PostgresServer.queryFirst(to, "SELECT count(*) FROM payment"))
                .isEqualTo(String.valueOf(MOVED + 2));
    }

    /** Retries until the server has finished the commit. */
    private Ledger openShared() throws InterruptedException {
        while (!PostgresServer.queryFirst(to, IN_COMMIT).equals("0")) {
            Thread.sleep(20);
        }
        return PostgresLedger.open(to, null, Clock.systemUTC());
    }

    @Test
    void killedDuringACommitThatIsRolledBack() throws Exception {
        killAtCommit();
        terminateSession();
        assertClosed(Reason.MOVING);

        delayCommits("0");
        assertThat(move(to)).isEqualTo(new LedgerMove.Result.Done(MOVED, 0, MOVED));

        assertMovedOnce();
    }

    private void terminateSession() {
        PostgresServer.run(
                to,
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query = 'COMMIT'");
    }

    @Test
    void killedDuringCommitAndAnotherTillFilledTheSharedList() throws Exception {
        killAtCommit();
        terminateSession();
        try (Ledger shared = PostgresLedger.open(to, null, Clock.systemUTC())) {
            fill(shared, 900, 901);
        }

        assertThat(move(to)).isEqualTo(new LedgerMove.Result.NotEmpty());

        try (Ledger ledger = open().ledger()) {
            assertThat(ledger.counts(LedgerQuery.ALL)).containsEntry(PaymentState.READY, (long) MOVED);
        }
    }

    @Test
    void connectionLostBeforeTheCommit() throws Exception {
        CompletableFuture<LedgerMove.Result> moving = CompletableFuture.supplyAsync(() -> move(to));
        awaitCommit();
        terminateSession();

        assertThat(moving)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.UNREACHABLE));
        assertThat(PostgresServer.queryFirst(to, "SELECT count(*) FROM payment"))
                .isEqualTo("0");
        open().ledger().close();
    }

    @Test
    void commitAcknowledgementLost() throws Exception {
        delayCommits("0");
        try (InterruptibleProxy proxy =
                new InterruptibleProxy(PostgresServer.get().port())) {
            // The first connections only create the tables; the test is about the commit of the copy.
            String through = proxy.through(to) + "&sslmode=disable&gssEncMode=disable";
            CompletableFuture<LedgerMove.Result> moving = CompletableFuture.supplyAsync(() -> move(through));
            while (!Files.readString(path.resolveSibling("ledger.db.home")).contains("movedTo")) {
                Thread.sleep(5);
            }
            proxy.set(InterruptibleProxy.State.CUT_AFTER_COMMIT);

            assertThat(moving).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(new LedgerMove.Result.Unknown());
            assertClosed(Reason.MOVING);

            proxy.set(InterruptibleProxy.State.WHOLE);
            assertThat(move(through)).isEqualTo(new LedgerMove.Result.Done(MOVED, 0, MOVED));
        }
        assertMovedOnce();
    }

    @Test
    void anotherDatabaseIsNotQueriedForTheOutcome() throws Exception {
        killAtCommit();
        terminateSession();
        String name = PostgresServer.queryFirst(to, "SELECT current_database()");
        PostgresServer.run(
                PostgresServer.get().address("postgres"),
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'",
                "ALTER DATABASE " + name + " RENAME TO " + name + "_before");
        PostgresServer.run(PostgresServer.get().address("postgres"), "CREATE DATABASE " + name);
        PostgresLedger.open(to, null, Clock.systemUTC()).close();

        assertThat(move(to)).isEqualTo(new LedgerMove.Result.OtherDatabase());

        assertClosed(Reason.MOVING);
        assertThatThrownBy(() -> move(PostgresServer.get().newLedger()))
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.MOVING));
    }

    /** Recovery of a missing file does not bring back the moved list. */
    @Test
    void movedListStaysMovedIfItsFileIsLost() throws Exception {
        delayCommits("0");
        move(to);
        for (Path each : List.of(path, path.resolveSibling("ledger.db-wal"))) {
            Files.deleteIfExists(each);
        }

        assertThatThrownBy(() -> open())
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.MOVED));
        assertThatThrownBy(() -> file.restore(null, "Nodira", LATER, true))
                .isInstanceOfSatisfying(
                        LedgerException.class,
                        thrown -> assertThat(thrown.reason()).isEqualTo(Reason.MOVED));
    }

    /** A difference does not prove that the shared list is not in use. */
    @Test
    void committedMoveStaysClosedIfTheSharedListLostAPayment() throws Exception {
        killAtCommit();
        openShared().close();
        PostgresServer.run(
                to,
                "DELETE FROM receipt_claim WHERE payment = 1",
                "DELETE FROM act WHERE payment = 1",
                "DELETE FROM payment WHERE id = 1");

        assertThat(move(to)).isInstanceOf(LedgerMove.Result.SharedDiffers.class);

        assertClosed(Reason.MOVING);
    }
}

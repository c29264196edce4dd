package uz.fiskaldesk.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.fiskaldesk.Main;
import uz.fiskaldesk.simulator.Behaviour;
import uz.fiskaldesk.simulator.BrokenResponses;
import uz.fiskaldesk.simulator.Scenario;

/**
 * Kills the real program like {@code kill -9} at random moments, starts it again, kills it again; the ledger's content
 * is true each time. {@code soak.kills} sets the number; {@code soak.seed} repeats the random choices of a run, but not
 * the machine's timing.
 */
@NullUnmarked
class KillTest {
    private static final int KILLS = Integer.getInteger("soak.kills", 30);
    private static final int KILLS_A_SHOP = 10;

    /** How the moment of a kill is chosen. */
    private enum Moment {
        /** At any time from the start of the process on. */
        ANY,
        /** Shortly after a write to the ledger. */
        AFTER_A_WRITE,
        /** While FiscalBox has a request and has not answered. */
        MID_REQUEST,
        /** Around the answer to a request. */
        AFTER_A_REQUEST
    }

    @TempDir
    Path folder;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Moment, Integer> deaths = new EnumMap<>(Moment.class);
    private PackedProgram program;
    private Duration usual;
    private int endedBefore;
    private int payments;
    private int requests;
    private long interrupted;

    @Test
    void killedAtRandomNothingIsLostOrSentTwice() throws Exception {
        System.out.println("kills: " + KILLS + ", soak.seed=" + seed);
        pack();
        for (int done = 0, shop = 1; done < KILLS; shop++) {
            int kills = Math.min(KILLS_A_SHOP, KILLS - done);
            shop(folder.resolve("shop" + shop), kills);
            done += kills;
            if (done % 100 == 0 || done == KILLS) {
                System.out.printf(
                        "killed %d times %s, ended by itself before the kill %d times; %d payments, %d requests,"
                                + " %d attempts interrupted; lost 0, sent twice unawares 0%n",
                        done, deaths, endedBefore, payments, requests, interrupted);
            }
        }
        assertThat(deaths.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(KILLS);
    }

    /** Packs the program and measures how long it usually runs. */
    private void pack() throws Exception {
        program = PackedProgram.in(folder);
        try (Shop shop = Shop.open(folder.resolve("rehearsal"), program, random)) {
            program.record(Main.class, shop.arguments(Shop.Work.IMPORT));
            long before = System.nanoTime();
            shop.completeAll();
            usual = Duration.ofNanos(System.nanoTime() - before);
        }
    }

    private void shop(Path place, int kills) throws Exception {
        try (Shop shop = Shop.open(place, program, random)) {
            List<String> story = new ArrayList<>();
            try {
                for (int killed = 0; killed < kills; ) {
                    Shop.Work work = workIn(shop);
                    Moment moment = chooseMoment(work);
                    story.add(work + " " + moment);
                    if (killedDuring(shop, work, moment)) {
                        killed++;
                        deaths.merge(moment, 1, Integer::sum);
                    } else {
                        endedBefore++;
                    }
                    shop.checkAfterKill();
                }
                shop.completeAll();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(e + ", after " + story + " with soak.seed=" + seed, e);
            }
            payments += shop.payments();
            requests += shop.requests();
            interrupted += shop.interrupted();
        }
    }

    /** Work that takes a while; adds payments if little is left to do. */
    private Shop.Work workIn(Shop shop) {
        Shop.Work[] possible = Arrays.stream(Shop.Work.values())
                .filter(work -> shop.requestsOf(work) > 0)
                .toArray(Shop.Work[]::new);
        return possible.length == 0 || random.nextInt(5) == 0 ? Shop.Work.IMPORT : randomChoice(possible);
    }

    private <T> T randomChoice(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Moment chooseMoment(Shop.Work work) {
        Moment[] moments = work == Shop.Work.IMPORT
                ? new Moment[] {Moment.ANY, Moment.AFTER_A_WRITE, Moment.AFTER_A_WRITE}
                : Moment.values();
        return randomChoice(moments);
    }

    /** Whether the program was killed before it ended. */
    private boolean killedDuring(Shop shop, Shop.Work work, Moment moment) throws Exception {
        shop.play(randomScenario());
        CountDownLatch requestsToCome = new CountDownLatch(1 + random.nextInt(Math.clamp(shop.requestsOf(work), 1, 6)));
        CountDownLatch dead = new CountDownLatch(1);
        shop.onConfirmation(_ -> {
            requestsToCome.countDown();
            if (moment == Moment.MID_REQUEST && requestsToCome.getCount() == 0) {
                await(dead);
            }
        });
        try (ChildJvm child = shop.start(work)) {
            boolean alive = switch (moment) {
                case ANY -> !child.endsWithin(randomUpTo(usual));
                case AFTER_A_WRITE ->
                    wrote(child, shop.writeAheadLog()) && !child.endsWithin(randomUpTo(usual.dividedBy(4)));
                case MID_REQUEST -> arrived(requestsToCome, child);
                case AFTER_A_REQUEST ->
                    arrived(requestsToCome, child) && !child.endsWithin(randomUpTo(Duration.ofMillis(60)));
            };
            child.kill();
            return alive;
        } finally {
            dead.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration randomUpTo(Duration longest) {
        return Duration.ofNanos(random.nextLong(Math.max(1, longest.toNanos())));
    }

    private static boolean arrived(CountDownLatch requests, ChildJvm child) throws InterruptedException {
        while (!requests.await(1, TimeUnit.MILLISECONDS)) {
            if (child.endsWithin(Duration.ZERO)) {
                return false;
            }
        }
        return true;
    }

    private static boolean wrote(ChildJvm child, Path log) throws IOException, InterruptedException {
        while (!child.endsWithin(Duration.ofMillis(1))) {
            if (sizeOf(log) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The WAL may be deleted while its size is read. */
    private static long sizeOf(Path log) throws IOException {
        try {
            return Files.size(log);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** FiscalBox's behaviour for each payment in turn. */
    private Scenario randomScenario() {
        Behaviour[] all = {
            Behaviour.confirm(),
            Behaviour.confirm(),
            Behaviour.slow(Duration.ofMillis(30)),
            Behaviour.reject(24, "Chek topilmadi"),
            Behaviour.timedOut(),
            Behaviour.hang(),
            Behaviour.resetBeforeBooking(),
            Behaviour.resetAfterBooking(),
            Behaviour.closeAfterBooking(),
            BrokenResponses.truncated(),
            Behaviour.html(),
            Behaviour.httpError(500),
            Behaviour.httpError(404),
            Behaviour.tooManyRequests(1),
        };
        return Scenario.of(randomChoice(all), randomChoice(all), randomChoice(all));
    }
}

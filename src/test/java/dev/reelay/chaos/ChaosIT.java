package dev.reelay.chaos;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Caller.House;

/**
 * Fifty clients use three nodes while faults come and go by chance; then a judge reads what all of them wrote down. The
 * property {@code chaos.seed} repeats the faults and the clients of a run, though not the moments at which they meet.
 */
@Tag("chaos")
class ChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xffff_ffffL);
    private static final Duration TIME = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("chaos.minutes",
            "10"))));
    private static final int HOUSES = 10;
    private static final int CLIENTS = 50;
    private static final int FOLLOWERS = 5;
    private static final int FIRST_FOLLOWER = 100;
    private static final KeyTerms TERMS = new KeyTerms(5, 40, null);
    /** More than a video needs whose node died at the last moment, and whose outcome is asked for again. */
    private static final Duration SETTLE = Duration.ofMinutes(4);

    private final Path folder = Path.of("target", "chaos", String.valueOf(SEED));
    private final Random random = new Random(SEED);
    private final Administrator administrator = new Administrator();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch giveUp = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Future<?>> following = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();

    @Test
    void rulesHoldWhateverHappens() throws Exception {
        Files.createDirectories(folder);
        System.out.printf("Chaos for %d s: -Dchaos.seed=%d%n", TIME.toSeconds(), SEED);
        List<Violation> found;
        try (Stage stage = new Stage(Path.of("target", "programs", "chaos-" + SEED), random);
                History history = new History(folder)) {
            stage.open();
            List<House> houses = houses(stage);
            begin(stage, history, houses);
            assertThat(end.await(TIME.toSeconds(), TimeUnit.SECONDS)).isFalse();
            settle(stage);
            Books books = stage.books(administrator.terms(), houses.stream().map(House::owner).toList());
            books.write(folder);
            found = Judge.judge(new Evidence(history.notes(), books));
            System.out.printf("Chaos ended: -Dchaos.seed=%d, %d notes, %d videos, %d purchases, %d webhooks, %d violations%n",
                    SEED, history.notes().size(), books.ledger().size(), books.purchases().size(), books.arrivals().size(),
                    found.size());
        } finally {
            threads.shutdownNow();
        }
        assertThat(found).as("-Dchaos.seed=%d; the notes are in %s", SEED, folder).isEmpty();
    }

    private List<House> houses(Stage stage) throws InterruptedException {
        List<House> houses = new ArrayList<>();
        Node node = stage.nodes().get(0);
        for (int number = 0; number < HOUSES; number++) {
            House house = administrator.issue(node, "house " + number, TERMS).orElseThrow();
            administrator.hook(node, house, stage.mailbox(house.owner())).orElseThrow();
            houses.add(house);
        }
        return houses;
    }

    private void begin(Stage stage, History history, List<House> houses) throws InterruptedException {
        for (int number = 0; number < FOLLOWERS; number++) {
            Follower follower = new Follower(FIRST_FOLLOWER + number, history, houses.get(number), stage.nodes(), next(),
                    giveUp);
            followers.add(follower);
            following.add(threads.submit(follower));
        }
        await().until(() -> followers.stream().allMatch(Follower::isConnected));
        List<ConcurrentLinkedDeque<String>> shared = houses.stream().map(house -> new ConcurrentLinkedDeque<String>()).toList();
        for (int number = 0; number < CLIENTS; number++) {
            start(new Client(number, history, houses.get(number % HOUSES), shared.get(number % HOUSES), stage.nodes(), next(),
                    end, giveUp));
        }
        start(new Rush(administrator, history, stage.nodes(), next(), end));
        start(Nemesis.ofProcesses(stage.nodes(), next(), history, end));
        start(Nemesis.ofDatabase(stage.database(), stage.databaseProxies(), next(), history, end));
        start(Nemesis.ofOthers(stage.otherProxies(), next(), history, end));
    }

    private void start(Runnable part) {
        running.add(threads.submit(part));
    }

    private Random next() {
        return new Random(random.nextLong());
    }

    /** Ends the faults, and waits until nothing is open any more. What is open then is for the judge. */
    private void settle(Stage stage) throws Exception {
        end.countDown();
        ChaosDatabase database = stage.database();
        awaitDone("clients", running);
        awaitNone("videos", database, "select id as value from video where status not in ('COMPLETED', 'FAILED')");
        awaitNone("deliveries", database, "select id as value from webhook_delivery where status = 'pending'");
        for (Follower follower : followers) {
            follower.leaveAt(database.lastPosition(follower.owner()));
        }
        awaitDone("followers", following);
        giveUp.countDown();
        for (Future<?> part : Stream.concat(running.stream(), following.stream()).toList()) {
            part.get(SETTLE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void awaitDone(String what, List<Future<?>> parts) {
        try {
            await().atMost(SETTLE).until(() -> parts.stream().allMatch(Future::isDone));
        } catch (ConditionTimeoutException late) {
            System.out.printf("%d %s are not done after %d s%n", parts.stream().filter(part -> !part.isDone()).count(), what,
                    SETTLE.toSeconds());
        }
    }

    private static void awaitNone(String what, ChaosDatabase database, String query) throws SQLException {
        try {
            await().atMost(SETTLE).until(() -> database.strings(query).isEmpty());
        } catch (ConditionTimeoutException late) {
            System.out.printf("These %s did not settle in %d s: %s%n", what, SETTLE.toSeconds(), database.strings(query));
        }
    }
}

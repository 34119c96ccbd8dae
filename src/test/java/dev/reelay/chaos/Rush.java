package dev.reelay.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Caller.House;

/** Again and again, a new key with room for two videos, and many who want them at once at all nodes. */
final class Rush implements Runnable {
    private static final int FIRST_CLIENT = 1000;
    private static final int CALLERS = 9;
    private static final int ROOM = 2;
    private static final int PAUSE_MILLIS = 6_000;
    private static final int NEWS_MILLIS = 700;
    /** Has room for two videos of 0.80 USD. */
    private static final KeyTerms TIGHT_BUDGET = new KeyTerms(100, 100, new BigDecimal("2.00"));
    private static final KeyTerms FEW_VIDEOS = new KeyTerms(ROOM, 100, null);
    private static final KeyTerms FEW_CREATES = new KeyTerms(100, ROOM, null);

    private final Administrator administrator;
    private final History history;
    private final List<Node> nodes;
    private final Random random;
    private final CountDownLatch end;

    Rush(Administrator administrator, History history, List<Node> nodes, Random random, CountDownLatch end) {
        this.administrator = administrator;
        this.history = history;
        this.nodes = nodes;
        this.random = random;
        this.end = end;
    }

    @Override
    public void run() {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            for (int number = 0; !end.await(random.nextInt(PAUSE_MILLIS), TimeUnit.MILLISECONDS); number++) {
                KeyTerms terms = List.of(TIGHT_BUDGET, FEW_VIDEOS, TIGHT_BUDGET, FEW_CREATES).get(number % 4);
                Optional<House> house = administrator.issue(nodes.get(random.nextInt(nodes.size())), "rush " + number, terms);
                // The other nodes hear of the key.
                if (house.isPresent() && !end.await(NEWS_MILLIS, TimeUnit.MILLISECONDS)) {
                    threads.invokeAll(calls(number, house.get()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    private List<Callable<Integer>> calls(int number, House house) {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int each = 0; each < CALLERS; each++) {
            Node node = nodes.get(each % nodes.size());
            String model = Stage.MODELS.get(random.nextInt(Stage.MODELS.size()));
            String prompt = "rush %d, caller %d".formatted(number, each);
            Caller caller = new Caller(history, FIRST_CLIENT + each, house);
            calls.add(() -> caller.create(node, model, prompt, "").status());
        }
        return calls;
    }
}

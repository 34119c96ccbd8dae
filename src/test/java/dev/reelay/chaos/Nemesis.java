package dev.reelay.chaos;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reelay.chaos.Note.Fault;
import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.FaultProxy.Direction;

/**
 * Lets faults come and go, one after the other, each for a random time. Several of them work at once, each on parts of its
 * own, so that their faults meet. The seed decides what happens in which order.
 */
final class Nemesis implements Runnable {
    private static final int LONGEST_MILLIS = 10_000;
    private static final int SHORTEST_MILLIS = 300;
    private static final int PAUSE_MILLIS = 4_000;
    private static final int MOST_CUTS = 40;
    private static final int CUT_EACH_MILLIS = 300;
    /** Bytes before a reset: in the middle of a message. */
    private static final int RESET_WITHIN = 6_000;

    private final List<Kind> kinds;
    private final Random random;
    private final History history;
    private final CountDownLatch end;

    /** Something that can be done and undone. */
    interface Step {
        void run() throws IOException, InterruptedException, SQLException;
    }

    private record Kind(String what, Step begin, Step lift) {
    }

    private Nemesis(List<Kind> kinds, Random random, History history, CountDownLatch end) {
        this.kinds = kinds;
        this.random = random;
        this.history = history;
        this.end = end;
    }

    /** Returns the faults of processes: they are killed, stopped, or frozen for longer than their leases. */
    static Nemesis ofProcesses(List<Node> nodes, Random random, History history, CountDownLatch end) {
        List<Kind> kinds = new ArrayList<>();
        for (Node node : nodes) {
            kinds.add(new Kind("kill " + node.name(), node::kill, node::start));
            kinds.add(new Kind("stop " + node.name(), node::stop, node::start));
            kinds.add(new Kind("freeze " + node.name(), node::freeze, node::thaw));
        }
        return new Nemesis(kinds, random, history, end);
    }

    /** Returns the faults of the ways to the database, and of the database towards one node. */
    static Nemesis ofDatabase(ChaosDatabase database, Map<String, FaultProxy> proxies, Random random, History history,
            CountDownLatch end) {
        List<Kind> kinds = kinds(proxies, random, end);
        for (String node : proxies.keySet().stream().sorted().toList()) {
            kinds.add(new Kind("connection limit of " + node, () -> database.limit(node, 2), () -> database.limit(node, -1)));
            kinds.add(new Kind("disconnect " + node, () -> database.disconnect(node), () -> {
            }));
        }
        return new Nemesis(kinds, random, history, end);
    }

    /** Returns the faults of the ways to upstreams and receivers. */
    static Nemesis ofOthers(Map<String, FaultProxy> proxies, Random random, History history, CountDownLatch end) {
        return new Nemesis(kinds(proxies, random, end), random, history, end);
    }

    private static List<Kind> kinds(Map<String, FaultProxy> proxies, Random random, CountDownLatch end) {
        List<Kind> kinds = new ArrayList<>();
        for (String way : proxies.keySet().stream().sorted().toList()) {
            FaultProxy proxy = proxies.get(way);
            if (proxy != null) {
                kinds.add(new Kind("delay " + way, () -> proxy.delay(millis(random, 400), millis(random, 400)), proxy::lift));
                kinds.add(new Kind("bandwidth " + way, () -> proxy.bandwidth(2_000L + random.nextInt(50_000)), proxy::lift));
                kinds.add(new Kind("cut " + way, proxy::cut, proxy::lift));
                kinds.add(new Kind("flicker " + way, () -> flicker(proxy, random, end), proxy::lift));
                kinds.add(new Kind("refuse " + way, proxy::refuse, proxy::lift));
                kinds.add(new Kind("silence " + way, proxy::silence, proxy::lift));
                for (Direction direction : Direction.values()) {
                    kinds.add(new Kind("half-open %s %s".formatted(way, direction), () -> proxy.halfOpen(direction),
                            proxy::lift));
                    kinds.add(new Kind("reset %s %s".formatted(way, direction),
                            () -> proxy.resetAfter(direction, 1L + random.nextInt(RESET_WITHIN)), proxy::lift));
                }
                // The other side would keep what was forgotten.
                kinds.add(new Kind("forget " + way, proxy::forget, () -> {
                    proxy.lift();
                    proxy.cut();
                }));
            }
        }
        return kinds;
    }

    /** Cuts all connections again and again, so that many statements and responses are under way at a cut. */
    private static void flicker(FaultProxy proxy, Random random, CountDownLatch end) throws InterruptedException {
        for (int cuts = 0; cuts < MOST_CUTS && !end.await(random.nextInt(CUT_EACH_MILLIS), TimeUnit.MILLISECONDS); cuts++) {
            proxy.cut();
        }
    }

    private static Duration millis(Random random, int most) {
        return Duration.ofMillis(random.nextInt(most));
    }

    /** Works until the end, and lifts the last fault. */
    @Override
    public void run() {
        try {
            boolean ended = false;
            while (!ended) {
                Kind kind = kinds.get(random.nextInt(kinds.size()));
                note(kind.what);
                kind.begin.run();
                ended = await(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS));
                kind.lift.run();
                note("end of " + kind.what);
                ended = ended || await(random.nextInt(PAUSE_MILLIS));
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean await(int millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }

    private void note(String what) {
        history.add(new Fault(0, history.now(), what));
    }
}

package dev.reelay.bench;

import static dev.reelay.bench.Consumption.Quantity.BENCH;
import static dev.reelay.bench.Consumption.Quantity.CHANGES;
import static dev.reelay.bench.Consumption.Quantity.COMMITS;
import static dev.reelay.bench.Consumption.Quantity.CREATES;
import static dev.reelay.bench.Consumption.Quantity.DATABASE;
import static dev.reelay.bench.Consumption.Quantity.DELIVERIES;
import static dev.reelay.bench.Consumption.Quantity.ENDS;
import static dev.reelay.bench.Consumption.Quantity.MACHINE;
import static dev.reelay.bench.Consumption.Quantity.NODES;
import static dev.reelay.bench.Consumption.Quantity.NOTIFICATIONS;
import static dev.reelay.bench.Consumption.Quantity.POLLS;
import static dev.reelay.bench.Consumption.Quantity.WAL_BYTES;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.reelay.bench.Consumption.Quantity;

/**
 * Three nodes on one database: what each kind of work takes, and how many videos they make while ever more are created, until
 * something is used up. A video lives for five seconds, in which it changes seven times and makes two webhooks.
 */
class NodesBench {
    private static final int COUNT = 3;
    private static final int FIRST_RATE = 20;
    private static final int WARM_UP_RATE = 60;
    private static final int WARM_UP_SECONDS = 15;
    private static final int WARM_UP_VIDEOS = 3000;
    private static final double SECONDS = 6;
    private static final double GROWTH = 1.1;
    private static final double BUSY = 0.9;
    private static final double QUEUED = 0.5;

    private static final String ADD_ENDPOINTS = """
            insert into webhook_endpoint (id, owner, url, secret)
            select 'we_' || number, 'caller' || number, '%s/hook/' || number, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
            from generate_series(0, %d) number""";

    private static final Map<String, Quantity> RATES = new LinkedHashMap<>();
    static {
        RATES.put("creates", CREATES);
        RATES.put("videos completed", ENDS);
        RATES.put("polls", POLLS);
        RATES.put("visible changes", CHANGES);
        RATES.put("notifications that a listener received", NOTIFICATIONS);
        RATES.put("webhooks", DELIVERIES);
        RATES.put("transactions", COMMITS);
    }

    private final Report report = new Report("Three nodes on one database", "few");

    @Test
    void threeNodes() throws Exception {
        try (NodesLoad load = new NodesLoad(COUNT)) {
            warmUp(load);
            UnitCosts costs = new UnitCosts(load, report);
            Consumption create = costs.measure();
            steps(load);
            costs.measureRunning(create);
        } finally {
            report.close(); // after a failure, what was measured before it
        }
    }

    private static void warmUp(NodesLoad load) throws Exception {
        load.creates().send(NodesLoad.BRIEF, WARM_UP_RATE);
        NodesLoad.pass(WARM_UP_SECONDS);
        load.creates().send(NodesLoad.BRIEF, 0);
        load.awaitEnds();
        load.clear();
        load.addLed(NodesLoad.MOVING, WARM_UP_VIDEOS);
        NodesLoad.pass(WARM_UP_SECONDS);
        load.clear();
    }

    /** Doubles the rate until creates do not follow any more, or videos end more slowly than they are created. */
    private void steps(NodesLoad load) throws Exception {
        load.nodes().execute(ADD_ENDPOINTS.formatted(load.hooks().url(), Load.CONNECTIONS - 1));
        double former = 0;
        boolean keepsUp = true;
        for (int rate = FIRST_RATE; keepsUp; rate *= 2) {
            load.creates().send(NodesLoad.BRIEF, rate);
            NodesLoad.pass(NodesLoad.BRIEF_SECONDS + 1);
            Consumption step = load.during(SECONDS);
            DatabaseWaits.Seen waits = load.waits().take();
            tell("%d/s".formatted(rate), step, waits);
            keepsUp = step.perSecond(CREATES) > former * GROWTH && step.of(ENDS) * GROWTH > step.of(CREATES);
            former = step.perSecond(CREATES);
            if (!keepsUp) {
                report.note("What ended the step of %d/s: %s".formatted(rate, limit(step, waits)));
            }
        }
        load.creates().send(NodesLoad.BRIEF, 0);
        load.awaitEnds();
        report.note("Creates that were refused: %d".formatted(load.creates().failed()));
        load.clear();
    }

    private void tell(String name, Consumption step, DatabaseWaits.Seen waits) {
        RATES.forEach((what, quantity) -> add(name, what, "1/s", step.perSecond(quantity)));
        add(name, "WAL", "KB/s", step.perSecond(WAL_BYTES) / 1024);
        add(name, "processors: database", "", step.perSecond(DATABASE));
        add(name, "processors: nodes", "", step.perSecond(NODES));
        add(name, "processors: clients, upstream, receivers", "", step.perSecond(BENCH));
        add(name, "processors: other programs", "", others(step));
        add(name, "time in which commits waited for each other", "%", 100 * waits.commitQueue());
        report.note(waits.connections().entrySet().stream()
                .map(entry -> "%s %s".formatted(entry.getKey(), Figure.text(entry.getValue())))
                .collect(Collectors.joining(", ", "Statements at once, " + name + ": ", "")));
    }

    private void add(String name, String what, String unit, double figure) {
        report.add("creates of %s: %s".formatted(name, what), unit, figure, Optional.empty());
    }

    private static double others(Consumption step) {
        return step.perSecond(MACHINE) - step.perSecond(DATABASE) - step.perSecond(NODES) - step.perSecond(BENCH);
    }

    private static String limit(Consumption step, DatabaseWaits.Seen waits) {
        int processors = Runtime.getRuntime().availableProcessors();
        if (step.perSecond(MACHINE) > BUSY * processors) {
            return "the %d processors; the database used %.0f %% of their time, the nodes %.0f %%, this bench %.0f %%, others %.0f %%"
                    .formatted(processors, 100 * step.perSecond(DATABASE) / processors,
                            100 * step.perSecond(NODES) / processors,
                            100 * step.perSecond(BENCH) / processors, 100 * others(step) / processors);
        }
        return waits.commitQueue() > QUEUED ? "commits, which wait for each other" : "neither processors nor commits";
    }
}

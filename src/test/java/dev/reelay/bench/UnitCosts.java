package dev.reelay.bench;

import static dev.reelay.bench.Consumption.Quantity.CHANGES;
import static dev.reelay.bench.Consumption.Quantity.COMMITS;
import static dev.reelay.bench.Consumption.Quantity.DATABASE;
import static dev.reelay.bench.Consumption.Quantity.DELIVERIES;
import static dev.reelay.bench.Consumption.Quantity.ENDS;
import static dev.reelay.bench.Consumption.Quantity.NODES;
import static dev.reelay.bench.Consumption.Quantity.NOTIFICATIONS;
import static dev.reelay.bench.Consumption.Quantity.POLLS;
import static dev.reelay.bench.Consumption.Quantity.SUBMITS;
import static dev.reelay.bench.Consumption.Quantity.WAL_BYTES;
import static dev.reelay.testing.Waits.LIMIT;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.reelay.bench.Consumption.Quantity;

/** What one piece of work takes, each kind from a phase in which only that kind happens. */
final class UnitCosts {
    private static final double SECONDS = 6;
    private static final int CREATES_PER_SECOND = 40;
    private static final int FEW = 500;
    private static final int MANY = 3000;
    private static final int PARKED = 20_000;
    /** With those of the nodes and the one that counts, these are as many as a hundred nodes have. */
    private static final int FURTHER_LISTENERS = 96;
    private static final int ENDPOINTS = 100;
    private static final int EVENTS = 6000;

    private static final String ADD_ENDPOINTS = """
            insert into webhook_endpoint (id, owner, url, secret)
            select 'we_' || number, 'costs', '%s/hook/' || number, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
            from generate_series(0, %d) number""";
    /** They are due when the measurement has begun. */
    private static final String ADD_EVENTS = """
            with event as (
                insert into webhook_event (id, owner, type, body)
                select 'evt_' || gen_random_uuid(), 'costs', 'video.completed', repeat('x', 500)
                from generate_series(1, %d) returning id)
            insert into webhook_delivery (id, event_id, owner, endpoint_id, destination, due)
            select 'wd_' || id, id, 'costs', endpoint, endpoint, now() + interval '3 seconds'
            from (select id, 'we_' || row_number() over () %% %d as endpoint from event) numbered""";

    private final NodesLoad load;
    private final Report report;
    private final Consumption idle;

    /** Measures the idle nodes, which is what is taken off from each phase. */
    UnitCosts(NodesLoad load, Report report) throws Exception {
        this.load = load;
        this.report = report;
        this.idle = load.during(SECONDS);
        report.add("without load: processor time of the database", "ms/s", 1000 * idle.perSecond(DATABASE), Optional.empty());
        report.add("without load: processor time of the nodes", "ms/s", 1000 * idle.perSecond(NODES), Optional.empty());
    }

    /** @return what a create takes while few videos run */
    Consumption measure() throws Exception {
        Consumption create = creates();
        polls();
        Consumption change = changes("a poll with a change", FEW);
        fanOut(change);
        changes("a poll with a change, of %,d videos".formatted(MANY), MANY);
        ends();
        deliveries();
        return create;
    }

    /**
     * Adds what running videos cost that are neither polled nor changed, because nodes search and count them. Run it last: the
     * nodes keep them in memory.
     *
     * @param create what a create takes while few videos run
     */
    void measureRunning(Consumption create) throws Exception {
        load.addLed(NodesLoad.PARKED, PARKED);
        double quiet = load.during(SECONDS).without(idle).perSecond(DATABASE);
        load.creates().send(NodesLoad.PARKED, CREATES_PER_SECOND);
        NodesLoad.pass(2);
        Consumption busy = load.during(SECONDS).without(idle);
        load.creates().send(NodesLoad.PARKED, 0);
        int nodes = load.nodes().pids().size();
        report.add("each of %,d running videos, without polls, on each node: processor time of the database".formatted(PARKED),
                "µs/s", 1e6 * quiet / PARKED / nodes, Optional.empty());
        report.add("a create beside %,d running videos: processor time of the database".formatted(PARKED), "µs",
                1e6 * busy.of(DATABASE) / busy.of(SUBMITS), Optional.of(1e6 * create.of(DATABASE)));
        report.add("in this time, processors of the database", "", busy.perSecond(DATABASE), Optional.empty());
    }

    private Consumption creates() throws Exception {
        load.creates().send(NodesLoad.PARKED, CREATES_PER_SECOND);
        NodesLoad.pass(2);
        Consumption phase = load.during(SECONDS).without(idle);
        load.creates().send(NodesLoad.PARKED, 0);
        add("a create, until the upstream has it", SUBMITS, phase);
        report.add("its changes", "", phase.of(CHANGES) / phase.of(SUBMITS), Optional.empty());
        load.clear();
        return phase.each(SUBMITS);
    }

    private void polls() throws Exception {
        load.addLed(NodesLoad.STILL, FEW);
        NodesLoad.pass(1);
        add("a poll without a change", POLLS, load.during(SECONDS).without(idle));
        load.clear();
    }

    private Consumption changes(String what, int videos) throws Exception {
        Phase phase = moving(videos);
        Consumption all = phase.all().without(idle);
        report.add(what + ": per second", "1/s", all.perSecond(CHANGES), Optional.empty());
        report.add(what + ": notifications that a listener received, per second", "1/s", all.perSecond(NOTIFICATIONS),
                Optional.empty());
        add(what, CHANGES, all);
        report.add(what + ": time in which commits waited for each other", "%", 100 * phase.waits().commitQueue(),
                Optional.empty());
        report.add(what + ": rows written in place", "%", phase.inPlace(), Optional.empty());
        return all.each(CHANGES);
    }

    private Phase moving(int videos) throws Exception {
        load.addLed(NodesLoad.MOVING, videos);
        NodesLoad.pass(1);
        long updates = updates("n_tup_upd");
        long inPlace = updates("n_tup_hot_upd");
        Consumption all = load.during(SECONDS);
        DatabaseWaits.Seen waits = load.waits().take();
        NodesLoad.pass(1); // the statistics of the table are late
        Phase phase = new Phase(all, waits, 100.0 * (updates("n_tup_hot_upd") - inPlace) / (updates("n_tup_upd") - updates));
        load.clear();
        return phase;
    }

    private long updates(String column) throws Exception {
        return load.nodes().number("select %s from pg_stat_user_tables where relname = 'video'".formatted(column));
    }

    /** @param change the same with few listeners */
    private void fanOut(Consumption change) throws Exception {
        load.listeners().add(FURTHER_LISTENERS);
        Consumption heard = moving(FEW).all().without(idle).each(CHANGES);
        load.listeners().removeOthers();
        report.add("a poll with a change that 100 connections learn: processor time of the database", "µs",
                1e6 * heard.of(DATABASE), Optional.of(1e6 * change.of(DATABASE)));
        report.add("of it, each connection", "µs", 1e6 * (heard.of(DATABASE) - change.of(DATABASE)) / FURTHER_LISTENERS,
                Optional.empty());
    }

    private void ends() throws Exception {
        load.addLed(NodesLoad.ENDING, FEW);
        NodesLoad.pass(1);
        Consumption all = load.during(() -> {
            load.upstream().end();
            while (load.nodes().number("select count(*) from usage_ledger") < FEW) {
                NodesLoad.pass(0.05);
            }
        });
        add("a poll with the end", ENDS, all.without(idle));
        load.clear();
    }

    private void deliveries() throws Exception {
        load.nodes().execute(ADD_ENDPOINTS.formatted(load.hooks().url(), ENDPOINTS - 1));
        for (int round = 0; round < 2; round++) { // the first one compiles
            deliver(round > 0);
        }
        load.nodes().execute("delete from webhook_endpoint");
        load.clear();
    }

    private void deliver(boolean report) throws Exception {
        CompletableFuture<Long> last = load.hooks().expect(EVENTS);
        load.nodes().execute(ADD_EVENTS.formatted(EVENTS, ENDPOINTS));
        Consumption all = load.during(() -> {
            last.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            NodesLoad.pass(1); // until the last outcomes are stored
        });
        if (report) {
            add("a delivery of a webhook", DELIVERIES, all.without(idle));
        }
    }

    private void add(String what, Quantity counted, Consumption phase) {
        Consumption each = phase.each(counted);
        report.add(what + ": processor time of the database", "µs", 1e6 * each.of(DATABASE), Optional.empty());
        report.add(what + ": processor time of the nodes", "µs", 1e6 * each.of(NODES), Optional.empty());
        report.add(what + ": WAL", "bytes", each.of(WAL_BYTES), Optional.empty());
        report.add(what + ": transactions", "", each.of(COMMITS), Optional.empty());
    }

    /** @param inPlace percent of the updated rows of videos whose index entries stayed */
    private record Phase(Consumption all, DatabaseWaits.Seen waits, double inPlace) {
    }
}

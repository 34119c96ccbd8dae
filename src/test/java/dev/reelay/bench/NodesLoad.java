package dev.reelay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.reelay.bench.Consumption.Quantity;

/** Nodes with all that loads them: clients, an upstream, listeners and receivers of webhooks. It measures what they use. */
final class NodesLoad implements AutoCloseable {
    /** Videos that are polled once an hour: their creates are all that happens. Also the name of their model. */
    static final String PARKED = "parked";
    /** Videos without progress. */
    static final String STILL = "still";
    /** Videos that change with each poll, a hundred times. */
    static final String MOVING = "moving";
    /** Videos without progress until {@link PacedUpstream#end}. */
    static final String ENDING = "ending";
    /** Videos that change four times and are then completed. Also the name of their model. */
    static final String BRIEF = "brief";
    static final int BRIEF_SECONDS = 5;

    private static final String POLL_INTERVAL = "1s";
    /** Processor time of idle nodes in a second, at most. */
    private static final double QUIET = 0.15;
    private static final int QUIET_WITHIN = 15;
    private static final String DEADLOCK = "40P01";
    private static final Path MODELS = Path.of("target", "bench-models.yaml").toAbsolutePath();
    private static final String MODEL = """
              %1$s:
                sizes: [1280x720]
                seconds: [10]
                offers:
                  - account: %1$s
                    model: %1$s
            """;
    private static final String ADD_VIDEOS = """
            insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, accepted_at, upstream_id, account)
            select 'video_' || replace(cast(gen_random_uuid() as text), '-', ''), 'caller' || number %% %d, 'IN_PROGRESS',
                'a dog that runs and runs through the long grass', '%2$s', '1280x720', '10', '', now(), 'up-' || number, '%2$s'
            from generate_series(1, %3$d) number""";

    private final PacedUpstream upstream = new PacedUpstream();
    private final HookTarget hooks = new HookTarget();
    private final Nodes nodes;
    private final CreateStream creates;
    private final Listeners listeners;
    private final DatabaseWaits waits;
    private final long databasePid;

    NodesLoad(int count) throws Exception {
        nodes = Nodes.start(count, settings());
        creates = new CreateStream(nodes.uris());
        listeners = new Listeners(nodes.listenerOptions());
        waits = new DatabaseWaits(nodes.connect());
        databasePid = nodes.databasePid();
    }

    private Map<String, String> settings() throws IOException {
        Files.writeString(MODELS, "models:\n" + MODEL.formatted(PARKED) + MODEL.formatted(BRIEF));
        Map<String, String> settings = new HashMap<>(Map.of("REELAY_ACCESS_KEYS", CreateLoad.keys(),
                "REELAY_ACCESS_CREATES_PER_MINUTE", "1000000", "REELAY_ACCESS_CONCURRENT_VIDEOS", "1000000",
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0", "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "1000000",
                "REELAY_PIPELINE_LEASE", "1m", // a busy machine is no reason for a takeover
                "REELAY_WEBHOOKS_ALLOW_HTTP", "true", "REELAY_WEBHOOKS_ALLOW_PRIVATE", "true",
                "REELAY_MODELS_FILE", MODELS.toString()));
        Map.of(PARKED, upstream.url(0), STILL, upstream.url(0), MOVING, upstream.url(1), ENDING, upstream.urlUntilEnd(), BRIEF,
                upstream.url(100 / BRIEF_SECONDS)).forEach((name, url) -> {
                    String account = "REELAY_UPSTREAM_ACCOUNTS_" + name.toUpperCase(Locale.ROOT);
                    settings.putAll(Map.of(account + "_URL", url, account + "_API_KEY", "sk-" + name,
                            account + "_POLL_INTERVAL", name.equals(PARKED) ? "1h" : POLL_INTERVAL));
                });
        return settings;
    }

    Nodes nodes() {
        return nodes;
    }

    PacedUpstream upstream() {
        return upstream;
    }

    CreateStream creates() {
        return creates;
    }

    Listeners listeners() {
        return listeners;
    }

    HookTarget hooks() {
        return hooks;
    }

    DatabaseWaits waits() {
        return waits;
    }

    /** Adds running videos of an account, and waits until the nodes lead them. */
    void addLed(String account, int count) throws Exception {
        nodes.execute(ADD_VIDEOS.formatted(Load.CONNECTIONS, account, count));
        nodes.execute("analyze video");
        while (nodes.number("select count(*) from video where account = '%s' and lease_owner is not null"
                .formatted(account)) < count) {
            pass(0.1);
        }
    }

    /** Waits until all videos have ended. */
    void awaitEnds() throws Exception {
        while (nodes.number("select count(*) from video where status not in ('COMPLETED', 'FAILED')") > 0) {
            pass(0.1);
        }
    }

    /** Removes all videos and what belongs to them, and waits until the nodes have noticed. */
    void clear() throws Exception {
        while (!tryTruncate()) {
            pass(0.1);
        }
        awaitQuiet();
    }

    /** @return false if it was the victim of a deadlock with a node, which locks some of the tables in another order */
    private boolean tryTruncate() throws SQLException {
        try {
            nodes.execute(
                    "truncate video, account_running, creation, reference_image_part, deleted_video, usage_ledger, usage_sum, "
                            + "webhook_event, webhook_delivery");
            return true;
        } catch (SQLException e) {
            if (!DEADLOCK.equals(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    private void awaitQuiet() throws Exception {
        int seconds = 0;
        while (during(1).of(Quantity.NODES) > QUIET && seconds < QUIET_WITHIN) {
            seconds++;
        }
    }

    Consumption during(double seconds) throws Exception {
        return during(() -> pass(seconds));
    }

    /** @param work that lasts until all is done that is to be measured */
    Consumption during(Work work) throws Exception {
        Consumption before = now();
        waits.take();
        work.run();
        return now().minus(before);
    }

    static void pass(double seconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
    }

    private Consumption now() throws SQLException {
        Map<Quantity, Double> amounts = new EnumMap<>(Quantity.class);
        amounts.put(Quantity.SECONDS, System.nanoTime() / 1e9);
        amounts.put(Quantity.DATABASE, ProcessorTime.ofTree(databasePid));
        amounts.put(Quantity.NODES, nodes.pids().stream().mapToDouble(ProcessorTime::ofTree).sum());
        amounts.put(Quantity.BENCH, ProcessorTime.ofProcess(ProcessHandle.current().pid()));
        amounts.put(Quantity.MACHINE, ProcessorTime.ofMachine());
        amounts.put(Quantity.WAL_BYTES, (double) nodes.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
        amounts.put(Quantity.COMMITS,
                (double) nodes.number("select xact_commit from pg_stat_database where datname = 'postgres'"));
        amounts.put(Quantity.CREATES, (double) creates.created());
        amounts.put(Quantity.SUBMITS, (double) upstream.creates());
        amounts.put(Quantity.POLLS, (double) upstream.polls());
        amounts.put(Quantity.CHANGES, (double) nodes.number("select last_value from video_change"));
        amounts.put(Quantity.ENDS, (double) nodes.number("select count(*) from usage_ledger"));
        amounts.put(Quantity.NOTIFICATIONS, (double) listeners.received());
        amounts.put(Quantity.DELIVERIES, (double) hooks.arrivals());
        return new Consumption(amounts);
    }

    @Override
    public void close() throws Exception {
        creates.close();
        listeners.close();
        waits.close();
        nodes.close();
        hooks.close();
        upstream.close();
    }

    /** Whatever is done while it is measured. */
    interface Work {
        void run() throws Exception;
    }
}

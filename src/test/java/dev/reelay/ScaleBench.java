package dev.reelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * How the packaged program bears ten thousand running videos at the default poll interval, on one node. Not one of the
 * ordinary tests: {@code ./mvnw verify -Pbench}.
 */
class ScaleBench {
    private static final int VIDEOS = 10_000;
    private static final int POLLS = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String RUNNING = """
            insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, accepted_at, upstream_id,
                account)
            select 'video_' || number, 'alice', 'IN_PROGRESS', 50, 'a dog that runs and runs through the long grass', 'sora-2',
                '1280x720', '10', '', now(), 'up-' || number, 'default' from generate_series(1, %d) number""".formatted(VIDEOS);

    private final Path home = Path.of("target", "programs", "scale");
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<Long>> arrivals = new ConcurrentHashMap<>();
    private LocalDatabase database;
    private HttpServer upstream;
    private Program program;

    @BeforeEach
    void start() throws IOException {
        TestDatabase.delete(home);
        database = LocalDatabase.start(home.resolve("database"));
        upstream = vertx.createHttpServer().requestHandler(this::status)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        program = Program.start(home, "node", Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database.url(),
                "QUARKUS_DATASOURCE_USERNAME", LocalDatabase.USER,
                "REELAY_ACCESS_KEYS", TestDatabase.KEYS,
                "REELAY_UPSTREAM_URL", "http://127.0.0.1:" + upstream.actualPort(),
                "REELAY_UPSTREAM_API_KEY", "sk-upstream",
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", INTERVAL.toString())).awaitReady();
    }

    @AfterEach
    void stop() throws InterruptedException {
        program.close();
        database.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tenThousandRunningVideos() throws Exception {
        long heapBefore = liveHeap();
        execute(RUNNING);
        await().atMost(PATIENCE).until(() -> number("select count(*) from video where lease_owner is not null") == VIDEOS);
        await().atMost(PATIENCE).until(() -> polledAll(1));
        long writesBefore = writes();
        long heapPerVideo = (liveHeap() - heapBefore) / VIDEOS;
        await().atMost(PATIENCE).until(() -> polledAll(POLLS));
        long[] lags = lags();
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("running_videos", VIDEOS);
        measured.put("poll_interval_s", INTERVAL.toSeconds());
        measured.put("polls", arrivals.values().stream().mapToInt(List::size).sum());
        measured.put("poll_lag_p50_ms", percentile(lags, 50));
        measured.put("poll_lag_p99_ms", percentile(lags, 99));
        measured.put("poll_lag_max_ms", percentile(lags, 100));
        measured.put("heap_before_kb", heapBefore / 1024);
        measured.put("heap_per_video_bytes", heapPerVideo);
        measured.put("writes_by_unchanged_polls", writes() - writesBefore);
        report(measured);

        assertThat(percentile(lags, 99)).as("the 99th percentile of lag in ms").isLessThan(1000);
        assertThat(heapPerVideo).as("heap per running video in bytes").isLessThan(5 * 1024);
        assertThat(writes() - writesBefore).isZero();
    }

    private void status(HttpServerRequest request) {
        arrivals.computeIfAbsent(request.path(), unseen -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
        request.response().putHeader("Content-Type", "application/json").end("{\"status\":\"in_progress\",\"progress\":50}");
    }

    private boolean polledAll(int times) {
        return arrivals.size() == VIDEOS && arrivals.values().stream().allMatch(polls -> polls.size() >= times);
    }

    /** Of each poll, behind a schedule that runs through the video's most punctual one. */
    private long[] lags() {
        return arrivals.values().stream().flatMapToLong(ScaleBench::lags).sorted().toArray();
    }

    private static LongStream lags(List<Long> polls) {
        long[] offsets = IntStream.range(0, polls.size())
                .mapToLong(number -> polls.get(number) - number * INTERVAL.toNanos()).toArray();
        long schedule = LongStream.of(offsets).min().orElseThrow();
        return LongStream.of(offsets).map(offset -> (offset - schedule) / 1_000_000);
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** What is reachable: counting it collects the rest. */
    private long liveHeap() throws IOException {
        String histogram = new String(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(program.pid()), "GC.class_histogram").start().getInputStream().readAllBytes(),
                StandardCharsets.UTF_8);
        String total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
        return Long.parseLong(total.split("\\s+")[2]);
    }

    /** Of the table of videos; the statistics are some moments late. */
    private long writes() throws SQLException {
        return number("select n_tup_upd from pg_stat_user_tables where relname = 'video'");
    }

    private void report(Map<String, Object> measured) throws IOException {
        List<String> table = new ArrayList<>();
        measured.forEach((name, value) -> table.add("%-28s %12s".formatted(name, value)));
        System.out.println(String.join(System.lineSeparator(), table));
        Files.writeString(Path.of("target", "bench.json"), new JsonObject(measured).encodePrettily());
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = connection()) {
            connection.createStatement().execute(statement);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = connection(); ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:" + database.url(), LocalDatabase.USER, "");
    }
}

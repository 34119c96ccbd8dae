package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * How the packaged program bears ten thousand running videos at the default poll interval, on one node. Not one of the
 * ordinary tests: {@code ./mvnw verify -Pbench}.
 */
class ScaleBench {
    private static final int VIDEOS = 10_000;
    private static final int POLLS = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<Long>> arrivals = new ConcurrentHashMap<>();
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        HttpServer upstream = vertx.createHttpServer().requestHandler(this::status)
                .listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        gateway = Gateway.start("scale", "http://127.0.0.1:" + upstream.actualPort(),
                Map.of("REELAY_UPSTREAM_POLL_INTERVAL", INTERVAL.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tenThousandRunningVideos() throws Exception {
        long heapBefore = liveHeap();
        gateway.addLed(VIDEOS);
        await().atMost(PATIENCE)
                .until(() -> gateway.number("select count(*) from video where lease_owner is not null") == VIDEOS);
        await().atMost(PATIENCE).until(() -> polledAll(1));
        long writesBefore = writes();
        double heapPerVideo = (liveHeap() - heapBefore) / 1024.0 / VIDEOS;
        await().atMost(PATIENCE).until(() -> polledAll(POLLS));

        long[] lags = lags();
        Report report = new Report("10,000 running videos", "-");
        report.add("lag of a poll behind its schedule, p50", "ms", percentile(lags, 50), Optional.empty());
        report.add("lag of a poll behind its schedule, p99", "ms", percentile(lags, 99), Optional.empty(), Goal.atMost(1000));
        report.add("lag of a poll behind its schedule, max", "ms", percentile(lags, 100), Optional.empty());
        report.add("heap of one", "KB", heapPerVideo, Optional.empty(), Goal.atMost(5));
        report.add("database writes by polls without news", "", writes() - writesBefore, Optional.empty(), Goal.atMost(0));
        report.note("asked about every %d s, %d times in all".formatted(INTERVAL.toSeconds(),
                arrivals.values().stream().mapToInt(List::size).sum()));
        report.close();
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
                String.valueOf(gateway.pid()), "GC.class_histogram").start().getInputStream().readAllBytes(),
                StandardCharsets.UTF_8);
        String total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
        return Long.parseLong(total.split("\\s+")[2]);
    }

    /** Of the table of videos; the statistics are some moments late. */
    private long writes() throws SQLException {
        return gateway.number("select n_tup_upd from pg_stat_user_tables where relname = 'video'");
    }
}

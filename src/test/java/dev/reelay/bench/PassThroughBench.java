package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import dev.reelay.testing.Packaged;

/** Downloads of a video of 200 MB that the upstream has, against those through nginx. Both are first warmed up. */
class PassThroughBench {
    /** So many compile the path of the bytes on a JVM. */
    private static final int WARM_UP = 15;
    private static final int ROUNDS = 9;
    private static final int CROWDS = 3;
    private static final int FIRST_WARM_UP = 1000;
    private static final int FIRST_BYTES = 100;
    private static final int RANGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/v1/videos/" + Gateway.ID.formatted(0) + "/content";
    private static final String PROXY = """
            location / {
                proxy_pass %s;
                proxy_buffering off;
                %s
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
            """;
    /** As large as ours; nginx's own are a page. */
    private static final String LARGE_BUFFERS = "proxy_buffer_size 64k; proxy_buffers 4 64k;";
    private static final Goal AS_FAST = Goal.ratioAtLeast(Packaged.isNative() ? 0.8 : 1);
    private static final Report REPORT = new Report("Passed through", "nginx");

    @AfterAll
    static void report() throws IOException {
        REPORT.close();
    }

    @Test
    void inClearBesideTheBuffersOfNginx() throws Exception {
        measure("in clear, nginx with its own buffers", false, "");
    }

    @Test
    void inClear() throws Exception {
        measure("in clear", false, LARGE_BUFFERS);
    }

    @Test
    void overTls() throws Exception {
        measure("from TLS", true, LARGE_BUFFERS);
    }

    @Test
    void manyAtOnceInASmallHeap() throws Exception {
        Optional<NginxOrigin> upstream = origin();
        if (upstream.isEmpty()) {
            return;
        }
        try (NginxOrigin origin = upstream.get();
                Gateway gateway = gateway(origin, false, "-Xmx128m");
                Peer nginx = Nginx.start("proxy", PROXY.formatted(origin.url(false), LARGE_BUFFERS)).orElseThrow()) {
            ConcurrentDownloads ours = new ConcurrentDownloads(ours(gateway));
            ConcurrentDownloads theirs = new ConcurrentDownloads(theirs(nginx));
            ours.downloadAll(); // compiles the path of the bytes
            double growth = growth(List.of(gateway.pid()), ours);
            REPORT.add("50 at once, 5 of them slow, -Xmx128m: growth of memory", "MB",
                    growth * ConcurrentDownloads.ALL / 1024, Optional.empty(), Goal.atMost(64));
            REPORT.add("50 at once, 5 of them slow, -Xmx128m: memory of each", "KB", growth,
                    Optional.of(growth(nginx.children(), theirs)), Goal.ratioAtMost(1));
        }
    }

    /** Returns what a stream adds to the resident memory at most, in KB. */
    private static double growth(List<Long> processes, ConcurrentDownloads crowd) throws Exception {
        long before = processes.stream().mapToLong(Memory::resident).sum();
        processes.forEach(Memory::forgetPeak);
        crowd.downloadAll();
        return (processes.stream().mapToLong(Memory::peak).sum() - before) / (double) ConcurrentDownloads.ALL;
    }

    private static void measure(String how, boolean tls, String buffers) throws Exception {
        Optional<NginxOrigin> upstream = origin();
        if (upstream.isEmpty()) {
            return;
        }
        try (NginxOrigin origin = upstream.get();
                Gateway gateway = gateway(origin, tls, origin.trust().toArray(String[]::new));
                Peer nginx = Nginx.start("proxy", PROXY.formatted(origin.url(tls), buffers)).orElseThrow()) {
            Download ours = ours(gateway);
            Download theirs = theirs(nginx);
            for (int round = 0; round < WARM_UP; round++) {
                ours.all();
            }
            for (int round = 0; round < FIRST_WARM_UP; round++) {
                ours.firstByte();
            }
            REPORT.add("200 MB " + how, "MB/s", Rounds.measure(ROUNDS, round -> megabytes() * 1000 / ours.all(),
                    Optional.of(round -> megabytes() * 1000 / theirs.all())), AS_FAST);
            REPORT.add("50 at once, 5 of them slow, " + how, "MB/s", Rounds.measure(CROWDS,
                    round -> ConcurrentDownloads.FAST * megabytes() / new ConcurrentDownloads(ours).downloadAll(),
                    Optional.of(round -> ConcurrentDownloads.FAST * megabytes()
                            / new ConcurrentDownloads(theirs).downloadAll())),
                    AS_FAST);
            REPORT.add("first byte " + how, "ms", Rounds.measure(FIRST_BYTES, round -> ours.firstByte(),
                    Optional.of(round -> theirs.firstByte())), Goal.ratioAtMost(1.2));
            REPORT.add("1 MB of the middle, " + how, "ms", Rounds.measure(FIRST_BYTES, round -> ours.middle(RANGE_BYTES),
                    Optional.of(round -> theirs.middle(RANGE_BYTES))));
        }
    }

    private static Optional<NginxOrigin> origin() throws Exception {
        Optional<NginxOrigin> origin = NginxOrigin.start();
        if (origin.isEmpty()) {
            REPORT.note("nginx is not installed: nothing to compare with.");
        }
        return origin;
    }

    private static Gateway gateway(NginxOrigin origin, boolean tls, String... options) throws Exception {
        Gateway gateway = Gateway.start("pass-through", origin.url(tls), Map.of("REELAY_ARCHIVE_TYPE", "none",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms", "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0"), options);
        gateway.addLed(1);
        Caller caller = new Caller(gateway.uri());
        await().atMost(PATIENCE).until(() -> caller.isCompleted(Gateway.ID.formatted(0)));
        return gateway;
    }

    private static Download ours(Gateway gateway) {
        return new Download(gateway.uri().getPort(), PATH);
    }

    private static Download theirs(Peer nginx) {
        return new Download(nginx.port(), "/v1/videos/up-0/content");
    }

    private static double megabytes() {
        return Origin.CLIP_BYTES / 1048576.0;
    }
}

package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads of a video of 200 MB, against those of nginx that reads from the same upstream, or the same file. */
class ContentBench {
    private static final int FIRST_ROUNDS = 3;
    private static final int ROUNDS = 9;
    private static final int RANGES = 20;
    private static final int RANGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
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
    private static final String FILE = """
            location / {
                root %s;
            }
            """;
    private static final Report REPORT = new Report("Content", "nginx");

    private Origin origin;
    private Optional<Peer> nginx = Optional.empty();

    @BeforeEach
    void start() {
        origin = new Origin("completed");
    }

    @AfterEach
    void stop() {
        nginx.ifPresent(Peer::close);
        origin.close();
    }

    @AfterAll
    static void report() throws IOException {
        REPORT.close();
    }

    @Test
    void passedThrough() throws Exception {
        passThrough("passed through", "", Optional.of(Goal.ratioAtLeast(1)));
    }

    @Test
    void passedThroughBesideLargeBuffers() throws Exception {
        passThrough("passed through, nginx with buffers of 64 KB", LARGE_BUFFERS, Optional.empty());
    }

    private void passThrough(String what, String buffers, Optional<Goal> goal) throws Exception {
        try (Gateway gateway = gateway("none")) {
            complete(gateway);
            nginx = Nginx.start("proxy", PROXY.formatted(origin.url(), buffers));
            compare(what, gateway, "/v1/videos/up-0/content", goal);
        }
    }

    @Test
    void archived() throws Exception {
        try (Gateway gateway = gateway("disk")) {
            complete(gateway);
            try {
                await().atMost(PATIENCE).until(() -> isArchived(gateway.data().resolve("archive")));
            } catch (ConditionTimeoutException tooLate) {
                REPORT.note("Nothing was archived: that row is missing.");
                return;
            }
            // The very file: how another one lies in the page cache may make a third of the difference.
            nginx = Nginx.start("file", FILE.formatted(gateway.data().resolve("archive").toAbsolutePath()));
            compare("from the archive", gateway, "/" + Gateway.ID.formatted(0) + ".mp4", Optional.of(Goal.ratioAtLeast(0.8)));
        }
    }

    @Test
    void manyAtOnceInASmallHeap() throws Exception {
        try (Gateway gateway = gateway("none", "-Xmx128m")) {
            complete(gateway);
            download(gateway).all();
            ConcurrentDownloads crowd = new ConcurrentDownloads(download(gateway));
            long before = Memory.resident(gateway.pid());
            Memory.forgetPeak(gateway.pid());
            double seconds = crowd.downloadAll();
            REPORT.add("50 at once, 5 of them slow, -Xmx128m: growth of memory", "MB",
                    (Memory.peak(gateway.pid()) - before) / 1024.0, Optional.empty(), Goal.atMost(64));
            REPORT.add("50 at once, 5 of them slow, -Xmx128m: the others together", "MB/s",
                    ConcurrentDownloads.FAST * megabytes() / seconds, Optional.empty());
        }
    }

    private Gateway gateway(String archive, String... options) throws Exception {
        return Gateway.start("content", origin.url(),
                Map.of("REELAY_ARCHIVE_TYPE", archive, "REELAY_UPSTREAM_POLL_INTERVAL", "200ms"), options);
    }

    /** As every video is completed: what is archived then is up to the gateway. */
    private static void complete(Gateway gateway) throws Exception {
        gateway.addLed(1);
        Caller caller = new Caller(gateway.uri());
        await().atMost(PATIENCE).until(() -> caller.isCompleted(Gateway.ID.formatted(0)));
    }

    private void compare(String what, Gateway gateway, String path, Optional<Goal> goal) throws Exception {
        Download ours = download(gateway);
        Optional<Download> theirs = nginx.map(peer -> new Download(peer.port(), path));
        if (nginx.isEmpty()) {
            REPORT.note("nginx is not installed: nothing to compare with.");
        }
        // The first ones find everything cold.
        for (int round = 0; round < FIRST_ROUNDS; round++) {
            ours.all();
        }
        Rounds whole = Rounds.measure(ROUNDS, round -> megabytes() * 1000 / ours.all(),
                theirs.map(other -> round -> megabytes() * 1000 / other.all()));
        REPORT.add("200 MB " + what, "MB/s", whole.ours(), whole.theirs(), goal);
        REPORT.add("1 MB of the middle, " + what, "ms", Rounds.measure(RANGES, round -> ours.middle(RANGE_BYTES),
                theirs.map(other -> round -> other.middle(RANGE_BYTES))));
    }

    private static Download download(Gateway gateway) {
        return new Download(gateway.uri().getPort(), PATH);
    }

    private static double megabytes() {
        return Origin.CLIP_BYTES / 1048576.0;
    }

    private static boolean isArchived(Path archive) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(archive)) {
            return files.anyMatch(file -> file.toFile().isFile() && file.toFile().length() == Origin.CLIP_BYTES);
        }
    }
}

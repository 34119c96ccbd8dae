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

/** Downloads of a video of 200 MB from the archive, against those of nginx from the same file. */
class ContentBench {
    private static final int FIRST_ROUNDS = 3;
    private static final int ROUNDS = 9;
    private static final int RANGES = 20;
    private static final int RANGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PATH = "/v1/videos/" + Gateway.ID.formatted(0) + "/content";
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
    void archived() throws Exception {
        try (Gateway gateway = gateway()) {
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

    private Gateway gateway() throws Exception {
        return Gateway.start("content", origin.url(),
                Map.of("REELAY_ARCHIVE_TYPE", "disk", "REELAY_UPSTREAM_POLL_INTERVAL", "200ms"));
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

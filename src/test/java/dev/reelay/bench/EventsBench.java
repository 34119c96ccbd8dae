package dev.reelay.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Event streams with thousands of readers, against those of nginx with nchan. */
class EventsBench {
    private static final int EVENTS = 20;
    private static final int VIDEOS = 1000;
    private static final Report REPORT = new Report("Event streams", "nchan");

    @Test
    void readersOfOneVideo() throws Exception {
        measure(1, "readers of one video", 1000, 5000, 10_000);
    }

    @Test
    void readersOfManyVideos() throws Exception {
        measure(VIDEOS, "readers of 1,000 videos", 10_000);
    }

    @AfterAll
    static void report() throws IOException {
        REPORT.close();
    }

    private static void measure(int videos, String readers, int... counts) throws Exception {
        try (Gateway gateway = Gateway.start("events", Map.of("REELAY_UPSTREAM_URL", "http://127.0.0.1:9"))) {
            gateway.addWatched(videos);
            try (Broadcaster ours = ours(gateway, videos)) {
                Optional<Nchan> nchan = Nchan.start(message(gateway));
                if (nchan.isEmpty()) {
                    REPORT.note("nginx with libnginx-mod-nchan is not installed: nothing to compare with.");
                    measure(ours, Optional.empty(), videos, readers, counts);
                } else {
                    try (Nchan installed = nchan.get(); Broadcaster theirs = theirs(installed, videos)) {
                        measure(ours, Optional.of(theirs), videos, readers, counts);
                    }
                }
            }
        }
    }

    private static void measure(Broadcaster ours, Optional<Broadcaster> theirs, int videos, String readers, int... counts)
            throws Exception {
        for (int count : counts) {
            ours.growTo(count);
            theirs.ifPresent(other -> other.growTo(count));
            String what = "%,d %s: ".formatted(count, readers);
            REPORT.add(what + "memory of one", "KB", ours.memoryOfOne(), theirs.map(Broadcaster::memoryOfOne),
                    Goal.ratioAtMost(1));
            Fanout fanout = Fanout.measure(EVENTS, videos, ours, theirs);
            REPORT.add(what + "fan-out", "ms", fanout.ours(), fanout.theirs(), Goal.ratioAtMost(0.8));
        }
    }

    private static Broadcaster ours(Gateway gateway, int videos) throws Exception {
        return new Broadcaster(gateway.uri().getPort(), videos, "/v1/videos/" + Gateway.ID + "/events",
                video -> gateway.execute("update video set version = version + 1, progress = (progress + 1) % 100 where id = '"
                        + Gateway.ID.formatted(video) + "'"),
                () -> Memory.resident(gateway.pid()));
    }

    private static Broadcaster theirs(Nchan nchan, int videos) throws Exception {
        for (int video = 0; video < videos; video++) {
            nchan.publish(video);
        }
        return new Broadcaster(nchan.port(), videos, Nchan.EVENTS, nchan::publish, nchan::resident);
    }

    /** What an event of ours carries. */
    private static String message(Gateway gateway) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(gateway.uri().resolve("/v1/videos/" + Gateway.ID.formatted(0)))
                        .header("Authorization", Gateway.KEY).build(), BodyHandlers.ofString())
                .body();
    }
}

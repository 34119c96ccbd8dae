package dev.reelay.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event streams with thousands of readers, against those of nginx with nchan. */
class EventsBench {
    private static final int EVENTS = 20;
    private static final int VIDEOS = 1000;
    /** Nobody asks it: these videos change by themselves. */
    private static final String NO_UPSTREAM = "http://127.0.0.1:9";
    private static final Report REPORT = new Report("Event streams", "nchan");

    private Optional<Nchan> nchan = Optional.empty();
    private Optional<Broadcaster> theirs = Optional.empty();

    @AfterEach
    void stop() {
        theirs.ifPresent(Broadcaster::close);
        nchan.ifPresent(Nchan::close);
    }

    @Test
    void readersOfOneVideo() throws Exception {
        measure(1, "readers of one video", Goal.ratioAtMost(0.8), 1000, 5000, 10_000);
    }

    @Test
    void readersOfManyVideos() throws Exception {
        measure(VIDEOS, "readers of 1,000 videos", Goal.ratioAtMost(1), 10_000);
    }

    @AfterAll
    static void report() throws IOException {
        REPORT.close();
    }

    private void measure(int videos, String readers, Goal fanOutGoal, int... counts) throws Exception {
        try (Gateway gateway = Gateway.start("events", NO_UPSTREAM, Map.of())) {
            gateway.addWatched(videos);
            nchan = Nchan.start(new Caller(gateway.uri()).video(Gateway.ID.formatted(0)));
            if (nchan.isPresent()) {
                theirs = Optional.of(theirs(nchan.get(), videos));
            } else {
                REPORT.note("nginx with libnginx-mod-nchan is not installed: nothing to compare with.");
            }
            try (Broadcaster ours = ours(gateway, videos)) {
                ours.settle(); // and nobody asks theirs for anything meanwhile
                ours.begin();
                theirs.ifPresent(Broadcaster::begin);
                measure(ours, videos, readers, fanOutGoal, counts);
            }
        }
    }

    private void measure(Broadcaster ours, int videos, String readers, Goal fanOutGoal, int... counts)
            throws Exception {
        for (int count : counts) {
            ours.growTo(count);
            theirs.ifPresent(other -> other.growTo(count));
            String what = "%,d %s: ".formatted(count, readers);
            REPORT.add(what + "memory of one, just come", "KB", ours.memoryOfOne(), theirs.map(Broadcaster::memoryOfOne));
            ours.settle();
            REPORT.add(what + "memory of one", "KB", ours.memoryOfOne(), theirs.map(Broadcaster::memoryOfOne),
                    Goal.ratioAtMost(1));
            REPORT.add(what + "memory of the server", "MB", ours.memoryOfAll(), theirs.map(Broadcaster::memoryOfAll));
            Rounds fanOut = Rounds.measure(EVENTS, event -> ours.fanOut(event % videos),
                    theirs.map(other -> event -> other.fanOut(event % videos)));
            REPORT.add(what + "fan-out", "ms", fanOut, fanOutGoal);
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
}

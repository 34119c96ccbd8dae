package dev.reelay.bench;

import static dev.reelay.testing.Waits.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * A hundred thousand readers of event streams on one node: their memory, events, status reads meanwhile, and the return of all
 * after a restart. Takes longer than others and runs only by name: {@code -Dit.test=ReadersBench}.
 */
class ReadersBench {
    private static final int ALL = 100_000;
    /** Files that a process opens beside its sockets. */
    private static final int OTHER_FILES = 1000;
    private static final int PER_CONNECTION = 100;
    private static final int VIDEOS = 10_000;
    private static final int OWNERS = 10_000;
    private static final int WARM_UP = 2000;
    private static final int EVENTS = 10;
    private static final double MOST_KB = 8;
    private static final double MOST_MILLIS = 1500;
    private static final double MOST_READ_MILLIS = 50;
    private static final String UNLIMITED = "1000000";
    /** Nobody asks it: these videos change by themselves. */
    private static final String NO_UPSTREAM = "http://127.0.0.1:9";
    private static final String OWNER_KEY = "sk-reader-%d";
    private static final String CHANGE = "update video set version = version + 1, progress = (progress + 1) %% 100 where %s";
    private static final Report REPORT = new Report("A hundred thousand readers", "-");

    /** How readers come, and where. */
    private record Crowd(String name, int readers, int perConnection, int groups, String path, String key) {
        /** The time in which an event should reach all of them, by their share of a hundred thousand. */
        double mostMillis() {
            return MOST_MILLIS * readers / ALL;
        }

        boolean isOfOwners() {
            return key.equals(OWNER_KEY);
        }
    }

    @AfterAll
    static void report() throws IOException {
        REPORT.note("HTTP/1.1: as many connections as the limit of open files of one process permits; HTTP/2, which is off"
                + " by default: %d streams of each connection.".formatted(PER_CONNECTION));
        REPORT.note("The goal of an event for fewer than 100,000 readers is in proportion.");
        REPORT.close();
    }

    @Test
    void http1ReadersOfManyVideos() throws Exception {
        measure(ofVideos("HTTP/1.1", http1Readers(), 1, VIDEOS));
    }

    @Test
    void http1ReadersOfOneVideo() throws Exception {
        measure(ofVideos("HTTP/1.1", http1Readers(), 1, 1));
    }

    @Test
    void http2ReadersOfManyVideos() throws Exception {
        measure(ofVideos("HTTP/2", ALL, PER_CONNECTION, VIDEOS));
    }

    @Test
    void http2ReadersOfOneVideo() throws Exception {
        measure(ofVideos("HTTP/2", ALL, PER_CONNECTION, 1));
    }

    @Test
    void accountWideReaders() throws Exception {
        measure(new Crowd("HTTP/1.1, %,d readers of an account each: ".formatted(OWNERS), OWNERS, 1, OWNERS,
                "/v1/videos/events", OWNER_KEY));
    }

    private static Crowd ofVideos(String protocol, int readers, int perConnection, int videos) {
        return new Crowd("%s, %,d readers of %,d videos: ".formatted(protocol, readers, videos), readers, perConnection, videos,
                "/v1/videos/" + Gateway.ID + "/events", Gateway.KEY);
    }

    private static int http1Readers() {
        long files = ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        return (int) Math.min(ALL, files - OTHER_FILES);
    }

    private static void measure(Crowd crowd) throws Exception {
        int port = Peer.freePort();
        try (Gateway gateway = Gateway.start("readers", NO_UPSTREAM, Map.of("QUARKUS_HTTP_PORT", String.valueOf(port),
                "QUARKUS_HTTP_HTTP2", String.valueOf(crowd.perConnection > 1), "REELAY_PROGRESS_STREAMS_PER_KEY", UNLIMITED,
                "REELAY_API_CONNECTIONS", UNLIMITED, "REELAY_API_CONNECTIONS_PER_CLIENT", UNLIMITED))) {
            gateway.addWatched(VIDEOS + 1);
            if (crowd.isOfOwners()) {
                addOwners(gateway);
            }
            try (SteadyReads reads = new SteadyReads(gateway.uri().resolve("/v1/videos/" + Gateway.ID.formatted(VIDEOS)));
                    Readers readers = start(gateway, crowd)) {
                reads.p99(() -> warmUp(gateway, crowd)); // also warms the client of the reads
                Readers.Presence present = come(gateway, crowd, readers, reads);
                events(gateway, crowd, readers, reads);
                comeAgain(gateway, crowd, readers, reads, present);
            }
        }
    }

    private static Readers start(Gateway gateway, Crowd crowd) throws IOException {
        return Readers.start(gateway.uri().getPort(), crowd.perConnection, crowd.groups, crowd.path, crowd.key);
    }

    /** Gives each owner a key that an administrator issued, and a video. */
    private static void addOwners(Gateway gateway) throws Exception {
        gateway.execute("""
                insert into issued_key (id, name, owner, sha256, last_four)
                select 'key_reader' || number, 'reader' || number, 'reader' || number,
                    sha256(convert_to('sk-reader-' || number, 'UTF8')), 'last' from generate_series(0, %d - 1) number"""
                .formatted(OWNERS));
        gateway.execute("""
                insert into video (id, owner, status, progress, prompt, model, size, seconds, fingerprint, accepted_at,
                    upstream_id)
                select 'video_f' || lpad(number::text, 31, '0'), 'reader' || number, 'IN_PROGRESS', 50,
                    'a dog that runs and runs through the long grass', 'sora-2', '1280x720', '10', '', now(), 'up-f' || number
                from generate_series(0, %d - 1) number""".formatted(OWNERS));
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve("/v1/videos?limit=1"))
                .header("Authorization", OWNER_KEY.formatted(OWNERS - 1)).build();
        await().until(() -> client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    }

    /** Some readers come, read and go, so that code is compiled before anything is measured. */
    private static double warmUp(Gateway gateway, Crowd crowd) throws Exception {
        for (int visit = 0; visit < 3; visit++) {
            try (Readers first = start(gateway, crowd)) {
                first.add(WARM_UP);
                for (int event = 0; event < EVENTS; event++) {
                    first.awaitEvent(0, change(gateway, crowd, 0));
                }
            }
        }
        return Memory.settled(() -> Memory.resident(gateway.pid()));
    }

    private static Readers.Presence come(Gateway gateway, Crowd crowd, Readers readers, SteadyReads reads) throws Exception {
        long before = Memory.resident(gateway.pid());
        long start = System.nanoTime();
        AtomicReference<Readers.Presence> present = new AtomicReference<>();
        double p99 = reads.p99(() -> present.accumulateAndGet(readers.add(crowd.readers), (none, all) -> all));
        REPORT.add(crowd.name + "all come", "s", (System.nanoTime() - start) / 1e9, Optional.empty());
        REPORT.add(crowd.name + "status reads meanwhile, p99", "ms", p99, Optional.empty(), Goal.atMost(MOST_READ_MILLIS));
        double settled = Memory.settled(() -> Memory.resident(gateway.pid()));
        REPORT.add(crowd.name + "memory of one", "KB", (settled - before) / crowd.readers, Optional.empty(),
                Goal.atMost(MOST_KB));
        return present.get();
    }

    /** Events follow each other at once, and in one more round, each video or account has one. */
    private static void events(Gateway gateway, Crowd crowd, Readers readers, SteadyReads reads) throws Exception {
        double[] millis = new double[EVENTS];
        double p99 = reads.p99(() -> {
            for (int event = 0; event < EVENTS; event++) {
                millis[event] = event(gateway, crowd, readers, event % crowd.groups);
            }
            return millis;
        });
        REPORT.add(crowd.name + "an event, to the last reader of its stream", "ms", Rounds.percentile(50, millis),
                Optional.empty(), Goal.atMost(crowd.groups == 1 ? crowd.mostMillis() : MOST_MILLIS));
        REPORT.add(crowd.name + "status reads meanwhile, p99", "ms", p99, Optional.empty(), Goal.atMost(MOST_READ_MILLIS));
        if (crowd.groups > 1) {
            long start = System.nanoTime();
            double busy = reads.p99(() -> all(gateway, crowd, readers));
            REPORT.add(crowd.name + "an event of each stream", "s", (System.nanoTime() - start) / 1e9, Optional.empty());
            REPORT.add(crowd.name + "status reads meanwhile, p99", "ms", busy, Optional.empty(), Goal.atMost(MOST_READ_MILLIS));
        }
    }

    /** Returns the time from the change to its arrival at the last reader, in ms. */
    private static double event(Gateway gateway, Crowd crowd, Readers readers, int group) throws Exception {
        long start = System.nanoTime();
        return (readers.awaitEvent(group, change(gateway, crowd, group)) - start) / 1e6;
    }

    private static Readers all(Gateway gateway, Crowd crowd, Readers readers) throws SQLException {
        String watched = "owner " + (crowd.isOfOwners() ? "<>" : "=") + " 'alice'";
        gateway.execute(CHANGE.formatted(watched));
        List<Long> ids = gateway.numbers("select %s from video where %s order by id".formatted(idColumn(crowd), watched));
        for (int group = 0; group < crowd.groups; group++) {
            readers.awaitEvent(group, ids.get(group));
        }
        return readers;
    }

    /** The node stops and starts again while all readers try to come back; meanwhile one video changes. */
    private static void comeAgain(Gateway gateway, Crowd crowd, Readers readers, SteadyReads reads, Readers.Presence before)
            throws Exception {
        gateway.stop();
        long stopped = System.nanoTime();
        long change = change(gateway, crowd, 0);
        gateway.startAgain();
        long ready = System.nanoTime();
        AtomicReference<Readers.Presence> returned = new AtomicReference<>();
        double p99 = reads.p99(() -> returned.accumulateAndGet(readers.awaitReturn(stopped), (none, all) -> all));
        Readers.Presence after = returned.get();
        long told = readers.awaitEvent(0, change);
        REPORT.add(crowd.name + "all come again after a restart", "s", Math.max(0, after.nanos() - ready) / 1e9,
                Optional.empty());
        REPORT.add(crowd.name + "status reads meanwhile, p99", "ms", p99, Optional.empty(), Goal.atMost(MOST_READ_MILLIS));
        REPORT.add(crowd.name + "a change of that time, to the last reader", "s", Math.max(0, told - ready) / 1e9,
                Optional.empty());
        REPORT.add(crowd.name + "errors of that time", "", after.errors() - before.errors(), Optional.empty(), Goal.atMost(0));
        REPORT.note("%srefused connects %d, responses 503 %d, connections without a response %d".formatted(crowd.name,
                after.refused() - before.refused(), after.repeated() - before.repeated(), after.lost() - before.lost()));
    }

    /** Changes the video of a group; returns the id of the event. */
    private static long change(Gateway gateway, Crowd crowd, int group) throws SQLException {
        gateway.execute(CHANGE.formatted("id = '" + video(crowd, group) + "'"));
        return id(gateway, crowd, group);
    }

    private static long id(Gateway gateway, Crowd crowd, int group) throws SQLException {
        return gateway.number("select %s from video where id = '%s'".formatted(idColumn(crowd), video(crowd, group)));
    }

    private static String idColumn(Crowd crowd) {
        return crowd.isOfOwners() ? "position" : "version";
    }

    private static String video(Crowd crowd, int group) {
        return crowd.isOfOwners() ? "video_f%031d".formatted(group) : Gateway.ID.formatted(group);
    }
}

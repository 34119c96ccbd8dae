package dev.reelay.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** Reads of a running video's status, against a Quarkus service that does nothing else than answer with JSON. */
class StatusBench {
    private static final int ROUNDS = 4;
    private static final int SECONDS = 2;
    private static final int WARM_UP_SECONDS = 4;
    private static final String PATH = "/v1/videos/" + Gateway.ID.formatted(0);

    @Test
    void readsOfOneVideo() throws Exception {
        Report report = new Report("Status", "bare");
        try (Origin origin = new Origin("in_progress");
                Peer bare = BareQuarkus.start();
                Gateway gateway = Gateway.start("status", origin.url(), Map.of())) {
            gateway.addLed(1);
            report.add("memory after the start", "MB", Memory.resident(gateway.pid()) / 1024.0,
                    Optional.of(Memory.resident(bare.pid()) / 1024.0));
            measure(report, gateway.uri().resolve(PATH), URI.create("http://127.0.0.1:" + bare.port() + PATH));
        }
        report.note("asked by " + Load.client());
        report.close();
    }

    private static void measure(Report report, URI ours, URI theirs) throws Exception {
        Rounds.warmUp(round -> Load.on(ours, WARM_UP_SECONDS).perSecond());
        Rounds.warmUp(round -> Load.on(theirs, WARM_UP_SECONDS).perSecond());
        List<Double> oursLate = new ArrayList<>();
        List<Double> theirsLate = new ArrayList<>();
        String what = "GET of a running video, %d connections: ".formatted(Load.CONNECTIONS);
        report.add(what + "answers", "1/s", Rounds.measure(ROUNDS, round -> load(ours, oursLate),
                Optional.of(round -> load(theirs, theirsLate))), Goal.ratioAtLeast(0.6));
        report.add(what + "p99", "ms", median(oursLate), Optional.of(median(theirsLate)), Goal.atMost(20));
    }

    private static double load(URI uri, List<Double> late) throws Exception {
        Load load = Load.on(uri, SECONDS);
        late.add(load.p99());
        return load.perSecond();
    }

    private static double median(List<Double> values) {
        return Rounds.percentile(50, values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

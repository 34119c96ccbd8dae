package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.database.EmbeddedDatabase;

/** How long a create takes and how many there are per second, against bare inserts of the same rows into the same database. */
class CreateBench {
    private static final int WARM_UP = 400;
    private static final int CREATES = 200;
    private static final int ROUNDS = 3;
    private static final int SECONDS = 4;
    /** The videos of a round are deleted after it, and polls of them would disturb a later one. */
    private static final String NEVER = "1h";

    @Test
    void creates() throws Exception {
        Report report = new Report("Creates", "insert");
        try (Origin origin = new Origin("in_progress");
                BareInserts inserts = BareInserts.start();
                Gateway gateway = Gateway.start("create", origin.url(), Map.of(
                        "QUARKUS_DATASOURCE_REACTIVE_URL", inserts.url(),
                        "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                        "REELAY_UPSTREAM_POLL_INTERVAL", NEVER,
                        "REELAY_ACCESS_KEYS", "alice:" + Gateway.KEY + "," + CreateLoad.keys()))) {
            Caller caller = new Caller(gateway.uri());
            for (CreateBody body : CreateBody.values()) {
                Rounds.warmUp(round -> {
                    double millis = Rounds.percentile(50, times(body, WARM_UP, caller, origin, inserts).creates);
                    inserts.deleteAll();
                    return 1 / millis;
                });
            }
            for (CreateBody body : CreateBody.values()) {
                times(body, CREATES, caller, origin, inserts).report(report, body.title());
                inserts.deleteAll();
            }
            Rounds.warmUp(round -> {
                inserts.deleteAll();
                return CreateLoad.perSecond(gateway.uri(), SECONDS);
            });
            report.add("%d callers with keys of their own: creates".formatted(Load.CONNECTIONS), "1/s", Rounds.measure(ROUNDS,
                    round -> {
                        inserts.deleteAll();
                        return CreateLoad.perSecond(gateway.uri(), SECONDS);
                    }, Optional.of(round -> {
                        inserts.deleteAll();
                        return inserts.perSecond(SECONDS);
                    })), Goal.ratioAtLeast(0.4));
        }
        report.close();
    }

    /** Creates and inserts take turns. */
    private static Times times(CreateBody body, int count, Caller caller, Origin origin, BareInserts inserts) throws Exception {
        Times times = new Times(new double[count], new double[count], new double[count]);
        Map<String, Long> responses = new LinkedHashMap<>();
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            String id = caller.create(body);
            responses.put(id, System.nanoTime());
            times.creates[number] = (System.nanoTime() - start) / 1e6;
            times.inserts[number] = inserts.insert(body.image());
        }
        await().until(() -> origin.creates().keySet().containsAll(responses.keySet()));
        int number = 0;
        for (Map.Entry<String, Long> response : responses.entrySet()) {
            times.receipts[number++] = (origin.creates().get(response.getKey()) - response.getValue()) / 1e6;
        }
        return times;
    }

    /** In ms; {@code receipts} are the times from the response of a create to the upstream's receipt. */
    private record Times(double[] creates, double[] inserts, double[] receipts) {
        void report(Report report, String body) {
            Map.of(50, 3, 99, 5).forEach((percent, limit) -> report.add("create as %s: p%d".formatted(body, percent), "ms",
                    Rounds.percentile(percent, creates), Optional.of(Rounds.percentile(percent, inserts)),
                    Goal.ratioAtMost(limit)));
            report.add("from its response to the upstream's receipt: p50", "ms", Rounds.percentile(50, receipts),
                    Optional.empty());
        }
    }
}

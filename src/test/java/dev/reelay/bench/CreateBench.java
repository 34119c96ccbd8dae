package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** How long a create takes at the gateway, against the plain insert of a row, and until the upstream hears of it. */
class CreateBench {
    private static final int WARM_UP = 100;
    private static final int CREATES = 150;

    @Test
    void creates() throws Exception {
        Report report = new Report("Creates", "insert");
        try (Origin origin = new Origin("in_progress");
                Gateway gateway = Gateway.start("create", origin.url(), Map.of())) {
            gateway.addWatched(1);
            Caller caller = new Caller(gateway.uri());
            for (int create = 0; create < WARM_UP; create++) {
                caller.create("warming up");
            }
            measure(report, caller, gateway, origin);
        }
        report.close();
    }

    private static void measure(Report report, Caller caller, Gateway gateway, Origin origin) throws Exception {
        double[] creates = new double[CREATES];
        double[] inserts = new double[CREATES];
        Map<String, Long> answered = new LinkedHashMap<>();
        for (int create = 0; create < CREATES; create++) {
            long start = System.nanoTime();
            String id = caller.create("a dog that runs, number " + create);
            answered.put(id, System.nanoTime());
            creates[create] = (System.nanoTime() - start) / 1e6;
            inserts[create] = insert(gateway, create);
        }
        await().until(() -> origin.creates().keySet().containsAll(answered.keySet()));
        double[] unheard = answered.entrySet().stream()
                .mapToDouble(create -> (origin.creates().get(create.getKey()) - create.getValue()) / 1e6).toArray();
        for (int percent : new int[] { 50, 99 }) {
            String p = "p" + percent;
            report.add("POST of a video: " + p, "ms", Rounds.percentile(percent, creates),
                    Optional.of(Rounds.percentile(percent, inserts)));
            report.add("from its answer to the upstream's receipt: " + p, "ms", Rounds.percentile(percent, unheard),
                    Optional.empty());
        }
    }

    /** One that nobody leads: in ms. */
    private static double insert(Gateway gateway, int number) throws Exception {
        long start = System.nanoTime();
        gateway.execute("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint)
                values ('insert_%d', 'bob', 'IN_PROGRESS', 'a dog that runs', 'sora-2', '1280x720', '10', '')"""
                .formatted(number));
        return (System.nanoTime() - start) / 1e6;
    }
}

package dev.reelay.bench;

import static dev.reelay.testing.Waits.LIMIT;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Deliveries of webhooks from a full queue, against a bare client that posts the same; and of one event after another. */
class WebhooksBench {
    private static final String NO_UPSTREAM = "http://127.0.0.1:9";
    private static final int ENDPOINTS = 1000;
    private static final int EVENTS = 10_000;
    /** A round is short, so it takes several until the code of both sides is compiled. */
    private static final int WARM_UP_ROUNDS = 10;
    private static final int ROUNDS = 5;
    private static final int SINGLES = 300;

    private static final String BODY = """
            {"id":"evt_3f0e6c1d9a8b4e2f8c7d6a5b4c3d2e1f","object":"event","created_at":1767225600,"type":"video.completed",\
            "data":{"id":"video_3f0e6c1d9a8b4e2f8c7d6a5b4c3d2e1f","status":"completed","progress":100,\
            "prompt":"a dog that runs and runs through the long grass","model":"sora-2","size":"1280x720","seconds":"10",\
            "created_at":1767225000,"url":"https://reelay.example/v1/videos/video_3f0e6c1d9a8b4e2f8c7d6a5b4c3d2e1f/content",\
            "completed_at":1767225600}}""";
    private static final String ADD_ENDPOINTS = """
            insert into webhook_endpoint (id, owner, url, secret)
            select 'we_' || number, 'alice', '%s/hook/' || number, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
            from generate_series(0, %d) number""";
    private static final String ADD_EVENTS = """
            with event as (
                insert into webhook_event (id, owner, type, body)
                select 'evt_' || gen_random_uuid(), 'alice', 'video.completed', '%s' from generate_series(1, %d) returning id)
            insert into webhook_delivery (id, event_id, owner, endpoint_id, destination)
            select 'wd_' || id, id, 'alice', endpoint, endpoint
            from (select id, 'we_' || row_number() over () %% %d as endpoint from event) numbered""";

    private final HookTarget target = new HookTarget();

    @Test
    void deliveries() throws Exception {
        Report report = new Report("Webhooks", "client");
        try (target;
                Gateway gateway = Gateway.start("webhooks", NO_UPSTREAM,
                        Map.of("REELAY_WEBHOOKS_ALLOW_HTTP", "true", "REELAY_WEBHOOKS_ALLOW_PRIVATE", "true"))) {
            gateway.execute(ADD_ENDPOINTS.formatted(target.url(), ENDPOINTS - 1));
            for (int round = 0; round < WARM_UP_ROUNDS; round++) {
                ours(gateway);
                theirs();
            }
            report.add("%,d events to %,d endpoints".formatted(EVENTS, ENDPOINTS), "1/s",
                    Rounds.measure(ROUNDS, round -> ours(gateway), Optional.of(round -> theirs())), Goal.ratioAtLeast(0.5));
            double[] millis = new double[SINGLES];
            for (int single = 0; single < SINGLES; single++) {
                millis[single] = one(gateway);
            }
            report.add("one event, from its change to its arrival: p50", "ms", Rounds.percentile(50, millis),
                    Optional.empty());
            report.add("one event, from its change to its arrival: p99", "ms", Rounds.percentile(99, millis),
                    Optional.empty(), Goal.atMost(1000));
        }
        report.close();
    }

    private double ours(Gateway gateway) throws Exception {
        CompletableFuture<Long> last = target.expect(EVENTS);
        addEvents(gateway, EVENTS);
        return perSecond(last, System.nanoTime());
    }

    /** @return from the statement that stores the event to its arrival, in ms */
    private double one(Gateway gateway) throws Exception {
        CompletableFuture<Long> arrival = target.expect(1);
        long start = System.nanoTime();
        addEvents(gateway, 1);
        return (arrival.get(LIMIT.toSeconds(), TimeUnit.SECONDS) - start) / 1e6;
    }

    private static void addEvents(Gateway gateway, int count) throws Exception {
        gateway.execute(ADD_EVENTS.formatted(BODY, count, ENDPOINTS));
    }

    /** @param start when the first could be sent */
    private static double perSecond(CompletableFuture<Long> last, long start) throws Exception {
        return EVENTS / ((last.get(LIMIT.toSeconds(), TimeUnit.SECONDS) - start) / 1e9);
    }

    private double theirs() throws Exception {
        CompletableFuture<Long> last = target.expect(EVENTS);
        long start = System.nanoTime();
        target.post(EVENTS, BODY);
        return perSecond(last, start);
    }
}

package dev.reelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.TestDatabase;

/** How long questions for usage take, over a year of a million videos, against the same sums over the ledger itself. */
class UsageBench {
    private static final int REQUESTS = 50;
    private static final double GOAL_MILLIS = 200;

    /** 100 keys, each with three models, of which each is at one account; nine of ten videos were completed. */
    private static final String LEDGER = """
            insert into usage_ledger
            select 'video_' || number, timestamptz '2026-01-01 00:00:00Z' + number * interval '31.5 seconds', 'owner' || key,
                'key_' || key, 'model' || model, 'account' || model % 3,
                case number % 20 when 0 then 'failed' when 1 then 'cancelled' else 'completed' end, 8, 0.80, 0
            from generate_series(1, 1000000) number,
                lateral (select (hashint4(number) & 65535) % 100 as key) k, lateral (select (key + number % 3) % 12 as model) m""";

    private static final String SUMS = """
            insert into usage_sum
            select bucket, date_trunc(bucket, ended_at, 'UTC'), owner, key_id, model, account, status, count(*), sum(seconds),
                sum(cost), sum(uncertain)
            from usage_ledger, unnest(array['hour', 'day', 'month']) bucket group by 1, 2, 3, 4, 5, 6, 7""";

    private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();
    static {
        QUESTIONS.put("the year by month", "bucket=month");
        QUESTIONS.put("the year by month and key", "bucket=month&group_by=key&limit=10000");
        QUESTIONS.put("the year by day", "bucket=day&limit=1000");
        QUESTIONS.put("the year by day and model", "bucket=day&group_by=model&limit=10000");
        QUESTIONS.put("one key's year by day and status", "bucket=day&key=key_7&group_by=status&limit=10000");
        QUESTIONS.put("the year by hour: a page", "bucket=hour&group_by=key&limit=1000");
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void questions() throws Exception {
        Report report = new Report("Usage", "ledger");
        try (Origin origin = new Origin("in_progress"); Gateway gateway = Gateway.start("usage", origin.url(), Map.of())) {
            gateway.execute(LEDGER);
            gateway.execute(SUMS);
            gateway.execute("analyze usage_ledger, usage_sum");
            for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
                ask(report, gateway, question.getKey(), question.getValue());
            }
        }
        report.close();
    }

    private void ask(Report report, Gateway gateway, String name, String query) throws Exception {
        double[] answers = new double[REQUESTS];
        request(gateway, query);
        for (int number = 0; number < REQUESTS; number++) {
            long start = System.nanoTime();
            request(gateway, query);
            answers[number] = (System.nanoTime() - start) / 1e6;
        }
        report.add(name + ": p50", "ms", Rounds.percentile(50, answers), Optional.of(ledger(gateway, query)));
        report.add(name + ": p99", "ms", Rounds.percentile(99, answers), Optional.empty(), Goal.atMost(GOAL_MILLIS));
    }

    private void request(Gateway gateway, String query) throws IOException, InterruptedException {
        long start = LocalDate.of(2026, 1, 1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        long end = LocalDate.of(2027, 1, 1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        HttpResponse<String> response = http.send(HttpRequest.newBuilder(
                gateway.uri().resolve("/admin/usage?start=%d&end=%d&%s".formatted(start, end, query)))
                .header("Authorization", TestDatabase.ADMIN).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        if (response.statusCode() != 200 || !response.body().contains("\"videos\"")) {
            throw new AssertionError(response.body());
        }
    }

    /** The time of the same sums without aggregates, in ms. */
    private static double ledger(Gateway gateway, String query) throws Exception {
        String bucket = query.replaceFirst("bucket=(\\w+).*", "$1");
        String where = query.contains("key=key_7") ? "where key_id = 'key_7'" : "";
        long start = System.nanoTime();
        gateway.execute(
                """
                        create temporary table if not exists answer as
                        select date_trunc('%s', ended_at, 'UTC') start, count(*), sum(seconds) seconds, sum(cost) cost, sum(uncertain) uncertain
                        from usage_ledger %s
                        group by 1; drop table answer"""
                        .formatted(bucket, where));
        return (System.nanoTime() - start) / 1e6;
    }
}

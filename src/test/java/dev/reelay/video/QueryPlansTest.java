package dev.reelay.video;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.agroal.api.AgroalDataSource;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.database.DatabaseFailures;
import dev.reelay.database.SqlStatement;
import dev.reelay.store.ArchiveQueue;
import dev.reelay.store.NodeLeases;
import dev.reelay.store.OpenVideoGauges;
import dev.reelay.store.ReferenceImageStore;
import dev.reelay.store.UnlimitedAdmission;
import dev.reelay.store.VideoCreation;
import dev.reelay.store.VideoFeed;
import dev.reelay.store.VideoLeases;
import dev.reelay.store.VideoLeases.AccountLimits;
import dev.reelay.store.VideoRepository;
import dev.reelay.store.VideoRetention;
import dev.reelay.store.VideoSteps;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.account.AccountSettings;
import dev.reelay.upstream.account.AccountStateReader;
import dev.reelay.webhook.store.DeliveryQueue;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookDelivery;
import dev.reelay.webhook.store.WebhookDeliveryStore;
import dev.reelay.webhook.store.WebhookEvent;
import dev.reelay.webhook.store.WebhookEventStore;

/**
 * No repeated statement may scan a whole table, because the tables grow. The module {@code auto_explain} of PostgreSQL logs
 * the plan of each statement of the service, those in triggers and functions included.
 */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class QueryPlansTest {
    private static final Path SERVER_LOG = TestDatabase.DATA.resolve("postgres.log");
    /** A complete plan: of one that the server is still writing the last line, the brace, is not there yet. */
    private static final Pattern PLAN = Pattern.compile("plan:\n(\t\\{\n(?:\t .*\n)+\t}\n)");
    private static final Set<String> GROWING = Set.of("video", "creation", "upstream_request", "reference_image_part",
            "deleted_video", "webhook_event", "webhook_delivery", "usage_ledger", "usage_sum");
    private static final int FEW = 1500;

    /** 20,000 terminal videos of ten owners, and 500 open ones: half are claimed by a live node, half are not due yet. */
    private static final String MANY_VIDEOS = """
            insert into node (id, lease_until) values ('elsewhere', now() + interval '1 hour');
            insert into video (id, owner, status, progress, prompt, model, size, seconds, created_at, accepted_at, completed_at,
                upstream_id, account, idempotency_key, fingerprint, error_code, error_message, occupied_until)
            select 'video_past' || number, 'owner' || number % 10, case when failed then 'FAILED' else 'COMPLETED' end, 50,
                'a dog that runs and runs through the long grass, number ' || number, 'sora-2', '1280x720', '10', at, at,
                case when not failed then at + interval '3 minutes' end, 'up-' || number, 'account' || number % 2,
                'key-' || number, sha256(cast(cast(number as text) as bytea)), case when failed then 'upstream_error' end,
                case when failed then 'It failed' end, case when number % 100 = 0 then at + interval '13 minutes' end
            from generate_series(1, 20000) number,
                lateral (select now() - number * interval '2 minutes' as at, number % 20 = 0 as failed) made;
            insert into video (id, owner, status, prompt, model, size, seconds, created_at, not_before, fingerprint, account,
                upstream_id, lease_owner, lease_token)
            select 'video_open' || number, 'owner' || number % 10, case when led then 'IN_PROGRESS' else 'SUBMITTED' end, 'a dog',
                'sora-2', '1280x720', '10', now() - number * interval '100 milliseconds', now() + interval '1 hour', '',
                case when led then 'account' || number % 4 / 2 end, case when led then 'up-open' || number end,
                case when led then 'elsewhere' end, 1
            from generate_series(1, 500) number, lateral (select number % 2 = 0 as led) half;
            update video set status = 'SUBMITTING', upstream_id = null where id in ('video_open2', 'video_open4');
            insert into creation select 'owner' || number % 10, now() - interval '100 milliseconds' * number
            from generate_series(1, 5000) number;
            insert into deleted_video (owner, position, id, deleted_at)
            select 'owner' || number % 10, nextval('video_change'), 'video_deleted' || number, now() - interval '31 seconds' * number
            from generate_series(1, 20000) number;
            insert into upstream_account (name) select 'account' || number from generate_series(0, 49) number;
            insert into upstream_request select 'account' || number % 50, now() - interval '20 milliseconds' * number
            from generate_series(1, 5000) number;
            insert into webhook_endpoint (id, owner, url, secret)
            select 'we_' || number, 'owner' || number % 10, 'https://hooks.example', 'whsec_' from generate_series(0, 99) number;
            insert into webhook_event (id, owner, type, body, created_at)
            select 'evt_' || number, 'owner' || number % 10, 'video.completed', '{}', now() - number * interval '1 minute'
            from generate_series(1, 20000) number;
            insert into webhook_delivery (id, event_id, owner, endpoint_id, destination, status, due, created_at)
            select 'wd_' || number, 'evt_' || number, 'owner' || number % 10, 'we_' || number % 100, 'we_' || number % 100,
                case when later then 'pending' when number % 7 = 0 then 'failed' else 'delivered' end,
                case when later then now() + interval '1 hour' end, now() - number * interval '1 minute'
            from generate_series(1, 20000) number, lateral (select number % 200 = 0 as later) state;
            insert into usage_sum
            select 'day', now() - number / 10 * interval '1 day', 'owner' || number % 10, 'key_' || number % 10, 'sora-2', '',
                'completed', 1, 8, 0.8, 0 from generate_series(1, 20000) number;
            insert into reference_image_part select id, part, 'bytes' from video, generate_series(0, 2) part
            where account is null and owner ~ '^owner\\d$';
            analyze""";
    private static final String CROWD = """
            insert into video (id, owner, status, prompt, model, size, seconds, created_at, fingerprint)
            select 'video_crowd' || number, 'owner' || number % 10, 'SUBMITTED', 'a dog', 'crowded', '1280x720', '8',
                now() - number * interval '1 second', '' from generate_series(1, 3000) number;
            analyze video""";
    private static final String DELETE_THEM = """
            delete from video where owner ~ '^owner\\d$'; delete from node where id = 'elsewhere';
            delete from webhook_endpoint where id ~ '^we_\\d+$'; delete from webhook_event where id ~ '^evt_\\d+$';
            delete from usage_sum where owner ~ '^owner\\d$'; delete from usage_ledger where owner ~ '^owner\\d$';
            delete from deleted_video where owner ~ '^owner\\d$';
            delete from creation where owner ~ '^owner\\d$'; delete from upstream_account where name ~ '^account\\d+$'""";

    private static final String EXPLAIN = """
            alter database postgres set session_preload_libraries = 'auto_explain';
            alter database postgres set auto_explain.log_min_duration = 0;
            alter database postgres set auto_explain.log_format = 'json';
            alter database postgres set auto_explain.log_analyze = on;
            alter database postgres set auto_explain.log_nested_statements = on;
            alter database postgres set log_min_messages = 'log'""";
    private static final String RECONNECT = """
            select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres' and pid <> pg_backend_pid()""";

    @Inject
    VertxContexts contexts;
    @Inject
    VideoLeases leases;
    @Inject
    NodeLeases nodes;
    @Inject
    VideoSteps steps;
    @Inject
    VideoRetention retention;
    @Inject
    VideoFeed feed;
    @Inject
    VideoCreation orders;
    @Inject
    VideoRepository videos;
    @Inject
    ReferenceImageStore images;
    @Inject
    OpenVideoGauges open;
    @Inject
    AccountStateReader accounts;
    @Inject
    ArchiveQueue archive;
    @Inject
    WebhookEventStore events;
    @Inject
    DeliveryQueue deliveries;
    @Inject
    WebhookDeliveryStore tried;
    @Inject
    Pool pool;
    @Inject
    AgroalDataSource other;
    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws SQLException {
        sql(MANY_VIDEOS, EXPLAIN, RECONNECT);
    }

    @AfterEach
    void empty() throws SQLException {
        sql(DELETE_THEM, "alter database postgres reset all", RECONNECT);
        TestDatabase.awaitUsable(pool);
    }

    @Test
    void noRepeatedStatementScansAWholeTable() throws IOException {
        Map<String, Supplier<Uni<?>>> uses = new LinkedHashMap<>();
        uses.put("create", () -> orders.create(order(Optional.empty(), false), new UnlimitedAdmission()));
        uses.put("create with an idempotency key",
                () -> orders.create(order(Optional.of("a new key"), false), new UnlimitedAdmission()));
        uses.put("create sent again", () -> orders.create(order(Optional.empty(), true), new UnlimitedAdmission()));
        uses.put("read", () -> videos.require(id("video_past7"), "owner7"));
        uses.put("read one that waits", () -> videos.find(id("video_open1")));
        uses.put("read several", () -> videos.find(List.of(id("video_open1"), id("video_past7"))));
        uses.put("list", () -> videos.list("owner7", Optional.empty(), true, 20));
        uses.put("list from the first", () -> videos.list("owner7", Optional.empty(), false, 20));
        uses.put("list on", () -> videos.list("owner7", Optional.of(id("video_past19007")), true, 100));
        uses.put("list on from the first", () -> videos.list("owner7", Optional.of(id("video_past1007")), false, 100));
        uses.put("feed", () -> feed.after("owner7", 0, 100));
        uses.put("end of the feed", () -> feed.end("owner7"));
        uses.put("cancel", () -> videos.cancel(id("video_open3"), "owner3", Set.of("account1")));
        uses.put("delete", () -> videos.delete(id("video_past8"), "owner8"));
        uses.put("claim what nobody leads", () -> leases.claim("elsewhere", 100));
        uses.put("claim what waits", () -> leases.claimWaiting("elsewhere",
                List.of(new AccountLimits("account0", 6000, 1000, Set.of("sora-2")),
                        new AccountLimits("account1", 6000, 1000, Set.of("sora-2"))),
                AccountSettings.PERMIT_WINDOW));
        uses.put("read an image", () -> images.copy(id("video_open1"), file()));
        uses.put("permit for a create", () -> permit(false));
        uses.put("permit for a poll", () -> permit(true));
        uses.put("save", () -> videos.find(id("video_open2")).chain(found -> steps.save(new Lease(id("video_open2"), 1),
                found.orElseThrow(), found.orElseThrow().accepted("up-open2"), Duration.ofMinutes(10))));
        uses.put("poll", () -> steps.find(new Lease(id("video_open2"), 1)));
        uses.put("put back", () -> leases.requeue(new Lease(id("video_open4"), 1), Duration.ofHours(1)));
        uses.put("let go", () -> leases.release(new Lease(id("video_open6"), 1)));
        uses.put("prune", () -> retention.prune(Duration.ofDays(20)));
        uses.put("prune deletions", retention::pruneDeletions);
        uses.put("renew", () -> nodes.renew("elsewhere", Duration.ofHours(1)));
        uses.put("count what is open", open::count);
        uses.put("look at the accounts", () -> accounts.of(List.of("account0", "account1")));
        uses.put("count what is to be archived", archive::countDue);
        uses.put("store an event", () -> Panache.withTransaction(() -> SqlStatement.executeInSession(List.of(
                WebhookEventStore.insertion(new WebhookEvent("evt_new", "owner0", Optional.of(id("video_past10")),
                        EventType.VIDEO_COMPLETED, "{}"), Optional.of("https://hooks.example/a"), "whsec_")))));
        uses.put("claim deliveries", () -> deliveries.claim("elsewhere", Duration.ofHours(1), 1000));
        uses.put("store outcomes", () -> deliveries.store("elsewhere", List.of(new DeliveryQueue.Outcome(
                new DeliveryQueue.Due("wd_200", "evt_200", Optional.of("we_0"), false, 1, "", "", List.of()),
                WebhookDelivery.Status.DELIVERED, Optional.empty(), Optional.of(200), Optional.empty(), Optional.empty()))));
        uses.put("release deliveries", () -> deliveries.release("elsewhere"));
        uses.put("count deliveries", deliveries::countDue);
        uses.put("list deliveries", () -> tried.list("we_7", "owner7", Optional.empty(), 100));
        uses.put("list deliveries on", () -> tried.list("we_7", "owner7", Optional.of("wd_10007"), 100));
        uses.put("replay deliveries", () -> tried.replay("we_7", "owner7", Instant.now().minus(Duration.ofDays(2))));
        uses.put("prune events", () -> events.prune(Duration.ofDays(13)));
        uses.put("release", () -> nodes.release("elsewhere"));

        assertSoftly(softly -> uses.forEach((name, use) -> softly.assertThat(readersOfWholeTables(use)).as(name).isEmpty()));
    }

    /** Thousands wait for a model whose accounts have no room: this must not slow down the claims for other models. */
    @Test
    void claimReadsNoWaitingVideosOfOtherModels() throws SQLException {
        sql(CROWD);

        assertThat(readersOfWholeTables(() -> claimFor(1000, "sora-2", "veo-3.1"))).noneMatch(QueryPlansTest::routes);
        assertThat(readersOfWholeTables(() -> claimFor(5, "sora-2", "crowded"))).noneMatch(QueryPlansTest::routes);
        assertThat(readersOfWholeTables(() -> permit(true))).noneMatch(QueryPlansTest::routes);
    }

    private Uni<?> claimFor(int room, String... models) {
        return leases.claimWaiting("elsewhere", List.of(new AccountLimits("account2", 6000, room, Set.of(models))),
                AccountSettings.PERMIT_WINDOW);
    }

    /** Other statements count the open videos, such as those for the position in the queue. */
    private static boolean routes(String statement) {
        return statement.contains("model =") || statement.contains("waiting_videos");
    }

    /** Returns the statements that scan a table, background statements included. */
    private Set<String> readersOfWholeTables(Supplier<Uni<?>> use) {
        long before = log().length();
        contexts.run(() -> use.get().replaceWithVoid())
                .onFailure(DatabaseFailures::isOutage).retry().atMost(5) // its connection may be one of the closed ones
                .await().atMost(LIMIT);
        List<JsonObject> explained = await().until(() -> plans(log().substring((int) before)),
                plans -> plans.stream().anyMatch(plan -> nodes(plan).anyMatch(QueryPlansTest::readsWhatGrows)));
        return explained.stream().filter(plan -> nodes(plan).anyMatch(QueryPlansTest::readsTooMuch))
                .map(plan -> plan.getString("Query Text")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonObject> plans(String log) {
        return PLAN.matcher(log).results().map(found -> new JsonObject(found.group(1))).toList();
    }

    private static Stream<JsonObject> nodes(JsonObject plan) {
        Stream<JsonObject> children = Stream.concat(Stream.ofNullable(plan.getJsonObject("Plan")),
                plan.getJsonArray("Plans", new JsonArray()).stream().map(JsonObject.class::cast));
        return Stream.concat(Stream.of(plan), children.flatMap(QueryPlansTest::nodes));
    }

    private static boolean readsWhatGrows(JsonObject node) {
        return GROWING.contains(node.getString("Relation Name", "")) && node.getString("Node Type").endsWith("Scan");
    }

    private static boolean readsTooMuch(JsonObject node) {
        double each = node.getDouble("Actual Rows", 0.0) + node.getDouble("Rows Removed by Filter", 0.0);
        return readsWhatGrows(node)
                && (node.getString("Node Type").equals("Seq Scan") || each * node.getDouble("Actual Loops", 0.0) > FEW);
    }

    private static CreateVideo order(Optional<String> idempotencyKey, boolean repetition) {
        VideoSpec spec = new VideoSpec("a dog", "sora-2", "1280x720", "10");
        return new CreateVideo("owner0", Optional.of("key_0"), spec, Optional.empty(), new Fingerprint(new byte[32]),
                idempotencyKey, repetition,
                Optional.empty(), Optional.empty(), Optional.of(BigDecimal.ONE));
    }

    private Uni<?> permit(boolean poll) {
        return pool.query(
                "select take_upstream_permit_4('account0', 6000, 5, '{sora-2}', %s, interval '61 seconds')".formatted(poll))
                .execute();
    }

    private Path file() {
        try {
            return Files.createTempFile(folder, "image", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VideoId id(String id) {
        return new VideoId(id);
    }

    private static String log() {
        try {
            return Files.readString(SERVER_LOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = other.getConnection(); Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}

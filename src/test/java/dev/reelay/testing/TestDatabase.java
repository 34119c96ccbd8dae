package dev.reelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.database.EmbeddedDatabase;

/** An empty embedded database, started as the program does, and API keys. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    public static final String ALICE = "sk-alice";
    public static final String BOB = "sk-bob";
    /** A key for one test only. */
    public static final String CAROL = "sk-carol";
    /** Two keys of one owner. The first has the owner's name, as a key has before it is renamed. */
    public static final String TEAM = "sk-team";
    public static final String RENAMED = "sk-renamed";
    public static final String KEYS = "alice:" + ALICE + ",bob:" + BOB + ",carol:" + CAROL + ",team:" + TEAM
            + ",renamed:team:" + RENAMED;

    /** The key of the administrator {@code ops}. */
    public static final String ADMIN = "sk-admin-ops";

    private static final int FRESH_KEYS = 800;
    /** The size of the pool. */
    private static final int CONNECTIONS = 20;
    private static final AtomicInteger USED_KEYS = new AtomicInteger();

    /** The folder of one test process; several processes may run in parallel. */
    public static final Path FOLDER = Path.of(System.getProperty("tests.folder", "target"));
    /** The program's data directory. */
    public static final Path DATA = FOLDER.resolve("test-data");

    private static volatile String url;
    private static Pool outsidePool;

    private Map<String, String> profile = Map.of();
    private EmbeddedDatabase database;

    /** Returns a key without videos and with unused limits, for one test. */
    public static String freshKey() {
        int number = USED_KEYS.incrementAndGet();
        if (number > FRESH_KEYS) {
            throw new IllegalStateException("There are more tests than keys: raise their number");
        }
        return "sk-fresh" + number;
    }

    /** Returns the owner of a fresh key. */
    public static String ownerOf(String freshKey) {
        return freshKey.substring("sk-".length());
    }

    /** Returns connections for tests of programs in another process, until the database stops. */
    public static synchronized Pool outsidePool() {
        if (outsidePool == null) {
            outsidePool = PgBuilder.pool().connectingTo(url).build();
        }
        return outsidePool;
    }

    private static synchronized void closeOutsidePool() {
        if (outsidePool != null) {
            outsidePool.closeAndAwait();
            outsidePool = null;
        }
    }

    /** @param settings those of the profile, which must win over those of a test resource */
    @Override
    public void init(Map<String, String> settings) {
        profile = settings;
    }

    @Override
    public Map<String, String> start() {
        delete(DATA.resolve("postgres"));
        delete(DATA.resolve("sandbox/videos"));
        delete(DATA.resolve("sandbox/clips")); // clips of another build may have another encoding
        delete(DATA.resolve("archive"));
        database = EmbeddedDatabase.start(DATA);
        url = database.url().replace("//", "//" + EmbeddedDatabase.USER + "@");
        Map<String, String> config = new HashMap<>(Map.of(
                "quarkus.datasource.reactive.url", database.url(),
                "quarkus.datasource.username", EmbeddedDatabase.USER,
                "reelay.data-dir", DATA.toString(),
                "reelay.access.creates-per-minute", "100000",
                "reelay.access.concurrent-videos", "100000",
                "reelay.access.reads-per-minute", "1000000",
                "reelay.access.bad-keys-per-minute", "1000000",
                // A stalled video must not occupy the slot of another test.
                "reelay.upstream.concurrent-videos", "100000",
                "reelay.upstream.requests-per-minute", "0",
                "reelay.access.keys", KEYS + freshKeys()));
        config.put("reelay.access.admin-keys", "ops:" + ADMIN);
        // On a slow machine, a node must not lose its lease, nor a connection or a render time out.
        config.putAll(Map.of("reelay.pipeline.lease", "2m", "reelay.database.timeout", "1m",
                "reelay.sandbox.render-timeout", "1h"));
        config.putAll(profile);
        return config;
    }

    @Override
    public void stop() {
        closeOutsidePool();
        database.close();
    }

    /**
     * Waits until all connections of the pool work. It does not know at once that a connection was closed, and the next test
     * would get one of those.
     */
    public static void awaitUsable(Pool pool) {
        Waits.await().until(() -> Multi.createFrom().range(0, CONNECTIONS)
                .onItem().transformToUniAndMerge(number -> pool.query("select pg_sleep(0.1)").execute())
                .collect().asList().replaceWith(true).onFailure().recoverWithItem(false).await().atMost(Waits.LIMIT));
    }

    private static String freshKeys() {
        return IntStream.rangeClosed(1, FRESH_KEYS).mapToObj(number -> ",fresh%1$d:sk-fresh%1$d".formatted(number))
                .collect(Collectors.joining());
    }

    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

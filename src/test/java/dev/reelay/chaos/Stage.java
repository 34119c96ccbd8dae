package dev.reelay.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Books.Terms;
import dev.reelay.chaos.Books.UpstreamTerms;
import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.TestDatabase;

/**
 * Three nodes, their database, two upstreams and a receiver of webhooks. A proxy of its own leads each node to each of the
 * others.
 */
final class Stage implements AutoCloseable {
    static final List<String> MODELS = List.of("chaos-honest", "chaos-plain", "chaos-both");

    private static final List<String> NODES = List.of("chaos1", "chaos2", "chaos3");
    private static final long DEADLINE_SECONDS = 60;
    private static final int VIDEOS_OF_ACCOUNT = 12;

    private final Studio honest = new SoraStudio("honest");
    private final Studio plain = new ReplicateStudio("plain");
    private final Mailbox mailbox = new Mailbox();
    private final ChaosDatabase database;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, FaultProxy> databaseProxies = new HashMap<>();
    private final Map<String, FaultProxy> otherProxies = new HashMap<>();

    Stage(Path home, Random random) throws SQLException {
        TestDatabase.delete(home);
        database = new ChaosDatabase(NODES);
        otherProxies.put("mailbox", proxy(mailbox.port(), random));
        for (String node : NODES) {
            FaultProxy toDatabase = proxy(database.port(), random);
            FaultProxy toHonest = proxy(honest.port(), random);
            FaultProxy toPlain = proxy(plain.port(), random);
            databaseProxies.put(node, toDatabase);
            otherProxies.put(node + " to honest", toHonest);
            otherProxies.put(node + " to plain", toPlain);
            nodes.add(new Node(node, home, settings(node, toDatabase.port(), toHonest.port(), toPlain.port())));
        }
    }

    private static FaultProxy proxy(int port, Random random) {
        return FaultProxy.to("127.0.0.1", port, new Random(random.nextLong()));
    }

    private Map<String, String> settings(String node, int toDatabase, int toHonest, int toPlain) {
        Map<String, String> settings = new HashMap<>(Map.ofEntries(
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_URL", database.url(toDatabase)),
                Map.entry("QUARKUS_DATASOURCE_USERNAME", node),
                Map.entry("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", "10"),
                Map.entry("REELAY_ACCESS_ADMIN_KEYS", TestDatabase.ADMIN),
                Map.entry("REELAY_DATABASE_TIMEOUT", "3s"),
                Map.entry("REELAY_MODELS_FILE", System.getProperty("user.dir") + "/src/test/resources/chaos.yaml"),
                Map.entry("REELAY_PIPELINE_LEASE", "3s"),
                Map.entry("REELAY_PIPELINE_HEARTBEAT", "700ms"),
                Map.entry("REELAY_PIPELINE_DEADLINE", DEADLINE_SECONDS + "s"),
                Map.entry("REELAY_PROGRESS_HEARTBEAT", "2s"),
                Map.entry("REELAY_CONTENT_IDLE_TIMEOUT", "10s"),
                Map.entry("REELAY_WEBHOOKS_ALLOW_HTTP", "true"),
                Map.entry("REELAY_WEBHOOKS_ALLOW_PRIVATE", "true"),
                Map.entry("REELAY_WEBHOOKS_RETRIES", "300ms" + ",1s".repeat(400)),
                Map.entry("REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0"),
                Map.entry("REELAY_UPSTREAM_CONCURRENT_VIDEOS", String.valueOf(VIDEOS_OF_ACCOUNT)),
                Map.entry("REELAY_UPSTREAM_POLL_INTERVAL", "500ms"),
                Map.entry("REELAY_UPSTREAM_CREATE_TIMEOUT", "5s"),
                Map.entry("REELAY_UPSTREAM_STATUS_TIMEOUT", "3s"),
                Map.entry("REELAY_UPSTREAM_CONTENT_TIMEOUT", "5s"),
                Map.entry("REELAY_UPSTREAM_BREAKER_DELAY", "1s"),
                Map.entry("QUARKUS_SHUTDOWN_DELAY", "200ms"),
                Map.entry("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false")));
        account(settings, "honest", "sora", "http://127.0.0.1:%d/%s".formatted(toHonest, node));
        account(settings, "plain", "replicate", "http://127.0.0.1:%d/%s/v1".formatted(toPlain, node));
        settings.put("REELAY_UPSTREAM_ACCOUNTS_HONEST_IDEMPOTENT_CREATES", "true");
        return settings;
    }

    private static void account(Map<String, String> settings, String name, String dialect, String url) {
        String account = "REELAY_UPSTREAM_ACCOUNTS_" + name.toUpperCase(Locale.ROOT) + "_";
        settings.put(account + "DIALECT", dialect);
        settings.put(account + "API_KEY", "key-of-" + name);
        settings.put(account + "URL", url);
    }

    /** Starts all nodes, and the books of the database. */
    void open() throws IOException, InterruptedException, SQLException {
        nodes.get(0).start();
        database.beginBooks(nodes.get(0).name());
        for (Node node : nodes.subList(1, nodes.size())) {
            node.start();
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    ChaosDatabase database() {
        return database;
    }

    /** Returns the proxies to the database by the names of their nodes. */
    Map<String, FaultProxy> databaseProxies() {
        return databaseProxies;
    }

    /** Returns the proxies to the upstreams and to the receiver of webhooks, by a name. */
    Map<String, FaultProxy> otherProxies() {
        return otherProxies;
    }

    /** Returns the URL that gets the webhooks of an owner. */
    String mailbox(String owner) {
        FaultProxy proxy = otherProxies.get("mailbox");
        return "http://127.0.0.1:%d/%s".formatted(proxy == null ? 0 : proxy.port(), owner);
    }

    /** Returns all books. */
    Books books(Map<String, KeyTerms> keys, List<String> hooked) throws SQLException {
        List<Books.Purchase> purchases = new ArrayList<>(honest.purchases());
        purchases.addAll(plain.purchases());
        Terms terms = new Terms(DEADLINE_SECONDS * 1000, keys, Map.of("honest", new UpstreamTerms(VIDEOS_OF_ACCOUNT, true),
                "plain", new UpstreamTerms(VIDEOS_OF_ACCOUNT, false)), hooked);
        return new Books(terms, purchases, mailbox.arrivals(), database.processes(), database.writes(), database.creations(),
                database.videos(), database.ledger(), database.sums(), database.events());
    }

    @Override
    public void close() throws InterruptedException {
        for (Node node : nodes) {
            node.close();
        }
        databaseProxies.values().forEach(FaultProxy::close);
        otherProxies.values().forEach(FaultProxy::close);
        honest.close();
        plain.close();
        mailbox.close();
        database.close();
    }
}

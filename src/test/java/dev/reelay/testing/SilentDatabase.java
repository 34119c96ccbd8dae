package dev.reelay.testing;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager.TestInjector.MatchesType;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;

/**
 * The database of the tests behind a network that can drop all traffic: new connections get no response, and open ones stay
 * silent for ever. The test gets this object in a field.
 */
public final class SilentDatabase implements QuarkusTestResourceLifecycleManager {
    private static final String URL = "quarkus.datasource.reactive.url";

    private final TestDatabase database = new TestDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger silences = new AtomicInteger();
    private volatile boolean silent;

    public void silence() {
        silent = true;
        silences.incrementAndGet();
    }

    /** Forwards new connections again. */
    public void answer() {
        silent = false;
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> config = new HashMap<>(database.start());
        int server = URI.create(config.get(URL)).getPort();
        int port = vertx.createNetServer().connectHandler(caller -> take(caller, server))
                .listen(0, "localhost").toCompletionStage().toCompletableFuture().join().actualPort();
        config.put(URL, "postgresql://localhost:" + port + "/postgres");
        config.put("reelay.database.timeout", "8s");
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new MatchesType(SilentDatabase.class));
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.stop();
    }

    private void take(NetSocket caller, int server) {
        if (!silent) {
            caller.pause();
            vertx.createNetClient().connect(server, "localhost").onSuccess(answerer -> {
                forward(caller, answerer);
                forward(answerer, caller);
                caller.resume();
            }).onFailure(refused -> caller.close());
        }
    }

    private void forward(NetSocket from, NetSocket to) {
        int before = silences.get();
        from.handler(bytes -> {
            if (silences.get() == before) {
                to.write(bytes);
            }
        }).closeHandler(closed -> to.close());
    }
}

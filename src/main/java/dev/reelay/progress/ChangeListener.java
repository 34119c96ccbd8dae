package dev.reelay.progress;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;

import dev.reelay.video.FreshContext;
import dev.reelay.video.VideoId;

/**
 * Hears what every node's transactions announce on the channel {@code reelay_video} (see {@code V1__videos.sql}), over
 * one connection of its own. A lost connection is made again, and then everything that is watched is looked at anew.
 */
@ApplicationScoped
class ChangeListener {
    private static final Logger LOG = Logger.getLogger(ChangeListener.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final Pool pool;
    private final FreshContext contexts;
    private final ProgressBus bus;
    private volatile boolean stopped;

    ChangeListener(Pool pool, FreshContext contexts, ProgressBus bus) {
        this.pool = pool;
        this.contexts = contexts;
        this.bus = bus;
    }

    void onStart(@Observes StartupEvent event) {
        listen();
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void listen() {
        contexts.run(this::connect)
                .onFailure().invoke(failure -> LOG.warnf("Cannot listen for changes: %s", failure.getMessage()))
                .onFailure(failure -> !stopped).retry().withBackOff(FIRST_RETRY, LAST_RETRY).indefinitely()
                .subscribe().with(connected -> bus.anythingMayHaveChanged(), givenUp -> LOG.debug("Stopped listening"));
    }

    private Uni<Void> connect() {
        return pool.getConnection().chain(connection -> {
            PgConnection postgres = (PgConnection) connection.getDelegate();
            postgres.notificationHandler(notification -> bus.changed(idOf(notification.getPayload())));
            return listenOn(connection).invoke(() -> postgres.closeHandler(closed -> reconnect()));
        });
    }

    private static Uni<Void> listenOn(SqlConnection connection) {
        return connection.query("listen reelay_video").execute().replaceWithVoid()
                .onFailure().call(connection::close);
    }

    private void reconnect() {
        if (!stopped) {
            LOG.warn("The connection that listens for changes is lost");
            listen();
        }
    }

    private static VideoId idOf(String payload) {
        return new VideoId(payload.substring(0, payload.indexOf(' ')));
    }
}

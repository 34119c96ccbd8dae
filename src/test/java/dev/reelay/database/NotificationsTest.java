package dev.reelay.database;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.testing.DatabaseServer;

class NotificationsTest {
    private final Vertx vertx = Vertx.vertx();
    private final String database = DatabaseServer.newDatabase();
    private final Pool pool = PgBuilder.pool().using(vertx)
            .connectingTo(database.replace("//", "//" + EmbeddedDatabase.USER + "@")).build();
    private final Notifications notifications = new Notifications(pool, new VertxContexts(vertx.getDelegate()),
            new SecondsOfPatience());
    private final Recorder videos = new Recorder();
    private final Recorder keys = new Recorder();

    @BeforeEach
    void listenOnTwoChannels() {
        notifications.subscribe("videos", videos);
        notifications.subscribe("keys", keys);
        notifications.start();
        await().until(() -> keys.events.contains("connected"));
    }

    @AfterEach
    void close() {
        notifications.stop();
        pool.close().await().atMost(LIMIT);
        vertx.close().await().atMost(LIMIT);
        DatabaseServer.drop(database);
    }

    @Test
    void eachListenerGetsTheNotificationsOfItsChannel() {
        send("videos", "one");
        send("keys", "two");
        send("elsewhere", "three");
        send("videos", "four");

        await().until(() -> videos.events.size() == 3 && keys.events.size() == 2);
        assertThat(videos.events).containsExactly("connected", "one", "four");
        assertThat(keys.events).containsExactly("connected", "two");
    }

    @Test
    void channelsShareOneConnection() {
        assertThat(pool.query("select from pg_stat_activity where datname = current_database() and query like '%listen %'"
                + " and pid <> pg_backend_pid()").execute().await().atMost(LIMIT).rowCount()).isEqualTo(1);
    }

    @Test
    void lostConnectionIsReplacedAndListenersAreInformed() {
        pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid()").execute().await().atMost(LIMIT);

        await().until(() -> videos.events.size() >= 3 && keys.events.size() >= 3);
        send("keys", "after");
        await().until(() -> keys.events.contains("after"));
        assertThat(videos.events).containsExactly("connected", "disconnected", "connected");
        assertThat(keys.events).containsExactly("connected", "disconnected", "connected", "after");
    }

    @Test
    void exceptionOfAListenerDoesNotEndTheNotifications() {
        send("videos", "fail");
        send("videos", "next");

        await().until(() -> videos.events.contains("next"));
    }

    @Test
    void lateOrMalformedChannelIsRejected() {
        assertThatIllegalStateException().isThrownBy(() -> notifications.subscribe("late", videos));
        Notifications fresh = new Notifications(pool, new VertxContexts(vertx.getDelegate()), new SecondsOfPatience());
        assertThatIllegalArgumentException().isThrownBy(() -> fresh.subscribe("a; drop table video", videos));
    }

    private void send(String channel, String payload) {
        pool.query("notify %s, '%s'".formatted(channel, payload)).execute().await().atMost(LIMIT);
    }

    private record SecondsOfPatience(Duration timeout) implements DatabaseConfig {
        SecondsOfPatience() {
            this(Duration.ofSeconds(5));
        }
    }

    private static final class Recorder implements Notifications.Listener {
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void onNotification(String payload) {
            events.add(payload);
            if (payload.equals("fail")) {
                throw new IllegalStateException("This listener fails");
            }
        }

        @Override
        public void onConnected() {
            events.add("connected");
        }

        @Override
        public void onDisconnected() {
            events.add("disconnected");
        }
    }
}

package dev.reelay.progress;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.database.Notifications;

/**
 * Receives the changes of videos, which the transactions of all nodes announce on the channel {@code reelay_video} (see
 * {@code V6__feed.sql}). After each connect it refreshes each video and feed with subscribers.
 */
@ApplicationScoped
class ChangeListener implements Notifications.Listener {
    private static final String CHANNEL = "reelay_video";
    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(30);

    private final Notifications notifications;
    private final ProgressBus videos;
    private final OwnerFeeds feeds;
    private final PeriodicTask eviction;
    private volatile boolean listened;

    ChangeListener(Notifications notifications, ProgressBus videos, OwnerFeeds feeds) {
        this.notifications = notifications;
        this.videos = videos;
        this.feeds = feeds;
        this.eviction = new PeriodicTask("Eviction of unused videos", EVICTION_INTERVAL,
                () -> Uni.createFrom().voidItem().invoke(videos::evictUnused));
    }

    void onStart(@Observes StartupEvent event) {
        eviction.startAfter(EVICTION_INTERVAL);
        notifications.subscribe(CHANNEL, this);
    }

    void onStop(@Observes ShutdownEvent event) {
        eviction.cancel();
    }

    /** Returns whether this node has ever listened for changes. */
    boolean hasListened() {
        return listened;
    }

    @Override
    public void onNotification(String payload) {
        VideoChange change = VideoChange.parse(payload);
        videos.changed(change.id());
        feeds.changed(change.owner());
    }

    @Override
    public void onConnected() {
        listened = true;
        videos.onConnected();
        feeds.refreshAll();
    }

    @Override
    public void onDisconnected() {
        videos.onDisconnected();
    }
}

package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.CallerUsage.Admission;
import dev.reelay.store.CallerUsage.Scope;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.VideoSpec;

/** Checks what a create is told about the creates before it. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class CallerUsageTest {
    /** No account has it, so the videos wait. */
    private static final String MODEL = "of no account";
    private static final String KEY = "key";

    private final String owner = "owner " + UUID.randomUUID();

    @Inject
    VideoCreation creation;
    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @AfterEach
    void leaveNothing() {
        pool.query("delete from creation where owner = '%s'".formatted(owner)).executeAndAwait();
    }

    @Test
    void firstCreateFindsNone() {
        CallerUsage usage = usage(scope(1, false));

        assertThat(usage.creates()).isZero();
        assertThat(usage.newestAge()).isEmpty();
        assertThat(usage.freeingAge()).isEmpty();
    }

    @Test
    void createsOfTheLastMinuteCount() {
        created(KEY, -1, 1, 2);

        CallerUsage usage = usage(scope(3, false));

        assertThat(usage.creates()).isEqualTo(2);
        assertThat(hoursAhead(usage.newestAge())).isEqualTo(2);
        assertThat(usage.freeingAge()).isEmpty();
    }

    @Test
    void createThatReachesTheLimitFreesNext() {
        created(KEY, 1, 2, 3, 4);

        assertThat(hoursAhead(usage(scope(4, false)).freeingAge())).isEqualTo(1);
        assertThat(hoursAhead(usage(scope(3, false)).freeingAge())).isEqualTo(2);
    }

    @Test
    void limitOfKeyCountsCreatesOfKey() {
        created("another key", 3, 5);
        created(KEY, 1, 2, 4);

        CallerUsage usage = usage(scope(2, true));

        assertThat(usage.creates()).isEqualTo(3);
        assertThat(hoursAhead(usage.newestAge())).isEqualTo(4);
        assertThat(hoursAhead(usage.freeingAge())).isEqualTo(2);
        assertThat(usage(scope(2, false)).creates()).isEqualTo(5);
    }

    private static Scope scope(int perMinute, boolean ofKey) {
        return new Scope(perMinute, ofKey, false, Optional.empty());
    }

    /** Stores creates of so many hours ahead, so that they count however long the test takes. */
    private void created(String key, int... hours) {
        for (int hour : hours) {
            pool.query("insert into creation (owner, key_id, created_at) values ('%s', '%s', now() + interval '%d hours')"
                    .formatted(owner, key, hour)).executeAndAwait();
        }
    }

    private static long hoursAhead(Optional<Duration> age) {
        return Math.round(-age.orElseThrow().toMinutes() / 60.0);
    }

    /** Returns what a create is told; it is not stored. */
    private CallerUsage usage(Scope scope) {
        AtomicReference<CallerUsage> told = new AtomicReference<>();
        CreateVideo create = new CreateVideo(owner, Optional.of(KEY), new VideoSpec("a dog", MODEL, "1280x720", "8"),
                Optional.empty(), new Fingerprint(new byte[32]), Optional.empty(), false, Optional.empty(), Optional.empty(),
                Optional.empty());
        contexts.run(() -> creation.create(create, new Admission() {
            @Override
            public Scope scope() {
                return scope;
            }

            @Override
            public void admit(CallerUsage usage) {
                told.set(usage);
                throw new ReelayException(ErrorCode.RATE_LIMIT_EXCEEDED, "Only asks");
            }
        })).onFailure(ReelayException.class).recoverWithNull().await().atMost(LIMIT);
        return told.get();
    }
}

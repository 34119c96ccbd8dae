package dev.reelay.pipeline;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.upstream.FaultyUpstreamProfile;

@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class PrunerTest {
    /** More than one transaction deletes. */
    private static final int MANY = 2500;

    @Inject
    Pruner pruner;
    @Inject
    Pool pool;

    @AfterEach
    void delete() {
        pool.query("delete from video where owner = 'pruned'").executeAndAwait();
        pool.query("delete from deleted_video where owner = 'pruned'").executeAndAwait();
    }

    @Test
    void oneRunDeletesAllThatIsOld() {
        pool.query(
                """
                        insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, created_at, completed_at)
                        select 'video_pruned' || number, 'pruned', 'COMPLETED', 'a dog', 'sora-2', '1280x720', '10', '', at, at
                        from generate_series(0, %d) number,
                            lateral (select now() - case when number = 0 then interval '1 minute' else interval '10 years' end as at) age
                        """
                        .formatted(MANY))
                .executeAndAwait();

        pruner.prune().await().atMost(LIMIT);

        assertThat(pool.query("select id from video where owner = 'pruned'").executeAndAwait())
                .singleElement().extracting(row -> row.getString(0)).isEqualTo("video_pruned0");
    }
}

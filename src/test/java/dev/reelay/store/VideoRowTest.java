package dev.reelay.store;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.async.VertxContexts;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.video.VideoId;

/** A row is mapped by Hibernate and by hand. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class VideoRowTest {
    private static final List<Field> COLUMNS = Arrays.stream(VideoRow.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()
                    && !field.getName().startsWith("$$"))
            .toList();

    private final String id = VideoId.random().value();

    @Inject
    VertxContexts contexts;
    @Inject
    Pool pool;

    @BeforeEach
    void rowWithAllColumns() {
        pool.query("insert into node (id, lease_until) values ('%s', now() + interval '1 hour')".formatted(id))
                .executeAndAwait();
        pool.query(
                """
                        insert into video (id, owner, version, status, progress, progress_estimated, prompt, model, size, seconds,
                            image_type, image_webp, created_at, accepted_at, completed_at, error_code, error_message,
                            upstream_request_id, upstream_id, content_url, lease_owner, lease_token, idempotency_key, fingerprint,
                            deadline_at, account, expires_at, archived_at, archived_bytes, provider_options, webhook_url, key_id, cost,
                            cost_uncertain, charge, may_be_billed)
                        values ('%1$s', 'owner of %1$s', 3, 'SUBMITTING', 40, true, 'a dog', 'sora-2', '1280x720', '10', 'PNG', true,
                            now() - interval '5 minutes', now() - interval '4 minutes', now() - interval '3 minutes', 'code', 'message',
                            'req_1', 'up-1', 'https://cdn.example/1', '%1$s', 7, 'key 1', '\\x0102', now() + interval '1 hour', 'absent',
                            now() + interval '2 hours', now() - interval '2 minutes', 1234, '{"a":1}', 'https://hooks.example/1',
                            'key_1', 0.80, 0.70, 0.60, true)"""
                        .formatted(id))
                .executeAndAwait();
    }

    @AfterEach
    void delete() {
        pool.query("delete from video where id = '%s'".formatted(id)).executeAndAwait();
        pool.query("delete from node where id = '%s'".formatted(id)).executeAndAwait();
    }

    @Test
    void bothMappingsAreEqual() throws IllegalAccessException {
        VideoRow byHand = VideoRow.of(pool.preparedQuery("select %s from video where id = $1".formatted(VideoRow.COLUMNS))
                .executeAndAwait(Tuple.of(id)).iterator().next());
        VideoRow byHibernate = contexts.run(() -> Panache.withSession(() -> VideoRow.<VideoRow> findById(id))).await()
                .atMost(LIMIT);

        VideoRow none = new VideoRow();
        assertThat(COLUMNS).hasSizeGreaterThan(30);
        for (Field column : COLUMNS) {
            assertThat(column.get(byHand)).as(column.getName()).isEqualTo(column.get(byHibernate))
                    .isNotEqualTo(column.get(none));
        }
        assertThat(byHand.toVideo()).isEqualTo(byHibernate.toVideo());
    }
}

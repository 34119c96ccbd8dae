package dev.reelay.access.issued;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.access.ApiKey;
import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;

/** Stores issued keys. A method with an id fails with {@link ErrorCode#NOT_FOUND} if there is no such key. */
@ApplicationScoped
public class IssuedKeyStore {
    private static final String INSERT = """
            insert into issued_key (id, owner, sha256, last_four, name, creates_per_minute, concurrent_videos, models, budget,
                budget_period, expires_at, metadata)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning *""";
    private static final String FIND = "select * from issued_key where id = $1";
    private static final String LIST = """
            select * from issued_key
            where ($1::text is null or owner = $1) and ($2::text is null or $2 =
                    case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'active' end)
                and ($3::timestamptz is null or (created_at, id) < ($3, $4))
            order by created_at desc, id desc limit $5""";
    private static final String UPDATE = """
            update issued_key set name = $2, creates_per_minute = $3, concurrent_videos = $4, models = $5, budget = $6,
                budget_period = $7, expires_at = $8, metadata = $9
            where id = $1 returning *""";
    private static final String ROTATE = """
            update issued_key set sha256 = $2, last_four = $3, former_sha256 = case when $4::float8 > 0 then sha256 end,
                former_until = case when $4::float8 > 0 then now() + make_interval(secs => $4::float8) end
            where id = $1 returning *""";
    private static final String REVOKE = """
            update issued_key set revoked_at = now(), former_sha256 = null, former_until = null where id = $1 returning *""";

    private static final String VALID = """
            select * from issued_key where revoked_at is null and (expires_at is null or expires_at > now())""";
    /** Locks in one order, because the nodes do this at the same time. */
    private static final String NOTE_USES = """
            with used as (
                select * from unnest($1::text[], $2::timestamptz[]) as used(id, at)
            ), locked as (
                select id from issued_key where id = any($1) order by id for update
            )
            update issued_key set last_used_at = greatest(last_used_at, used.at)
            from used, locked where issued_key.id = used.id and locked.id = used.id""";

    private final Pool pool;

    IssuedKeyStore(Pool pool) {
        this.pool = pool;
    }

    public Uni<IssuedKey> require(String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> one(rows, id));
    }

    /**
     * Returns a page of the keys, newest first.
     *
     * @param owner only those of this owner
     * @param status only those with this status
     * @param after the last key of the previous page
     */
    public Uni<List<IssuedKey>> list(Optional<String> owner, Optional<KeyStatus> status, Optional<String> after, int limit) {
        return after.map(id -> require(id).map(Optional::of)).orElse(Uni.createFrom().item(Optional.empty()))
                .chain(last -> pool.preparedQuery(LIST).execute(Tuple.from(Arrays.asList(owner.orElse(null),
                        status.map(KeyStatus::wireName).orElse(null),
                        last.map(key -> key.created().atOffset(ZoneOffset.UTC)).orElse(null),
                        last.map(IssuedKey::id).orElse(null), limit))))
                .map(rows -> Sql.stream(rows).map(IssuedKeyRow::key).toList());
    }

    Uni<IssuedKey> insert(SqlConnection connection, String id, String owner, KeySettings settings, Secret secret) {
        return connection.preparedQuery(INSERT).execute(Tuple.from(Stream.concat(
                Stream.of(id, owner, Buffer.buffer(secret.sha256()), secret.lastFour()),
                IssuedKeyRow.columns(settings).stream()).toList()))
                .map(rows -> one(rows, id));
    }

    /** Returns the key, and keeps others from changing it until the end of the transaction. */
    Uni<IssuedKey> lock(SqlConnection connection, String id) {
        return connection.preparedQuery(FIND + " for update").execute(Tuple.of(id)).map(rows -> one(rows, id));
    }

    Uni<IssuedKey> update(SqlConnection connection, String id, KeySettings settings) {
        return connection.preparedQuery(UPDATE)
                .execute(Tuple.from(Stream.concat(Stream.of(id), IssuedKeyRow.columns(settings).stream()).toList()))
                .map(rows -> one(rows, id));
    }

    /** Replaces the secret; the former one stays valid for {@code grace}. One before that is not valid any more. */
    Uni<IssuedKey> rotate(SqlConnection connection, String id, Secret secret, Duration grace) {
        return connection.preparedQuery(ROTATE)
                .execute(Tuple.of(id, Buffer.buffer(secret.sha256()), secret.lastFour(), Sql.seconds(grace)))
                .map(rows -> one(rows, id));
    }

    Uni<IssuedKey> revoke(SqlConnection connection, String id) {
        return connection.preparedQuery(REVOKE).execute(Tuple.of(id)).map(rows -> one(rows, id));
    }

    /** Returns all keys that are valid now. */
    Uni<List<ApiKey>> valid() {
        return pool.preparedQuery(VALID).execute().map(rows -> Sql.stream(rows).map(IssuedKeyRow::apiKey).toList());
    }

    /** Returns those of these keys that are valid now. */
    Uni<List<ApiKey>> valid(Collection<String> ids) {
        return pool.preparedQuery(VALID + " and id = any($1)").execute(Tuple.of(ids.toArray(String[]::new)))
                .map(rows -> Sql.stream(rows).map(IssuedKeyRow::apiKey).toList());
    }

    /** Stores the times at which keys were last used, unless a later one is stored. */
    Uni<Void> noteUses(Map<String, Instant> uses) {
        List<Map.Entry<String, Instant>> each = List.copyOf(uses.entrySet());
        String[] ids = each.stream().map(Map.Entry::getKey).toArray(String[]::new);
        OffsetDateTime[] times = each.stream().map(use -> use.getValue().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        return pool.preparedQuery(NOTE_USES).execute(Tuple.of(ids, times)).replaceWithVoid();
    }

    private static IssuedKey one(RowSet<Row> rows, String id) {
        return Sql.stream(rows).map(IssuedKeyRow::key).findFirst().orElseThrow(() -> IssuedKey.notFound(id));
    }
}

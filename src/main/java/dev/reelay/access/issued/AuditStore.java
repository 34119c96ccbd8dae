package dev.reelay.access.issued;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.issued.AuditEntry.Action;
import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Stores what administrators did. */
@ApplicationScoped
public class AuditStore {
    private static final String ID_PREFIX = "audit_";
    private static final int ID_BYTES = 16;

    private static final String INSERT = """
            insert into audit_entry (id, admin, action, subject, address, before, after)
            values ($1, $2, $3, $4, $5, $6, $7)""";
    private static final String FIND = "select * from audit_entry where id = $1";
    private static final String LIST = """
            select * from audit_entry
            where ($1::text is null or action = $1) and ($2::text is null or subject = $2)
                and ($3::timestamptz is null or (created_at, id) < ($3, $4))
            order by created_at desc, id desc limit $5""";

    private final Pool pool;

    AuditStore(Pool pool) {
        this.pool = pool;
    }

    /** Stores an act in the transaction of the act. */
    Uni<Void> add(SqlConnection connection, Administrator admin, Action action, Optional<IssuedKey> before, IssuedKey after) {
        return connection.preparedQuery(INSERT).execute(Tuple.from(Arrays.asList(newId(), admin.name(), action.wireName(),
                after.id(), admin.address(), before.map(AuditStore::fields).orElse(null), fields(after)))).replaceWithVoid();
    }

    /**
     * Returns a page of entries, newest first.
     *
     * @param action only those of this action
     * @param subject only those of this key
     * @param after the last entry of the previous page; fails with {@link ErrorCode#NOT_FOUND} if there is none of that id
     */
    public Uni<List<AuditEntry>> list(Optional<Action> action, Optional<String> subject, Optional<String> after, int limit) {
        return after.map(id -> find(id).map(Optional::of)).orElse(Uni.createFrom().item(Optional.empty()))
                .chain(last -> pool.preparedQuery(LIST).execute(Tuple.from(Arrays.asList(
                        action.map(Action::wireName).orElse(null), subject.orElse(null),
                        last.map(entry -> entry.created().atOffset(ZoneOffset.UTC)).orElse(null),
                        last.map(AuditEntry::id).orElse(null), limit))))
                .map(rows -> Sql.stream(rows).map(AuditStore::entry).toList());
    }

    private Uni<AuditEntry> find(String id) {
        if (!id.matches(ID_PREFIX + "[0-9a-f]+")) {
            throw notFound(id);
        }
        return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> Sql.stream(rows)
                .map(AuditStore::entry).findFirst().orElseThrow(() -> notFound(id)));
    }

    private static ReelayException notFound(String id) {
        return new ReelayException(ErrorCode.NOT_FOUND, "No audit entry has the id " + id);
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(row.getString("id"), row.get(OffsetDateTime.class, "created_at").toInstant(),
                new Administrator(row.getString("admin"), row.getString("address")),
                Action.parse(row.getString("action")).orElseThrow(), row.getString("subject"),
                Optional.ofNullable(row.getJsonObject("before")), Optional.ofNullable(row.getJsonObject("after")));
    }

    /** Returns what an administrator can set or cause, as in the responses about the key; nothing of a secret. */
    private static JsonObject fields(IssuedKey key) {
        KeySettings settings = key.settings();
        var limits = settings.limits();
        return new JsonObject().put("name", settings.name()).put("owner", key.owner())
                .put("creates_per_minute", limits.createsPerMinute().stream().boxed().findFirst().orElse(null))
                .put("concurrent_videos", limits.concurrentVideos().stream().boxed().findFirst().orElse(null))
                .put("models", limits.models().map(names -> new JsonArray(List.copyOf(names))).orElse(null))
                .put("budget", limits.budget().map(budget -> budget.amount().toPlainString()).orElse(null))
                .put("budget_period", limits.budget().map(Budget::period).map(BudgetPeriod::wireName).orElse(null))
                .put("expires_at", seconds(settings.expires()))
                .put("revoked_at", seconds(key.revoked()))
                .put("former_secret_until", seconds(key.formerUntil()))
                .put("metadata", new JsonObject(new TreeMap<>(settings.metadata())));
    }

    private static @Nullable Long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(null);
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        // Not static: GraalVM would seed a static SecureRandom during the native build.
        new SecureRandom().nextBytes(bytes);
        return ID_PREFIX + HexFormat.of().formatHex(bytes);
    }
}

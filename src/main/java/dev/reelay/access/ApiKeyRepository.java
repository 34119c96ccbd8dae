package dev.reelay.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** Stores the secrets that all nodes share: the hash of the generated key, and the secret that signs tickets. */
@ApplicationScoped
class ApiKeyRepository {
    private static final String NAME = "generated";

    private final Pool pool;

    ApiKeyRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores the hash of the generated key unless one is stored already, for example by another node.
     *
     * @return true if this hash was stored
     */
    Uni<Boolean> insertIfAbsent(byte[] sha256) {
        return pool.preparedQuery("insert into access_key (name, owner, sha256) values ($1, $1, $2) on conflict do nothing")
                .execute(Tuple.of(NAME, Buffer.buffer(sha256)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<ApiKey> generatedKey() {
        return pool.preparedQuery("select owner, sha256 from access_key where name = $1").execute(Tuple.of(NAME))
                .map(rows -> ApiKey.fixed(ApiKey.Source.GENERATED, NAME, rows.iterator().next().getString("owner"),
                        bytes(rows, "sha256")));
    }

    /** Returns the stored secret; stores {@code otherwise} first if there is none. */
    Uni<byte[]> signingSecret(byte[] otherwise) {
        return storedSecret().chain(stored -> stored.isPresent() ? Uni.createFrom().item(stored)
                : pool.preparedQuery("insert into signing_secret (name, value) values ('ticket', $1) on conflict do nothing")
                        .execute(Tuple.of(Buffer.buffer(otherwise))).chain(this::storedSecret))
                .map(Optional::orElseThrow);
    }

    private Uni<Optional<byte[]>> storedSecret() {
        return pool.query("select value from signing_secret where name = 'ticket'").execute()
                .map(rows -> rows.rowCount() == 0 ? Optional.empty() : Optional.of(bytes(rows, "value")));
    }

    private static byte[] bytes(RowSet<Row> rows, String column) {
        return rows.iterator().next().getBuffer(column).getBytes();
    }
}

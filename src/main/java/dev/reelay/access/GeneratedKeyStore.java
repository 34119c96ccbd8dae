package dev.reelay.access;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** The hash of the one generated key, in table {@code access_key}. */
@ApplicationScoped
class GeneratedKeyStore {
    static final String NAME = "generated";

    private final Pool pool;

    GeneratedKeyStore(Pool pool) {
        this.pool = pool;
    }

    /** Stores the key unless there is one; true if this one is now the stored one. Of several nodes, one wins. */
    Uni<Boolean> storeFirst(ApiKey key) {
        return pool.preparedQuery("insert into access_key (name, sha256) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(key.name(), Buffer.buffer(key.sha256())))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<ApiKey> stored() {
        return pool.preparedQuery("select sha256 from access_key where name = $1").execute(Tuple.of(NAME))
                .map(RowSet::iterator)
                .map(rows -> new ApiKey(NAME, rows.next().getBuffer("sha256").getBytes()));
    }
}

package dev.reelay.webhook.store;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** The secrets of owners, which sign the events that go to the URLs of single videos. */
@ApplicationScoped
public class WebhookSecretStore {
    private static final String INSERT = """
            insert into webhook_secret (owner, secret) values ($1, $2) on conflict (owner) do nothing""";
    private static final String SELECT = "select secret from webhook_secret where owner = $1";

    private final Pool pool;

    WebhookSecretStore(Pool pool) {
        this.pool = pool;
    }

    /** Returns the owner's secret; stores {@code otherwise} first if there is none. */
    public Uni<String> secretOf(String owner, String otherwise) {
        return pool.preparedQuery(INSERT).execute(Tuple.of(owner, otherwise))
                .chain(() -> pool.preparedQuery(SELECT).execute(Tuple.of(owner)))
                .map(rows -> rows.iterator().next().getString("secret"));
    }
}

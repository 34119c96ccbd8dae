package dev.reelay.upstream.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

/** Reads account states for metrics and health without locking. Do not base decisions on them. */
@ApplicationScoped
public class AccountStateReader {
    private static final String SELECT_STATES = """
            select name,
                (select count(*) from upstream_request
                    where account = name and sent_at > now() - interval '61 seconds') as requests,
                (select count(*) from video
                    where account = name and (status not in ('COMPLETED', 'FAILED') or occupied_until > now())) as videos,
                paused_until > now() as paused, set_aside_until > now() as cooling_down
            from upstream_account where name = any($1)""";

    private final Pool pool;

    AccountStateReader(Pool pool) {
        this.pool = pool;
    }

    /** Returns the states of these accounts; leaves out accounts that have not been used yet. */
    public Uni<List<AccountState>> of(Collection<String> names) {
        return pool.preparedQuery(SELECT_STATES).execute(Tuple.of(names.toArray(String[]::new)))
                .map(AccountStateReader::states);
    }

    private static List<AccountState> states(RowSet<Row> rows) {
        List<AccountState> states = new ArrayList<>();
        rows.forEach(row -> states.add(new AccountState(row.getString("name"), row.getLong("requests"),
                row.getLong("videos"), row.getBoolean("paused"), row.getBoolean("cooling_down"))));
        return states;
    }
}

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

import dev.reelay.database.Sql;

/** Reads account states for metrics and health without locking. Do not base decisions on them. */
@ApplicationScoped
public class AccountStateReader {
    private static final String SELECT_STATES = """
            select name, requests, videos, paused_until > now() as paused, cooldown_until > now() as cooling_down
            from account_load_2($1, make_interval(secs => $2))""";

    private final Pool pool;

    AccountStateReader(Pool pool) {
        this.pool = pool;
    }

    /** Returns the states of these accounts; leaves out accounts that have not been used yet. */
    public Uni<List<AccountState>> of(Collection<String> names) {
        return pool.preparedQuery(SELECT_STATES).execute(Tuple.of(names.toArray(String[]::new),
                Sql.seconds(AccountSettings.PERMIT_WINDOW)))
                .map(AccountStateReader::states);
    }

    private static List<AccountState> states(RowSet<Row> rows) {
        List<AccountState> states = new ArrayList<>();
        rows.forEach(row -> states.add(new AccountState(row.getString("name"), row.getLong("requests"),
                row.getLong("videos"), row.getBoolean("paused"), row.getBoolean("cooling_down"))));
        return states;
    }
}

package dev.reelay.usage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.access.Budget;

/** Reads how much of the budgets of keys is used. */
@ApplicationScoped
public class BudgetReader {
    private static final String READ = """
            select key_id, spent, reserved from unnest($1::text[], $2::text[]) asked (key_id, period),
                key_spending(key_id, period)""";

    private final Pool pool;

    BudgetReader(Pool pool) {
        this.pool = pool;
    }

    /**
     * Returns how much of each budget is used.
     *
     * @param budgets by the id of their key
     */
    public Uni<Map<String, BudgetStatus>> of(Map<String, Budget> budgets) {
        if (budgets.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        String[] keys = budgets.keySet().toArray(String[]::new);
        String[] periods = budgets.values().stream().map(budget -> budget.period().wireName()).toArray(String[]::new);
        return pool.preparedQuery(READ).execute(Tuple.of(keys, periods)).map(rows -> {
            Map<String, BudgetStatus> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getString("key_id"),
                    new BudgetStatus(requireNonNull(budgets.get(row.getString("key_id"))), row.getBigDecimal("spent"),
                            row.getBigDecimal("reserved"), Instant.now())));
            return found;
        });
    }
}

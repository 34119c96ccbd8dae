package dev.reelay.usage;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.CallerKey;

/** Learns of budgets that are used up to a threshold, inside the transaction that records it. */
public interface BudgetListener {
    /**
     * Called once for each threshold in a period of the budget.
     *
     * @param owner owner of the key
     * @param percent the part of the budget that is spent or reserved, at least
     * @return a failure rolls the transaction back
     */
    Uni<Void> onThreshold(CallerKey key, String owner, int percent, BudgetStatus status);
}

package dev.reelay.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.KeyLimits;
import dev.reelay.usage.BudgetStatus;
import dev.reelay.usage.Usd;

/** The limits of a key as fields of its JSON body; null where it has none of its own. Money is USD, as decimal text. */
@RegisterForReflection
record KeyLimitsBody(
        @JsonProperty("creates_per_minute") @Nullable Integer createsPerMinute,
        @JsonProperty("concurrent_videos") @Nullable Integer concurrentVideos,
        @JsonProperty("models") @Nullable List<String> models,
        @JsonProperty("budget") @Nullable String budget,
        @JsonProperty("budget_period") @Nullable String budgetPeriod,
        @JsonProperty("budget_spent") @Nullable String budgetSpent,
        @JsonProperty("budget_reserved") @Nullable String budgetReserved,
        @JsonProperty("budget_remaining") @Nullable String budgetRemaining,
        @JsonProperty("budget_renews_at") @Nullable Long budgetRenewsAt) {

    /** @param used how much of the budget is used; empty without a budget */
    static KeyLimitsBody of(KeyLimits limits, Optional<BudgetStatus> used) {
        return new KeyLimitsBody(limits.createsPerMinute().stream().boxed().findFirst().orElse(null),
                limits.concurrentVideos().stream().boxed().findFirst().orElse(null),
                limits.models().map(List::copyOf).orElse(null),
                limits.budget().map(Budget::amount).map(Usd::text).orElse(null),
                limits.budget().map(Budget::period).map(BudgetPeriod::wireName).orElse(null),
                used.map(BudgetStatus::spent).map(Usd::text).orElse(null),
                used.map(BudgetStatus::reserved).map(Usd::text).orElse(null),
                used.map(BudgetStatus::remaining).map(Usd::text).orElse(null),
                used.flatMap(BudgetStatus::renewal).map(Instant::getEpochSecond).orElse(null));
    }
}

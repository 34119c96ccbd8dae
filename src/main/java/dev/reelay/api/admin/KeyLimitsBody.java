package dev.reelay.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.KeyLimits;

/** The limits of a key as fields of its JSON body; null where it has none of its own. Money is USD, as decimal text. */
@RegisterForReflection
record KeyLimitsBody(
        @JsonProperty("creates_per_minute") @Nullable Integer createsPerMinute,
        @JsonProperty("concurrent_videos") @Nullable Integer concurrentVideos,
        @JsonProperty("models") @Nullable List<String> models,
        @JsonProperty("budget") @Nullable String budget,
        @JsonProperty("budget_period") @Nullable String budgetPeriod) {

    static KeyLimitsBody of(KeyLimits limits) {
        return new KeyLimitsBody(limits.createsPerMinute().stream().boxed().findFirst().orElse(null),
                limits.concurrentVideos().stream().boxed().findFirst().orElse(null),
                limits.models().map(List::copyOf).orElse(null),
                limits.budget().map(Budget::text).orElse(null),
                limits.budget().map(Budget::period).map(BudgetPeriod::wireName).orElse(null));
    }
}

package dev.reelay.api.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.Budget;
import dev.reelay.access.issued.IssuedKey;
import dev.reelay.access.issued.IssuedKeys;
import dev.reelay.usage.BudgetReader;
import dev.reelay.usage.BudgetStatus;

/** Makes the JSON bodies of issued keys: reads how much of their budgets is used. */
@ApplicationScoped
class KeyBodies {
    private final BudgetReader budgets;

    KeyBodies(BudgetReader budgets) {
        this.budgets = budgets;
    }

    Uni<KeyBody> of(IssuedKey key) {
        return status(Stream.of(key)).map(used -> KeyBody.of(key, Optional.ofNullable(used.get(key.id()))));
    }

    Uni<KeyBody> of(IssuedKeys.WithSecret created) {
        return of(created.key()).map(body -> body.withSecret(created.secret()));
    }

    /** Reads the budgets of all keys with one statement. */
    Uni<List<KeyBody>> of(List<IssuedKey> keys) {
        return status(keys.stream()).map(used -> keys.stream()
                .map(key -> KeyBody.of(key, Optional.ofNullable(used.get(key.id())))).toList());
    }

    private Uni<Map<String, BudgetStatus>> status(Stream<IssuedKey> keys) {
        return budgets.of(keys.filter(key -> key.settings().limits().budget().isPresent())
                .collect(Collectors.toMap(IssuedKey::id, KeyBodies::budget)));
    }

    private static Budget budget(IssuedKey key) {
        return key.settings().limits().budget().orElseThrow();
    }
}

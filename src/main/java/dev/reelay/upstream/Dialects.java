package dev.reelay.upstream;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.quarkus.arc.All;

import dev.reelay.upstream.account.AccountRegistry;
import dev.reelay.upstream.account.AccountSettings;
import dev.reelay.upstream.dialect.UpstreamDialect;

/** The dialects of this program, and the dialect of each account. */
@Singleton
class Dialects {
    private final Map<String, UpstreamDialect> byAccount = new TreeMap<>();

    /** @throws IllegalArgumentException if an account names a dialect that does not exist */
    Dialects(@All List<UpstreamDialect> dialects, AccountRegistry accounts) {
        Map<String, UpstreamDialect> byName = new TreeMap<>();
        dialects.forEach(dialect -> byName.put(dialect.name(), dialect));
        for (AccountSettings settings : accounts.all()) {
            UpstreamDialect dialect = byName.get(settings.dialect());
            if (dialect == null) {
                throw new IllegalArgumentException("Invalid value \"%s\" for reelay.upstream.accounts.%s.dialect: expected %s"
                        .formatted(settings.dialect(), settings.account().name(), String.join(" or ", byName.keySet())));
            }
            byAccount.put(settings.account().name(), dialect);
        }
    }

    /** Returns the dialect of a configured account. */
    UpstreamDialect of(String account) {
        return Objects.requireNonNull(byAccount.get(account));
    }
}

package dev.reelay.access.issued;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;

import dev.reelay.access.ApiKey;
import dev.reelay.access.ApiKey.SecretHash;
import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.KeyLimits;

/** Translates between keys and the columns of the table {@code issued_key}. */
final class IssuedKeyRow {
    private IssuedKeyRow() {
    }

    static IssuedKey key(Row row) {
        return new IssuedKey(row.getString("id"), row.getString("owner"), settings(row), row.getString("last_four"),
                row.getOffsetDateTime("created_at").toInstant(), time(row, "last_used_at"), time(row, "revoked_at"),
                time(row, "former_until"));
    }

    /** Returns the key as authentication needs it. */
    static ApiKey apiKey(Row row) {
        IssuedKey key = key(row);
        Instant end = key.settings().expires().orElse(Instant.MAX);
        Stream<SecretHash> former = Optional.ofNullable(row.getBuffer("former_sha256")).stream()
                .map(hash -> new SecretHash(hash.getBytes(), earlier(end, key.formerUntil().orElse(Instant.MIN))));
        return new ApiKey(key.asCallerKey(), key.owner(), ApiKey.Source.ISSUED,
                Stream.concat(Stream.of(new SecretHash(row.getBuffer("sha256").getBytes(), end)), former).toList());
    }

    /** Returns the values of the columns from {@code name} to {@code metadata} that an administrator can change. */
    static List<@Nullable Object> columns(KeySettings settings) {
        KeyLimits limits = settings.limits();
        return Stream.<@Nullable Object> of(settings.name(), orNull(limits.createsPerMinute()),
                orNull(limits.concurrentVideos()), limits.models().map(names -> names.toArray(String[]::new)).orElse(null),
                limits.budget().map(Budget::amount).orElse(null),
                limits.budget().map(Budget::period).map(BudgetPeriod::wireName).orElse(null),
                settings.expires().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null),
                new JsonObject(new LinkedHashMap<>(settings.metadata()))).toList();
    }

    private static KeySettings settings(Row row) {
        Map<String, String> metadata = new LinkedHashMap<>();
        row.getJsonObject("metadata").forEach(entry -> metadata.put(entry.getKey(), (String) entry.getValue()));
        return new KeySettings(row.getString("name"), limits(row), time(row, "expires_at"), metadata);
    }

    private static KeyLimits limits(Row row) {
        Optional<Set<String>> models = Optional.ofNullable(row.getArrayOfStrings("models"))
                .map(names -> Collections.unmodifiableSet(new LinkedHashSet<>(List.of(names))));
        Optional<Budget> budget = Optional.ofNullable(row.getBigDecimal("budget")).map(amount -> new Budget(amount,
                BudgetPeriod.parse(row.getString("budget_period")).orElseThrow()));
        return new KeyLimits(number(row, "creates_per_minute"), number(row, "concurrent_videos"), models, budget);
    }

    private static OptionalInt number(Row row, String column) {
        Integer value = row.getInteger(column);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}

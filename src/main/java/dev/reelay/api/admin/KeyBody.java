package dev.reelay.api.admin;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.access.ApiKey;
import dev.reelay.access.issued.IssuedKey;
import dev.reelay.access.issued.KeyStatus;
import dev.reelay.usage.BudgetStatus;

/**
 * The JSON body of a key for administrators. Times are Unix times in seconds.
 *
 * @param lastFour null for a key that is not issued, because its secret may be short
 * @param formerSecretUntil null if only one secret is valid
 * @param secret only in the responses that show it, otherwise null
 */
@RegisterForReflection
record KeyBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("name") String name,
        @JsonProperty("owner") String owner,
        @JsonProperty("source") String source,
        @JsonProperty("status") String status,
        @JsonProperty("last_four") @Nullable String lastFour,
        @JsonProperty("created_at") @Nullable Long createdAt,
        @JsonProperty("last_used_at") @Nullable Long lastUsedAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("revoked_at") @Nullable Long revokedAt,
        @JsonProperty("former_secret_until") @Nullable Long formerSecretUntil,
        @JsonUnwrapped KeyLimitsBody limits,
        @JsonProperty("metadata") Map<String, String> metadata,
        @JsonProperty("secret") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /** @param used how much of the budget is used; empty without a budget */
    static KeyBody of(IssuedKey key, Optional<BudgetStatus> used) {
        Instant now = Instant.now();
        return new KeyBody(key.id(), "key", key.settings().name(), key.owner(), ApiKey.Source.ISSUED.wireName(),
                key.status(now).wireName(), key.lastFour(), key.created().getEpochSecond(), seconds(key.lastUsed()),
                seconds(key.settings().expires()), seconds(key.revoked()),
                seconds(key.formerUntil().filter(now::isBefore)), KeyLimitsBody.of(key.settings().limits(), used),
                key.settings().metadata(), null);
    }

    KeyBody withSecret(String shown) {
        return new KeyBody(id, object, name, owner, source, status, lastFour, createdAt, lastUsedAt, expiresAt, revokedAt,
                formerSecretUntil, limits, metadata, shown);
    }

    /** Returns the body of a key that is not issued. */
    static KeyBody of(ApiKey key) {
        return new KeyBody(key.id(), "key", key.key().name(), key.owner(), key.source().wireName(),
                KeyStatus.ACTIVE.wireName(), null, null, null, null, null, null,
                KeyLimitsBody.of(key.key().limits(), Optional.empty()), Map.of(), null);
    }

    private static @Nullable Long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(null);
    }
}

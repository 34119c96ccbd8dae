package dev.reelay.access.issued;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.access.ApiKey;
import dev.reelay.access.issued.AuditEntry.Action;
import dev.reelay.error.ErrorCode;

/**
 * Issues, changes and ends keys, for administrators. Each act and its entry in the audit are one transaction, and all nodes
 * learn of it when it commits; on this node it holds before the response. A method with an id fails with
 * {@link ErrorCode#NOT_FOUND} if there is no such key.
 */
@ApplicationScoped
public class IssuedKeys {
    private final Pool pool;
    private final IssuedKeyStore store;
    private final AuditStore audit;
    private final KeyLoader loader;

    IssuedKeys(Pool pool, IssuedKeyStore store, AuditStore audit, KeyLoader loader) {
        this.pool = pool;
        this.store = store;
        this.audit = audit;
        this.loader = loader;
    }

    /** A key with its secret, which only this response shows. */
    public record WithSecret(IssuedKey key, String secret) {
    }

    /** @param owner of its videos; by default the new key's id, so that it shares nothing with other keys */
    public Uni<WithSecret> create(KeySettings settings, Optional<String> owner, Administrator admin) {
        String id = ApiKey.newId();
        Secret secret = Secret.random();
        return pool.withTransaction(connection -> store.insert(connection, id, owner.orElse(id), settings, secret)
                .call(key -> audit.add(connection, admin, Action.CREATE, Optional.empty(), key)))
                .call(() -> loader.refresh(id)).map(key -> new WithSecret(key, secret.text()));
    }

    /** Changes the settings; fails with {@link ErrorCode#CONFLICT} if the key is revoked. */
    public Uni<IssuedKey> update(String id, UnaryOperator<KeySettings> change, Administrator admin) {
        return pool.withTransaction(connection -> store.lock(connection, id)
                .invoke(IssuedKey::requireNotRevoked)
                .chain(before -> store.update(connection, id, change.apply(before.settings()))
                        .call(after -> audit.add(connection, admin, Action.UPDATE, Optional.of(before), after))))
                .call(() -> loader.refresh(id));
    }

    /**
     * Replaces the secret; fails with {@link ErrorCode#CONFLICT} if the key is revoked.
     *
     * @param grace how long the former secret stays valid
     */
    public Uni<WithSecret> rotate(String id, Duration grace, Administrator admin) {
        Secret secret = Secret.random();
        return pool.withTransaction(connection -> store.lock(connection, id)
                .invoke(IssuedKey::requireNotRevoked)
                .chain(before -> store.rotate(connection, id, secret, grace)
                        .call(after -> audit.add(connection, admin, Action.ROTATE, Optional.of(before), after))))
                .call(() -> loader.refresh(id)).map(key -> new WithSecret(key, secret.text()));
    }

    /** Ends the key for ever. A revoked key stays as it is. */
    public Uni<IssuedKey> revoke(String id, Administrator admin) {
        return pool.withTransaction(connection -> store.lock(connection, id)
                .chain(before -> before.revoked().isPresent() ? Uni.createFrom().item(before)
                        : store.revoke(connection, id)
                                .call(after -> audit.add(connection, admin, Action.REVOKE, Optional.of(before), after))))
                .call(() -> loader.refresh(id));
    }
}

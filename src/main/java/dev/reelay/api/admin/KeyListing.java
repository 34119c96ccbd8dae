package dev.reelay.api.admin;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.ApiKey;
import dev.reelay.access.Keyring;
import dev.reelay.access.issued.IssuedKey;
import dev.reelay.access.issued.IssuedKeyStore;
import dev.reelay.access.issued.KeyStatus;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * All keys, issued and not: the issued ones newest first, and then the others by name. Several secrets under one name are one
 * key, as in the configuration.
 */
@ApplicationScoped
class KeyListing {
    private final IssuedKeyStore issued;
    private final Keyring keyring;
    private final KeyBodies bodies;

    KeyListing(IssuedKeyStore issued, Keyring keyring, KeyBodies bodies) {
        this.issued = issued;
        this.keyring = keyring;
        this.bodies = bodies;
    }

    /** The filters of a list; an empty one accepts each key. */
    record Filter(Optional<String> owner, Optional<KeyStatus> status, Optional<ApiKey.Source> source) {
        boolean hasIssued() {
            return source.filter(wanted -> wanted != ApiKey.Source.ISSUED).isEmpty();
        }

        boolean has(ApiKey fixed) {
            return owner.filter(wanted -> !wanted.equals(fixed.owner())).isEmpty()
                    && status.filter(wanted -> wanted != KeyStatus.ACTIVE).isEmpty()
                    && source.filter(wanted -> wanted != fixed.source()).isEmpty();
        }
    }

    /** Returns the key; fails with {@link ErrorCode#NOT_FOUND} if there is none of that id. */
    Uni<KeyBody> require(String id) {
        return fixed(id).map(KeyBody::of).map(key -> Uni.createFrom().item(key))
                .orElseGet(() -> issued.require(requireId(id)).chain(bodies::of));
    }

    /** Returns the id if a key of that id can be changed; throws {@link ErrorCode#CONFLICT} if it is not issued. */
    String requireIssued(String id) {
        fixed(id).ifPresent(key -> {
            throw new ReelayException(ErrorCode.CONFLICT,
                    "%s is read-only: it is a %s key".formatted(id, key.source().wireName()));
        });
        return requireId(id);
    }

    /**
     * Returns a page of keys.
     *
     * @param after the last key of the previous page
     */
    Uni<List<KeyBody>> list(Filter filter, Optional<String> after, int limit) {
        Optional<ApiKey> last = after.flatMap(this::fixed);
        Uni<List<IssuedKey>> first = last.isPresent() || !filter.hasIssued() ? Uni.createFrom().item(List.of())
                : issued.list(filter.owner, filter.status, after.map(KeyListing::requireId), limit);
        return first.chain(bodies::of).map(keys -> Stream.concat(keys.stream(),
                sorted().filter(filter::has).filter(key -> last.isEmpty() || isBehind(last.get(), key)).map(KeyBody::of))
                .limit(limit).toList());
    }

    private Optional<ApiKey> fixed(String id) {
        return keyring.fixed().stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private Stream<ApiKey> sorted() {
        return keyring.fixed().stream().collect(Collectors.toMap(key -> key.key().name(), Function.identity(),
                (first, other) -> first, TreeMap::new)).values().stream();
    }

    private static boolean isBehind(ApiKey last, ApiKey key) {
        return key.key().name().compareTo(last.key().name()) > 0;
    }

    private static String requireId(String id) {
        if (!ApiKey.isId(id)) {
            throw IssuedKey.notFound(id);
        }
        return id;
    }
}

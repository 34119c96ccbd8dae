package dev.reelay.access;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import dev.reelay.access.ApiKey.SecretHash;

/**
 * The valid keys, in memory, so that no request waits for the database and none needs it. Finds the caller for
 * {@code Authorization: sk-…} or {@code Bearer sk-…} ({@code Bearer} in any case). Notes when each issued key was used.
 *
 * <p>
 * The keys are looked up by the SHA-256 of their secrets. The time of a look-up may depend on how a hash compares to the
 * stored ones, but nobody can choose a secret by the bits of its hash, so this reveals nothing about a secret.
 */
@Singleton
public final class Keyring {
    private static final String BEARER = "bearer ";

    private final InstantSource clock;
    private final ConcurrentMap<ByteBuffer, Entry> bySecret = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ApiKey> issued = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Instant> uses = new ConcurrentHashMap<>();
    private volatile List<ApiKey> fixed = List.of();
    private volatile Set<String> fixedIds = Set.of();

    /** A secret, as requests need it: with the one caller that all of them share. */
    private record Entry(ApiKey key, Caller caller, Instant until) {
    }

    @Inject
    public Keyring() {
        this(InstantSource.system());
    }

    Keyring(InstantSource clock) {
        this.clock = clock;
    }

    Optional<Caller> callerOf(String authorization) {
        Entry found = bySecret.get(ByteBuffer.wrap(ApiKey.hash(secretOf(authorization))));
        return Optional.ofNullable(found).filter(entry -> isBefore(entry.until)).map(entry -> used(entry.key, entry.caller));
    }

    /** Returns the caller with the issued key of that id, if the key is valid. */
    Optional<Caller> callerOfIssued(String id) {
        return Optional.ofNullable(issued.get(id)).filter(this::isValid).map(key -> used(key, caller(key)));
    }

    /** Returns true if the owner has a key that is not issued. */
    boolean contains(String owner) {
        return fixed.stream().anyMatch(key -> key.owner().equals(owner));
    }

    /** Returns true if the key of a caller is an issued one, also if it has ended meanwhile. */
    boolean isIssued(String id) {
        return !fixedIds.contains(id);
    }

    /**
     * Returns false if the key of a caller was revoked or has expired since its request, so that a long response to it has to
     * end. Only issued keys can end while this node runs.
     */
    public boolean isValid(Caller caller) {
        Optional<String> id = caller.key().map(CallerKey::id).filter(this::isIssued);
        return id.isEmpty() || id.map(issued::get).filter(this::isValid).isPresent();
    }

    /** Returns the keys that are not issued. */
    public List<ApiKey> fixed() {
        return fixed;
    }

    /** Adds the keys that are not issued. Must be called once. */
    void addFixed(List<ApiKey> keys) {
        fixed = List.copyOf(keys);
        fixedIds = keys.stream().map(ApiKey::id).collect(Collectors.toSet());
        keys.forEach(this::open);
    }

    /** Replaces all issued keys. No second thread may change them at the same time. */
    public void replaceIssued(Collection<ApiKey> keys) {
        Set<String> ids = keys.stream().map(ApiKey::id).collect(Collectors.toSet());
        keys.forEach(this::putIssued);
        issued.keySet().stream().filter(id -> !ids.contains(id)).forEach(this::removeIssued);
    }

    /** Adds or replaces an issued key. No second thread may change issued keys at the same time. */
    public void putIssued(ApiKey key) {
        ApiKey before = issued.put(key.id(), key);
        open(key);
        if (before != null) {
            close(before, hashes(key));
        }
    }

    /** Removes an issued key if there is one. No second thread may change issued keys at the same time. */
    public void removeIssued(String id) {
        ApiKey before = issued.remove(id);
        if (before != null) {
            close(before, Set.of());
        }
    }

    /** Returns the time of the last use of each issued key that was used since the previous call. */
    public Map<String, Instant> takeUses() {
        Map<String, Instant> taken = new HashMap<>();
        uses.keySet().forEach(id -> Optional.ofNullable(uses.remove(id)).ifPresent(time -> taken.put(id, time)));
        return taken;
    }

    /** Puts back what {@link #takeUses} returned. */
    public void returnUses(Map<String, Instant> taken) {
        taken.forEach((id, time) -> uses.merge(id, time, (one, other) -> one.isAfter(other) ? one : other));
    }

    private Caller used(ApiKey key, Caller caller) {
        if (key.source() == ApiKey.Source.ISSUED) {
            uses.put(key.id(), clock.instant());
        }
        return caller;
    }

    private void open(ApiKey key) {
        Caller caller = caller(key);
        key.secrets().forEach(secret -> bySecret.put(ByteBuffer.wrap(secret.sha256()),
                new Entry(key, caller, secret.until())));
    }

    private void close(ApiKey key, Set<ByteBuffer> except) {
        hashes(key).stream().filter(hash -> !except.contains(hash)).forEach(bySecret::remove);
    }

    private boolean isValid(ApiKey key) {
        return key.secrets().stream().map(SecretHash::until).anyMatch(this::isBefore);
    }

    private boolean isBefore(Instant end) {
        return clock.instant().isBefore(end);
    }

    private static Caller caller(ApiKey key) {
        return new Caller(key.owner(), Optional.of(key.key()));
    }

    private static Set<ByteBuffer> hashes(ApiKey key) {
        return key.secrets().stream().map(secret -> ByteBuffer.wrap(secret.sha256())).collect(Collectors.toSet());
    }

    private static String secretOf(String authorization) {
        String value = authorization.strip();
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? value.substring(BEARER.length()).strip() : value;
    }
}

package dev.reelay.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jspecify.annotations.Nullable;

import io.quarkus.runtime.StartupEvent;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * The gate: the configured keys, and only those; where none is configured, the one that was generated at the first
 * start.
 */
@ApplicationScoped
public class Access {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final AccessConfig config;
    private final GeneratedKeyStore store;
    private volatile Keyring keyring = new Keyring(List.of());
    private volatile Optional<String> newSecret = Optional.empty();

    Access(AccessConfig config, GeneratedKeyStore store) {
        this.config = config;
        this.store = store;
    }

    void onStart(@Observes @jakarta.annotation.Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        List<ApiKey> configured = config.keys().orElse(List.of()).stream().map(ApiKey::parse).toList();
        keyring = new Keyring(configured.isEmpty() ? List.of(generated()) : configured);
    }

    /**
     * Who shows this {@code Authorization} header.
     *
     * @throws ReelayException with {@link ErrorCode#AUTHENTICATION_ERROR} without a header, or for a key that is not known
     */
    public Caller authenticate(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw new ReelayException(ErrorCode.AUTHENTICATION_ERROR,
                    "Missing API key: send it in the header Authorization");
        }
        return keyring.callerOf(authorization)
                .orElseThrow(() -> new ReelayException(ErrorCode.AUTHENTICATION_ERROR, "Invalid API key"));
    }

    /** Are the valid keys the operator's own? */
    public boolean isConfigured() {
        return config.keys().isPresent();
    }

    /** The secret of the key that this very start generated: the one time that it can be shown. */
    public Optional<String> newSecret() {
        return newSecret;
    }

    private ApiKey generated() {
        String secret = ApiKey.newSecret();
        ApiKey fresh = new ApiKey(GeneratedKeyStore.NAME, ApiKey.hash(secret));
        if (store.storeFirst(fresh).await().atMost(START_LIMIT)) {
            newSecret = Optional.of(secret);
            return fresh;
        }
        return store.stored().await().atMost(START_LIMIT);
    }
}

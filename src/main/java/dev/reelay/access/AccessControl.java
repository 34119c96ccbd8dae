package dev.reelay.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jspecify.annotations.Nullable;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Who may call, and how much. The valid keys are the configured ones, and only those; where none is configured, the one
 * that was generated at the first start.
 */
@ApplicationScoped
public class AccessControl {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int SIGNING_SECRET_BYTES = 32;

    private final AccessConfig config;
    private final ApiKeyRepository store;
    private final CreateLimits creates;
    private final ReadLimits reads;
    private volatile Keyring keyring = new Keyring(List.of());
    private volatile @Nullable Tickets tickets;
    private volatile Optional<String> newSecret = Optional.empty();

    AccessControl(AccessConfig config, ApiKeyRepository store) {
        this.config = config;
        this.store = store;
        this.creates = new CreateLimits(config.createsPerMinute(), config.concurrentVideos());
        this.reads = new ReadLimits(config.readsPerMinute());
    }

    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        List<ApiKey> configured = config.keys().orElse(List.of()).stream().map(ApiKey::parse).toList();
        keyring = new Keyring(configured.isEmpty() ? List.of(generated()) : configured);
        byte[] secret = new byte[SIGNING_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        tickets = new Tickets(await(store.signingSecret(secret)), config.ticketValidity(), InstantSource.system());
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

    /**
     * Who a ticket for this subject was issued to.
     *
     * @throws ReelayException with {@link ErrorCode#AUTHENTICATION_ERROR} for one that is forged, expired, for something
     *         else, or whose key is valid no more
     */
    public Caller authenticate(String ticket, String subject) {
        return tickets.callerOf(ticket, subject).filter(keyring::contains)
                .orElseThrow(() -> new ReelayException(ErrorCode.AUTHENTICATION_ERROR, "Invalid or expired ticket"));
    }

    public Ticket issueTicket(Caller caller, String subject) {
        return tickets.issue(caller, subject);
    }

    /**
     * Counts a request that is not a create.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} and the time to wait
     */
    public RateLimitStatus admitRead(Caller caller) {
        return reads.admit(caller);
    }

    /** What is left for requests that are not creates, with nothing counted. */
    public RateLimitStatus readLimit(Caller caller) {
        return reads.peek(caller);
    }

    /** What is left for creates, with nothing counted. */
    public RateLimitStatus createLimit(List<Duration> recent) {
        return creates.peek(recent);
    }

    /**
     * Decides over one more create.
     *
     * @param recent how long ago each create of the last minute was, newest first
     * @param open videos that are not settled
     * @param untilNextEnd when one of them will probably be
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} and the time to wait
     */
    public RateLimitStatus admitCreate(List<Duration> recent, int open, Optional<Duration> untilNextEnd) {
        return creates.admit(recent, open, untilNextEnd);
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
        if (await(store.insertIfAbsent(new ApiKey("", ApiKey.hash(secret))))) {
            newSecret = Optional.of(secret);
        }
        return await(store.generatedKey());
    }

    private static <T> T await(Uni<T> response) {
        return response.await().atMost(START_LIMIT);
    }
}

package dev.reelay.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
 * Authenticates clients and administrators, and applies the limits of owners. The valid keys are the configured ones, or else
 * the one that the first start generated, and those that administrators issued.
 */
@ApplicationScoped
public class AccessControl {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int SIGNING_SECRET_BYTES = 32;

    private final AccessConfig config;
    private final ApiKeyRepository store;
    private final ReadLimits reads;
    private final BadKeyLimits badKeys;
    private final Keyring keyring;
    private final Keyring administrators = new Keyring();
    private volatile @Nullable Tickets tickets;
    private volatile Optional<String> newSecret = Optional.empty();

    AccessControl(AccessConfig config, ApiKeyRepository store, Keyring keyring) {
        this.config = config;
        this.store = store;
        this.keyring = keyring;
        this.reads = new ReadLimits(config.readsPerMinute());
        this.badKeys = new BadKeyLimits(config.badKeysPerMinute(), InstantSource.system());
    }

    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        List<ApiKey> configured = config.keys().orElse(List.of()).stream().map(ApiKey::parse).toList();
        keyring.addFixed(configured.isEmpty() ? List.of(generated()) : configured);
        administrators.addFixed(config.adminKeys().orElse(List.of()).stream().map(ApiKey::parseAdmin).toList());
        byte[] secret = new byte[SIGNING_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        tickets = new Tickets(await(store.signingSecret(secret)), config.ticketValidity(), InstantSource.system());
    }

    /**
     * Returns the caller with the key of this {@code Authorization} header (contract 1). A valid key always works, also from
     * an address that sent many invalid ones, because many clients may share one address.
     *
     * @param address address of the client, by which invalid keys are counted; not asked for with a valid one
     * @throws ReelayException with {@link ErrorCode#AUTHENTICATION_ERROR} if the header is missing or the key is not valid;
     *         with {@link ErrorCode#RATE_LIMIT_EXCEEDED} if it is not valid, as were many before it
     */
    public Caller authenticate(@Nullable String authorization, Supplier<String> address) {
        return require(keyring, authorization, "API key", address);
    }

    /**
     * Returns the name of the administrator with the key of this {@code Authorization} header.
     *
     * @throws ReelayException as {@link #authenticate(String, Supplier)} does
     */
    public String authenticateAdministrator(@Nullable String authorization, Supplier<String> address) {
        return require(administrators, authorization, "admin key", address).owner();
    }

    /** Returns true if there are administrators; without any, there is nothing at their paths. */
    public boolean hasAdministrators() {
        return !administrators.fixed().isEmpty();
    }

    private Caller require(Keyring keys, @Nullable String authorization, String noun, Supplier<String> address) {
        if (authorization == null || authorization.isBlank()) {
            throw new ReelayException(ErrorCode.AUTHENTICATION_ERROR,
                    "Missing %s: send it in the header Authorization".formatted(noun));
        }
        return keys.callerOf(authorization).orElseThrow(() -> refused("Invalid " + noun, address));
    }

    /**
     * Returns the caller to which the ticket was issued.
     *
     * @param subject path of the request
     * @param address address of the client, by which invalid tickets are counted; not asked for with a valid one
     * @throws ReelayException with {@link ErrorCode#AUTHENTICATION_ERROR} if the ticket is forged, expired or for another
     *         subject, or if its key is not valid any more; with {@link ErrorCode#RATE_LIMIT_EXCEEDED} if that happened often
     */
    public Caller authenticate(String ticket, String subject, Supplier<String> address) {
        return tickets().ownerOf(ticket, subject).filter(keyring::contains)
                .map(owner -> new Caller(owner, Optional.empty()))
                .or(() -> tickets().keyOf(ticket, subject).flatMap(keyring::callerOfIssued))
                .orElseThrow(() -> refused("Invalid or expired ticket", address));
    }

    private ReelayException refused(String message, Supplier<String> address) {
        return badKeys.count(address.get())
                .map(wait -> ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                        message + ", and there were many from this address", wait))
                .orElseGet(() -> new ReelayException(ErrorCode.AUTHENTICATION_ERROR, message));
    }

    /**
     * Issues a ticket with the configured lifetime.
     *
     * @param subject path that the ticket permits to read
     */
    public Ticket issueTicket(Caller caller, String subject) {
        return caller.key().map(CallerKey::id).filter(keyring::isIssued)
                .map(key -> tickets().issueForKey(key, subject))
                .orElseGet(() -> tickets().issue(caller.owner(), subject));
    }

    /**
     * Counts a request that is not a create.
     *
     * @throws ReelayException with {@link ErrorCode#RATE_LIMIT_EXCEEDED} and the time after which a retry may succeed
     */
    public RateLimitStatus admitRead(Caller caller) {
        return reads.admit(caller.owner());
    }

    /** Returns the limit for requests that are not creates, without counting one. */
    public RateLimitStatus readLimit(Caller caller) {
        return reads.peek(caller.owner());
    }

    /** Returns the caller's limits for creates: those of its key, else the configured ones. */
    public CreateLimits createLimits(Caller caller) {
        KeyLimits own = caller.limits();
        return new CreateLimits(own.createsPerMinute().orElse(config.createsPerMinute()),
                own.concurrentVideos().orElse(config.concurrentVideos()));
    }

    /** Returns true if the keys are configured, and false if the valid key is the generated one. */
    public boolean isConfigured() {
        return config.keys().isPresent();
    }

    /** Returns the secret of the key that this start generated, if it did. It is not available later. */
    public Optional<String> newSecret() {
        return newSecret;
    }

    private Tickets tickets() {
        Tickets started = tickets;
        if (started == null) {
            throw new IllegalStateException("Tickets need the signing secret, which is read at the start");
        }
        return started;
    }

    private ApiKey generated() {
        String secret = ApiKey.newSecret();
        if (await(store.insertIfAbsent(ApiKey.hash(secret)))) {
            newSecret = Optional.of(secret);
        }
        return await(store.generatedKey());
    }

    private static <T> T await(Uni<T> response) {
        return response.await().atMost(START_LIMIT);
    }
}

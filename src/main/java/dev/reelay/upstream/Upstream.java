package dev.reelay.upstream;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;

import dev.reelay.model.Offer;
import dev.reelay.upstream.account.AccountOffers;
import dev.reelay.upstream.account.AccountPool;
import dev.reelay.upstream.account.AccountRegistry;
import dev.reelay.upstream.account.AccountSettings;
import dev.reelay.upstream.account.NoPermitException;
import dev.reelay.upstream.account.Operation;
import dev.reelay.upstream.account.UpstreamConfig;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.CancellingDialect;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.ResultDialect;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamDialect;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/**
 * Facade of the upstreams: creates videos and reads their status, each with its account's dialect. A create never fails; its
 * outcome is always a {@link Submission}. A status request waits for its permit, and fails with {@link UpstreamException}
 * after an unusable response, or with the exception of the HTTP client.
 */
@ApplicationScoped
public class Upstream {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(2);

    private final AccountRegistry registry;
    private final AccountPool accounts;
    private final Dialects dialects;
    private final AccountOffers offers;
    private final Map<String, Resilience> guards = new TreeMap<>();

    Upstream(UpstreamConfig config, AccountRegistry registry, AccountPool accounts, Dialects dialects,
            AccountOffers offers) {
        this.registry = registry;
        this.accounts = accounts;
        this.dialects = dialects;
        this.offers = offers;
        registry.names().forEach(account -> guards.put(account, new Resilience(account, config)));
    }

    /** Sends a create with the video's id as its idempotency key. */
    public Uni<Submission> submit(String account, VideoId id, VideoSpec spec, Optional<ReferenceImage> image) {
        Resilience guard = guards.get(account);
        if (guard == null) {
            return Uni.createFrom().item(new RetryLater("account " + account + " is not configured any more", Duration.ZERO));
        }
        Optional<Offer> offer = offers.find(account, spec.model());
        if (offer.isEmpty()) {
            return Uni.createFrom().item(new RetryLater("account " + account + " does not offer the model", Duration.ZERO));
        }
        UpstreamDialect dialect = dialects.of(account);
        UpstreamCreate create = new UpstreamCreate(id, offer.get(), spec, image);
        return guard.create(() -> accounts
                .request(account, Operation.CREATE,
                        with -> guard.createCall(() -> dialect.create(with, create)))
                .map(dialect::submission))
                .onFailure().recoverWithItem(Upstream::onTransportFailure)
                .chain(outcome -> accounts.classify(account, outcome));
    }

    /**
     * Returns the current status of a video at the upstream. Fails with {@link UpstreamException} if the account is not
     * configured any more.
     *
     * @param account name of the account that submitted the video
     */
    public Uni<UpstreamStatus> status(String account, Handle handle) {
        Resilience guard = guards.get(account);
        if (guard == null) {
            return Uni.createFrom().failure(AccountRegistry.notConfigured(account));
        }
        UpstreamDialect dialect = dialects.of(account);
        return guard.status(() -> read(account, guard, with -> dialect.status(with, handle))
                .chain(response -> dialect instanceof ResultDialect finishing && finishing.isFinished(response)
                        ? read(account, guard, with -> finishing.result(with, handle)).map(finishing::result)
                        : Uni.createFrom().item(() -> dialect.status(response))))
                .map(status -> withExpiry(status, dialect));
    }

    private Uni<UpstreamResponse> read(String account, Resilience guard, Function<Account, Uni<UpstreamResponse>> request) {
        return accounts.request(account, Operation.STATUS, with -> guard.statusCall(() -> request.apply(with)));
    }

    /** Adds the expiry of a result whose provider states none but has a known one. */
    private static UpstreamStatus withExpiry(UpstreamStatus status, UpstreamDialect dialect) {
        return status instanceof Completed completed && completed.expiresAt().isEmpty()
                ? new Completed(completed.location(), dialect.resultLife().map(Instant.now()::plus), completed.charge())
                : status;
    }

    /** Returns whether a video that ends early costs nothing: the provider of its account can stop it, or is the sandbox. */
    public boolean stopsCharging(String account) {
        return isSandbox() || canCancel(account);
    }

    /** Returns whether the provider of an account can stop a video. */
    public boolean canCancel(String account) {
        return guards.containsKey(account) && dialects.of(account) instanceof CancellingDialect;
    }

    /**
     * Asks the upstream to stop a video. Fails with {@link UpstreamException}, or the exception of the HTTP client, if the
     * upstream may still work on it.
     *
     * @param account an account for which {@link #canCancel} is true
     */
    public Uni<Void> cancel(String account, Handle handle) {
        Resilience guard = guards.get(account);
        return guard != null && dialects.of(account) instanceof CancellingDialect dialect
                ? read(account, guard, with -> dialect.cancel(with, handle)).invoke(Upstream::requireCancelled)
                        .replaceWithVoid()
                : Uni.createFrom().failure(AccountRegistry.notConfigured(account));
    }

    /** Accepts that the video has ended or is unknown, which is a client error; the excepted ones say nothing about it. */
    private static void requireCancelled(UpstreamResponse response) {
        int status = response.status();
        if (status >= 500 || status == 401 || status == 403 || status == 408 || status == 429) {
            throw new UpstreamException("HTTP " + status, status >= 500);
        }
    }

    /** Returns whether the built-in sandbox is the upstream. */
    public boolean isSandbox() {
        return registry.isSandbox();
    }

    /** Returns the names of the configured accounts in the order in which they get new videos. */
    public List<String> accounts() {
        return registry.byPriority();
    }

    /** Returns the names of the models that an account offers. */
    public Set<String> models(String account) {
        return offers.modelsOf(account);
    }

    /**
     * Returns the interval between two status polls of a running video.
     *
     * @param account the account that has the video; empty for the shortest interval of any account
     */
    public Duration pollInterval(Optional<String> account) {
        return account.flatMap(registry::find).map(AccountSettings::pollInterval).orElseGet(registry::shortestPollInterval);
    }

    /** Returns whether a create of this account with an unknown outcome may be sent again. */
    public boolean idempotentCreates(String account) {
        return registry.find(account).filter(AccountSettings::idempotentCreates).isPresent();
    }

    /** Returns how many requests an account may send in a minute; 0 means no limit. */
    public int requestsPerMinute(String account) {
        return registry.get(account).requestsPerMinute();
    }

    /** Returns the time for which a request counts against its account's limit. */
    public Duration permitWindow() {
        return AccountSettings.PERMIT_WINDOW;
    }

    /** Returns how many videos of an account may be open at the upstream. */
    public int concurrentVideos(String account) {
        return registry.get(account).concurrentVideos();
    }

    /** Returns the state of this node's circuit breaker for an operation of an account. */
    CircuitBreakerState breaker(String account, Operation operation) {
        return Objects.requireNonNull(guards.get(account)).breaker(operation);
    }

    /** Returns the outcome of a failed call: without a connection nothing was sent, otherwise the create may have arrived. */
    private static Submission onTransportFailure(Throwable failure) {
        if (failure instanceof NoPermitException noPermit) {
            return new RetryLater(noPermit.getMessage(), Duration.ZERO); // another account may submit the video at once
        }
        if (failure instanceof CircuitBreakerOpenException || failure instanceof BulkheadException) {
            return new RetryLater("the circuit breaker is open or the bulkhead is full", WAIT_FOR_CONNECTION);
        }
        if (failure instanceof NotSubmittedException notSubmitted) {
            return new RetryLater(notSubmitted.getMessage(), WAIT_FOR_CONNECTION);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return new RetryLater("no connection", WAIT_FOR_CONNECTION);
            }
        }
        return new OutcomeUnknown(
                failure instanceof UpstreamException unusable ? unusable.getMessage() : failure.getClass().getSimpleName());
    }
}

package dev.reelay.upstream.account;

import java.time.Duration;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;

/**
 * The configured accounts at the upstream, each with its own key and limits. A response 429 pauses its account for the
 * time in {@code Retry-After}. A rejected key or credit puts the account in cooldown, if another account exists.
 */
@ApplicationScoped
public class AccountPool {
    private static final Logger LOG = Logger.getLogger(AccountPool.class);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final int TOO_MANY_REQUESTS = 429;

    private final UpstreamConfig config;
    private final AccountRegistry registry;
    private final AccountRateLimiter limiter;
    private final VertxContexts contexts;
    private final MeterProvider<Counter> calls;
    private final MeterProvider<Counter> cooldowns;

    AccountPool(UpstreamConfig config, AccountRegistry registry, AccountRateLimiter limiter, VertxContexts contexts,
            MeterRegistry metrics) {
        this.config = config;
        this.registry = registry;
        this.limiter = limiter;
        this.contexts = contexts;
        this.calls = Counter.builder("reelay.upstream.calls")
                .description("Calls that this node made, or had no permit for").withRegistry(metrics);
        this.cooldowns = Counter.builder("reelay.upstream.cooldowns.started")
                .description("How often this node put an account in cooldown").withRegistry(metrics);
    }

    /** Registers the counter of each account, so that it is exported as 0 before the first cooldown. */
    void onStart(@Observes StartupEvent event) {
        registry.names().forEach(account -> cooldowns.withTag("account", account));
    }

    /**
     * Sends a request within the account's limits, on a new Vert.x context. Fails with {@link NoPermitException} if there is
     * no permit.
     *
     * @param send sends the request; called only with a permit
     */
    public Uni<UpstreamResponse> request(String account, Operation operation, Function<Account, Uni<UpstreamResponse>> send) {
        // Workaround: https://github.com/quarkusio/quarkus/issues/54639; remove when Quarkus is 3.37 or newer. Until then the
        // REST client chains the contexts of consecutive requests that start on one context.
        return permit(account, operation).onFailure().transform(NoPermitException::because)
                .chain(permitted -> contexts.run(() -> send.apply(permitted)).map(permitted::redact))
                .call(response -> onResponse(account, operation, response.status(), response.retryDelay()))
                .onFailure()
                .invoke(failure -> count(account, operation, failure instanceof NoPermitException ? "no_permit" : "broken"));
    }

    /**
     * Returns the account as soon as it may send a request. A status request waits for its permit; any other
     * operation fails with {@link NoPermitException} without a permit.
     *
     * @throws UpstreamException if the account is not configured any more
     */
    public Uni<Account> permit(String account, Operation operation) {
        Account permitted = registry.get(account).account();
        return limiter.acquire(account, operation).replaceWith(permitted);
    }

    /**
     * Counts a response, and pauses the account after a 429.
     *
     * @param wait length of the pause
     */
    public Uni<Void> onResponse(String account, Operation operation, int status, Duration wait) {
        count(account, operation, "http_" + status / 100 + "xx");
        return status == TOO_MANY_REQUESTS ? limiter.pause(account, wait) : Uni.createFrom().voidItem();
    }

    /**
     * Returns the outcome of a create. If the upstream rejected the account and another account exists, cools this one down
     * and returns {@link RetryLater}, so that the other one gets the video.
     */
    public Uni<Submission> classify(String account, Submission outcome) {
        if (!(outcome instanceof Rejected rejected && rejected.accountRejected())) {
            return Uni.createFrom().item(outcome);
        }
        // The upstream's own message may quote a prompt, so the log does not repeat it.
        String reason = rejected.why().code().equals(ErrorCode.INSUFFICIENT_QUOTA.wireName()) ? "its credit is used up"
                : "its key is not accepted";
        if (registry.names().size() > 1) {
            cooldowns.withTag("account", account).increment();
            return limiter.coolDown(account, config.cooldown(), reason)
                    .replaceWith(new RetryLater("account " + account + " is in cooldown", AT_ONCE));
        }
        LOG.errorf("Upstream rejected account %s, and there is no other one; check its key and credit: %s", account, reason);
        return Uni.createFrom().item(outcome);
    }

    private void count(String account, Operation operation, String outcome) {
        calls.withTags("account", account, "dialect", registry.get(account).dialect(), "operation", operation.label(),
                "outcome",
                outcome).increment();
    }
}

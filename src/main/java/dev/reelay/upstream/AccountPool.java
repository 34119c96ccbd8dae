package dev.reelay.upstream;

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

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.Submission.Rejected;
import dev.reelay.upstream.Submission.RetryLater;
import dev.reelay.video.VertxContexts;

/**
 * The accounts at the upstream, each with its key and its budget. One that is told to slow down is paused for as long as
 * it was told; one whose key or credit is refused gets no further videos for a while, and the others go on.
 */
@ApplicationScoped
class AccountPool {
    private static final Logger LOG = Logger.getLogger(AccountPool.class);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final int TOO_MANY_REQUESTS = 429;

    private final UpstreamConfig config;
    private final AccountSettings target;
    private final AccountRateLimiter budget;
    private final VertxContexts contexts;
    private final MeterProvider<Counter> calls;
    private final MeterProvider<Counter> cooldowns;

    AccountPool(UpstreamConfig config, AccountSettings target, AccountRateLimiter budget, VertxContexts contexts,
            MeterRegistry metrics) {
        this.config = config;
        this.target = target;
        this.budget = budget;
        this.contexts = contexts;
        this.calls = Counter.builder("reelay.upstream.calls")
                .description("Calls that this node made, or had no permit for").withRegistry(metrics);
        this.cooldowns = Counter.builder("reelay.upstream.cooldowns.started")
                .description("How often this node set an account aside").withRegistry(metrics);
    }

    /** It has not happened yet, and that is known. */
    void onStart(@Observes StartupEvent event) {
        target.accounts().keySet().forEach(account -> cooldowns.withTag("account", account));
    }

    /**
     * Sends a request within the account's budget, on a context of its own: the REST client chains those of requests that
     * follow one another on the same one.
     *
     * @param send is given the account's key; called only with a permit
     */
    Uni<UpstreamResponse> request(String account, Operation operation, Function<String, Uni<UpstreamResponse>> send) {
        return permit(account, operation).onFailure().transform(NoPermitException::because)
                .chain(key -> contexts.run(() -> send.apply(key)))
                .map(response -> target.account(account).orElseThrow().redact(response))
                .call(response -> onResponse(account, operation, response.status(), response.retryDelay()))
                .onFailure()
                .invoke(failure -> count(account, operation, failure instanceof NoPermitException ? "no_permit" : "broken"));
    }

    /**
     * The account's key, once it may send. A poll waits for that; for anything else it fails with {@link NoPermitException}.
     */
    Uni<String> permit(String account, Operation operation) {
        String key = target.account(account).map(Account::apiKey)
                .orElseThrow(() -> new UpstreamException("account %s is not configured any more".formatted(account), false));
        return budget.acquire(account, operation).replaceWith(key);
    }

    /** What an answer's status means for the account. */
    Uni<Void> onResponse(String account, Operation operation, int status, Duration wait) {
        count(account, operation, "http_" + status / 100 + "xx");
        return status == TOO_MANY_REQUESTS ? budget.pause(account, wait) : Uni.createFrom().voidItem();
    }

    /** A create that this account cannot have is another's, where there is one. */
    Uni<Submission> classify(String account, Submission outcome) {
        if (!(outcome instanceof Rejected rejected && rejected.accountRejected())) {
            return Uni.createFrom().item(outcome);
        }
        // The upstream's own words may quote a prompt.
        String reason = rejected.why().code().equals(ErrorCode.INSUFFICIENT_QUOTA.wireName()) ? "its credit is used up"
                : "its key is not accepted";
        if (target.accounts().size() > 1) {
            cooldowns.withTag("account", account).increment();
            return budget.coolDown(account, config.cooldown(), reason)
                    .replaceWith(new RetryLater("account " + account + " is in cooldown", AT_ONCE));
        }
        LOG.errorf("Upstream account %s has no other beside it, see to it: %s", account, reason);
        return Uni.createFrom().item(outcome);
    }

    private void count(String account, Operation operation, String outcome) {
        calls.withTags("account", account, "operation", operation.label(), "outcome", outcome).increment();
    }
}

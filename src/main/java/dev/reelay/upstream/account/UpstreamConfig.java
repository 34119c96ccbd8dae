package dev.reelay.upstream.account;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Address, accounts, limits and timeouts of the upstream. */
@ConfigMapping(prefix = "reelay.upstream")
public interface UpstreamConfig {
    /**
     * Base URL of each account that has none of its own, up to and without {@code /v1/videos}. If no account has a URL, the
     * built-in sandbox is the upstream.
     */
    Optional<URI> url();

    /** API key of the account {@code default}, for an upstream with a single account. */
    Optional<String> apiKey();

    /** Accounts by name. A video stays with the account that submitted it. */
    Map<String, AccountConfig> accounts();

    /** Key and defaults of the account at the built-in sandbox. */
    Preset sandbox();

    /** Limit on requests of one account in any 60 seconds; 0 means no limit. Default: 10, or 600 for the sandbox. */
    Optional<Integer> requestsPerMinute();

    /** Limit on open videos of one account. */
    @WithDefault("5")
    int concurrentVideos();

    /** Interval between two status polls of a running video. Default: 30 s, or 1 s for the sandbox. */
    Optional<Duration> pollInterval();

    /** Whether the upstream honours {@code Idempotency-Key}. Default: false, or true for the sandbox. */
    Optional<Boolean> idempotentCreates();

    /** Time without new videos for an account after the upstream rejected its key or credit. */
    @WithDefault("10m")
    Duration cooldown();

    /** Timeout for opening a connection. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** Timeout of a create, including the upload of its reference image. */
    @WithDefault("60s")
    Duration createTimeout();

    /** Timeout of a status request. */
    @WithDefault("15s")
    Duration statusTimeout();

    /** Number of retries of a failed status request before the next poll. */
    @WithDefault("2")
    int statusRetries();

    /** Delay before the first retry of a status request; it doubles with each further retry. */
    @WithDefault("1s")
    Duration retryDelay();

    /** Limit on concurrent status requests, and on concurrent creates, of one account on one node. */
    @WithDefault("256")
    int bulkhead();

    /** Number of latest calls of one kind that the circuit breaker evaluates; it opens if half of them failed. */
    @WithDefault("20")
    int breakerCalls();

    /** Time for which the circuit breaker stays open before it allows a trial call. */
    @WithDefault("5s")
    Duration breakerDelay();

    /** Timeout for the head of a content response. */
    @WithDefault("30s")
    Duration contentTimeout();

    /** Returns whether the built-in sandbox is the upstream, because no upstream is configured. */
    default boolean isSandbox() {
        return url().isEmpty() && accounts().values().stream()
                .allMatch(account -> account.url().isEmpty() && account.dialect().equals(AccountConfig.SORA));
    }

    /** The key of an account, and the values of its settings that are not configured. */
    interface Preset {
        String apiKey();

        Set<String> models();

        int requestsPerMinute();

        Duration pollInterval();

        boolean idempotentCreates();
    }

    /** One account at an upstream. A limit that is absent is the general one. */
    interface AccountConfig {
        /** The dialect of many providers: an account without another one needs a URL. */
        String SORA = "sora";

        /** API key of this account. */
        String apiKey();

        /** Base URL of this account's upstream. Default: the provider's, or {@code reelay.upstream.url} for {@code sora}. */
        Optional<URI> url();

        /** Wire format of this account's upstream. */
        @WithDefault(SORA)
        String dialect();

        /** Header that has the key, for the dialect {@code sora}. Default: {@code Authorization}. */
        Optional<String> keyHeader();

        /** Query of each request, for the dialect {@code sora}, without the question mark. */
        Optional<String> query();

        /** Names of the models that this account is for. Default: all that the catalogue offers in its dialect. */
        Optional<List<String>> models();

        /** Accounts with a lower number get new videos first. */
        @WithDefault("0")
        int priority();

        Optional<Integer> requestsPerMinute();

        Optional<Integer> concurrentVideos();

        Optional<Duration> pollInterval();

        Optional<Boolean> idempotentCreates();
    }
}

package dev.reelay.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServer;

/** Where the upstream is and how it behaves: the one that the configuration names, or else the built-in sandbox. */
@Singleton
class AccountSettings {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration SANDBOX_POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_MINUTE = 10;
    private static final int SANDBOX_REQUESTS_PER_MINUTE = 600;

    private final UpstreamConfig config;
    private final HttpServer ownServer;
    private final Map<String, Account> accounts;

    /** @throws IllegalArgumentException for an upstream without an account */
    AccountSettings(UpstreamConfig config, HttpServer ownServer) {
        this.config = config;
        this.ownServer = ownServer;
        this.accounts = isSandbox() ? Map.of("sandbox", new Account("sandbox", config.sandboxApiKey())) : configured(config);
    }

    /** Base url without a slash at its end. The sandbox's is known once this very program listens. */
    String url() {
        String url = config.url().map(URI::toString)
                .orElseGet(() -> "http://localhost:" + ownServer.getPort() + "/sandbox");
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** By name, in the order of their names; at least one. */
    Map<String, Account> accounts() {
        return accounts;
    }

    /** Empty for one that was configured when it took a video, and is no more. */
    Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** Of one account; 0 is no limit. */
    int requestsPerMinute() {
        return config.requestsPerMinute().orElse(isSandbox() ? SANDBOX_REQUESTS_PER_MINUTE : REQUESTS_PER_MINUTE);
    }

    int concurrentVideos() {
        return config.concurrentVideos();
    }

    Duration pollInterval() {
        return config.pollInterval().orElse(isSandbox() ? SANDBOX_POLL_INTERVAL : POLL_INTERVAL);
    }

    /** May a create be repeated under the same {@code Idempotency-Key}? */
    boolean idempotentCreates() {
        return config.idempotentCreates().orElse(isSandbox());
    }

    private boolean isSandbox() {
        return config.url().isEmpty();
    }

    private static Map<String, Account> configured(UpstreamConfig config) {
        Map<String, Account> accounts = new TreeMap<>();
        config.apiKey().ifPresent(key -> accounts.put("default", new Account("default", key)));
        config.accounts().forEach((name, account) -> accounts.put(name, new Account(name, account.apiKey())));
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("reelay.upstream.url is set, but no account: set reelay.upstream.api-key,"
                    + " or reelay.upstream.accounts.<name>.api-key for each of several");
        }
        return accounts;
    }
}

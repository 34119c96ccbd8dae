package dev.reelay.upstream.account;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServer;

import dev.reelay.upstream.dialect.Account;

/** Address, accounts and limits of the upstream: the configured one, or the built-in sandbox if there is none. */
@Singleton
public class AccountSettings {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final Duration SANDBOX_POLL_INTERVAL = Duration.ofSeconds(1);
    private static final int REQUESTS_PER_MINUTE = 10;
    private static final int SANDBOX_REQUESTS_PER_MINUTE = 600;

    private final UpstreamConfig config;
    private final HttpServer ownServer;
    private final Map<String, Account> accounts;

    /** @throws IllegalArgumentException if an upstream is configured without an account */
    AccountSettings(UpstreamConfig config, HttpServer ownServer) {
        this.config = config;
        this.ownServer = ownServer;
        this.accounts = isSandbox() ? Map.of("sandbox", new Account("sandbox", config.sandboxApiKey())) : configured(config);
    }

    /** Returns the base URL without a final slash. The sandbox has one only after this program's HTTP server started. */
    public String url() {
        String url = config.url().map(URI::toString)
                .orElseGet(() -> "http://localhost:" + ownServer.getPort() + "/sandbox");
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Returns all accounts by name, sorted by name; at least one. */
    public Map<String, Account> accounts() {
        return accounts;
    }

    /** Returns an account, or empty if it left the configuration after it got a video. */
    Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** Returns the limit on requests in a minute for one account; 0 means no limit. */
    public int requestsPerMinute() {
        return config.requestsPerMinute().orElse(isSandbox() ? SANDBOX_REQUESTS_PER_MINUTE : REQUESTS_PER_MINUTE);
    }

    public int concurrentVideos() {
        return config.concurrentVideos();
    }

    public Duration pollInterval() {
        return config.pollInterval().orElse(isSandbox() ? SANDBOX_POLL_INTERVAL : POLL_INTERVAL);
    }

    /** Returns whether the upstream honours {@code Idempotency-Key}, so that a create may be repeated. */
    public boolean idempotentCreates() {
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

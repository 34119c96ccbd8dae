package dev.reelay.upstream.account;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;
import io.quarkus.vertx.http.HttpServer;

import dev.reelay.upstream.account.UpstreamConfig.AccountConfig;
import dev.reelay.upstream.account.UpstreamConfig.Preset;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.UpstreamDialect;
import dev.reelay.upstream.dialect.UpstreamException;

/** The configured accounts; the account {@code sandbox} at the built-in sandbox if no upstream is configured. */
@Singleton
public class AccountRegistry {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(30);
    private static final int REQUESTS_PER_MINUTE = 10;

    private final UpstreamConfig config;
    private final Map<String, AccountSettings> accounts = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if an account has no URL, or the URL no account; {@code ConfigCheck} reports it earlier
     */
    @Inject
    AccountRegistry(UpstreamConfig config, HttpServer ownServer, @All List<UpstreamDialect> dialects) {
        this(config, ownServer::getPort, dialects.stream().filter(dialect -> dialect.defaultUrl().isPresent())
                .collect(Collectors.toMap(UpstreamDialect::name, dialect -> dialect.defaultUrl().get())));
    }

    /** @param defaultUrls the URLs of providers by dialect, for accounts without a URL of their own */
    AccountRegistry(UpstreamConfig config, IntSupplier ownPort, Map<String, URI> defaultUrls) {
        this.config = config;
        if (config.isSandbox()) {
            add("sandbox", () -> URI.create("http://localhost:" + ownPort.getAsInt() + "/sandbox"), config.sandbox().apiKey(),
                    AccountConfig.SORA, Optional.empty());
        } else {
            config.apiKey().ifPresent(
                    key -> add("default", address("default", config.url()), key, AccountConfig.SORA, Optional.empty()));
            config.accounts().forEach((name, own) -> add(name,
                    address(name, own.url().or(() -> Optional.ofNullable(defaultUrls.get(own.dialect()))).or(config::url)),
                    own.apiKey(), own.dialect(), Optional.of(own)));
        }
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("reelay.upstream.url is set, but no account: set reelay.upstream.api-key,"
                    + " or reelay.upstream.accounts.<name>.api-key for each of several");
        }
    }

    /** Returns whether the only account is the one at the built-in sandbox. */
    public boolean isSandbox() {
        return config.isSandbox();
    }

    /** Returns the names of all accounts, sorted; at least one. */
    public Set<String> names() {
        return Collections.unmodifiableSet(accounts.keySet());
    }

    /** Returns the names of all accounts in the order in which they get new videos: by priority, then by name. */
    public List<String> byPriority() {
        return accounts.values().stream().sorted(Comparator.comparingInt(AccountSettings::priority))
                .map(settings -> settings.account().name()).toList();
    }

    public Collection<AccountSettings> all() {
        return Collections.unmodifiableCollection(accounts.values());
    }

    /** @throws UpstreamException if the account left the configuration after it got a video */
    public AccountSettings get(String name) {
        return find(name).orElseThrow(() -> notConfigured(name));
    }

    /** Returns the account, or empty if it left the configuration after it got a video. */
    public Optional<AccountSettings> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    public Duration shortestPollInterval() {
        return accounts.values().stream().map(AccountSettings::pollInterval).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Returns the exception for an account that left the configuration. */
    public static UpstreamException notConfigured(String account) {
        return new UpstreamException("account %s is not configured any more".formatted(account), false);
    }

    private void add(String name, Supplier<URI> address, String key, String dialect, Optional<AccountConfig> own) {
        Optional<Preset> preset = Optional.of(config.sandbox()).filter(sandbox -> config.isSandbox());
        accounts.put(name, new AccountSettings(
                new Account(name, address, key, own.flatMap(AccountConfig::keyHeader).orElse(Account.AUTHORIZATION),
                        own.flatMap(AccountConfig::query), config.connectTimeout(), config.createTimeout()),
                dialect,
                own.flatMap(AccountConfig::models).<Set<String>> map(TreeSet::new).or(() -> preset.map(Preset::models)),
                own.map(AccountConfig::priority).orElse(0),
                own.flatMap(AccountConfig::requestsPerMinute).or(config::requestsPerMinute)
                        .or(() -> preset.map(Preset::requestsPerMinute)).orElse(REQUESTS_PER_MINUTE),
                own.flatMap(AccountConfig::concurrentVideos).orElse(config.concurrentVideos()),
                own.flatMap(AccountConfig::pollInterval).or(config::pollInterval)
                        .or(() -> preset.map(Preset::pollInterval)).orElse(POLL_INTERVAL),
                dialect.equals(AccountConfig.SORA) // no other dialect has an idempotency key
                        && own.flatMap(AccountConfig::idempotentCreates).or(config::idempotentCreates)
                                .or(() -> preset.map(Preset::idempotentCreates)).orElse(false)));
    }

    private static Supplier<URI> address(String account, Optional<URI> url) {
        String text = url.orElseThrow(() -> new IllegalArgumentException(
                "The upstream account %s has no URL: set reelay.upstream.url".formatted(account))).toString();
        URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        return () -> base;
    }
}

package dev.reelay.upstream.account;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import dev.reelay.upstream.dialect.Account;

/**
 * An account and the rules for its use.
 *
 * @param dialect name of the wire format
 * @param models names of the models that the account is for; empty for all that its dialect offers
 * @param priority accounts with a lower number get new videos first
 * @param requestsPerMinute limit on requests in any 60 seconds; 0 means no limit
 * @param concurrentVideos limit on open videos at the upstream
 * @param pollInterval interval between two status polls of a running video
 * @param idempotentCreates whether the upstream honours {@code Idempotency-Key}, so that a create may be repeated
 */
public record AccountSettings(Account account, String dialect, Optional<Set<String>> models, int priority,
        int requestsPerMinute, int concurrentVideos,
        Duration pollInterval, boolean idempotentCreates) {
    /**
     * The time for which a request counts against the limit per minute. It is a second more than a minute, because the
     * upstream counts arrivals and Reelay counts departures.
     */
    public static final Duration PERMIT_WINDOW = Duration.ofSeconds(61);
}

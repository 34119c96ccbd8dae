package dev.reelay.model;

import java.util.Optional;

/**
 * One way to get a model: from each account of a dialect, or from one account.
 *
 * @param dialect name of the dialect; empty if the offer names an account
 * @param account name of the account; empty if the offer names a dialect
 * @param model the name of the model at the upstream
 */
public record Offer(Optional<String> dialect, Optional<String> account, String model) {

    /** Returns whether an account of this dialect has the offer. */
    public boolean isFrom(String accountName, String accountDialect) {
        return account.map(accountName::equals).orElseGet(() -> dialect.orElseThrow().equals(accountDialect));
    }
}

package dev.reelay.model;

import java.util.Map;
import java.util.Optional;

/**
 * One way to get a model: from each account of a dialect, or from one account.
 *
 * @param dialect name of the dialect; empty if the offer names an account
 * @param account name of the account; empty if the offer names a dialect
 * @param model the name of the model at the upstream
 * @param imageModel its name there for a create with a reference image, where that is another one
 * @param fields the fields of the create at the upstream, where they depend on the model; a parameter that is mapped to empty
 *        is not sent, and for one that is absent the dialect's own field counts
 */
public record Offer(Optional<String> dialect, Optional<String> account, String model, Optional<String> imageModel,
        Map<OfferParam, Optional<OfferField>> fields) {

    /** Returns whether an account of this dialect has the offer. */
    public boolean isFrom(String accountName, String accountDialect) {
        return account.map(accountName::equals).orElseGet(() -> dialect.orElseThrow().equals(accountDialect));
    }

    /** Returns the name of the model at the upstream for a create with or without a reference image. */
    public String modelFor(boolean hasImage) {
        return hasImage ? imageModel.orElse(model) : model;
    }
}

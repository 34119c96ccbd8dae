package dev.reelay.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that at least one configured account offers. */
public interface OfferedModels {
    /** Returns all models, sorted by name. */
    List<VideoModel> all();

    Optional<VideoModel> find(String name);

    /** Returns the dialects of the configured accounts, by the account's name. */
    Map<String, String> dialectsByAccount();

    /**
     * Returns the dialects of the accounts that offer a model, each with the fields of a create that only the gateway sets.
     *
     * @param name of an offered model
     */
    Map<String, Set<String>> dialects(String name);

    /** Returns those of these models that a caller may use; empty for all. It may be none. */
    default OfferedModels permitted(Optional<Set<String>> names) {
        return names.<OfferedModels> map(some -> new PermittedModels(this, some)).orElse(this);
    }
}

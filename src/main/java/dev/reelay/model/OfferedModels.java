package dev.reelay.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that at least one configured account offers. */
public interface OfferedModels {
    /** Returns all models, sorted by name; at least one. */
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
}

package dev.reelay.model;

import java.util.List;
import java.util.Optional;

/** The models that at least one configured account offers. */
public interface OfferedModels {
    /** Returns all models, sorted by name; at least one. */
    List<VideoModel> all();

    Optional<VideoModel> find(String name);
}

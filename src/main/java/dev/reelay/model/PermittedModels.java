package dev.reelay.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The offered models that a caller may use. The others are to the caller as if they were not offered.
 *
 * @param names the models that the caller may use, offered or not
 */
record PermittedModels(OfferedModels offered, Set<String> names) implements OfferedModels {
    @Override
    public List<VideoModel> all() {
        return offered.all().stream().filter(model -> names.contains(model.name())).toList();
    }

    @Override
    public Optional<VideoModel> find(String name) {
        return offered.find(name).filter(model -> names.contains(model.name()));
    }

    @Override
    public Map<String, String> dialectsByAccount() {
        return offered.dialectsByAccount();
    }

    @Override
    public Map<String, Set<String>> dialects(String name) {
        return offered.dialects(name);
    }
}

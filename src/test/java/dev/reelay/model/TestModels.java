package dev.reelay.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Models that the account {@code f} of the dialect {@code fal} and the account {@code g} of {@code gemini} offer. */
public record TestModels(Map<String, VideoModel> models) implements OfferedModels {
    /** Returns the models of the built-in catalogue with these names. */
    public static TestModels builtIn(String... names) {
        return new TestModels(new ModelCatalog(Optional.empty()).all().stream()
                .filter(model -> List.of(names).contains(model.name()))
                .collect(Collectors.toMap(VideoModel::name, model -> model)));
    }

    @Override
    public Map<String, String> dialectsByAccount() {
        return Map.of("f", "fal", "g", "gemini");
    }

    @Override
    public Map<String, Set<String>> dialects(String name) {
        return Map.of("fal", Set.of("duration"), "gemini", Set.of("durationSeconds"));
    }

    @Override
    public List<VideoModel> all() {
        return List.copyOf(models.values());
    }

    @Override
    public Optional<VideoModel> find(String name) {
        return Optional.ofNullable(models.get(name));
    }
}

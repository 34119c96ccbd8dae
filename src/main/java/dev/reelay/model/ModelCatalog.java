package dev.reelay.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** All models that this installation knows: the built-in ones, and those of the operator's file. */
@Singleton
public class ModelCatalog {
    /** Read when this class is initialized: by a native build, or at the start of the JVM. */
    private static final Map<String, VideoModel> BUILT_IN = builtIn();

    private final Map<String, VideoModel> models = new TreeMap<>();

    /** @throws InvalidModelsException if the operator's file is invalid; the check before the start reports it earlier */
    @Inject
    ModelCatalog(ModelsConfig config) {
        this(config.file());
    }

    ModelCatalog(Optional<Path> file) {
        models.putAll(BUILT_IN);
        file.ifPresent(path -> models.putAll(read(path)));
    }

    /** Returns all models, sorted by name. */
    public Collection<VideoModel> all() {
        return Collections.unmodifiableCollection(models.values());
    }

    /**
     * Reads the models of a file.
     *
     * @throws InvalidModelsException with one line that names the file, the place and the reason
     */
    public static Map<String, VideoModel> read(Path file) {
        try {
            return new ModelsFile(file.toString()).parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidModelsException("%s: the file cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static Map<String, VideoModel> builtIn() {
        try (InputStream file = ModelCatalog.class.getResourceAsStream("/models.yaml")) {
            return new ModelsFile("models.yaml").parse(new String(Objects.requireNonNull(file).readAllBytes(),
                    UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

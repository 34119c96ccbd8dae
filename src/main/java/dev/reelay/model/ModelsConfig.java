package dev.reelay.model;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

@ConfigMapping(prefix = "reelay.models")
interface ModelsConfig {
    /** A file in the form of {@code models.yaml} that adds models, or replaces those of the same name. */
    Optional<Path> file();
}

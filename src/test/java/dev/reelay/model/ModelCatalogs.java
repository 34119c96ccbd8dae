package dev.reelay.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Builds catalogues for tests of other packages. */
public final class ModelCatalogs {
    private ModelCatalogs() {
    }

    /** Returns the catalogue with an operator's file of this text. */
    public static ModelCatalog of(String file) {
        try {
            Path path = Files.createTempFile("models", ".yaml");
            try {
                return new ModelCatalog(Optional.of(Files.writeString(path, file)));
            } finally {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

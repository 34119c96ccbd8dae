package dev.reelay.model;

import java.util.Locale;

/** Whether a model takes a reference image. */
public enum ImageRule {
    NONE,
    OPTIONAL,
    REQUIRED;

    /** Returns the value in the catalogue and in responses, such as {@code optional}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

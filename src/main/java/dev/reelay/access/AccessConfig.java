package dev.reelay.access;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

@ConfigMapping(prefix = "reelay.access")
interface AccessConfig {
    /** The API keys, each {@code sk-…} or {@code name:sk-…}. Without any, one is generated at the first start. */
    Optional<List<String>> keys();
}

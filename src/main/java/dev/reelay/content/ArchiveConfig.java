package dev.reelay.content;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the archive of finished videos. */
@ConfigMapping(prefix = "reelay.archive")
interface ArchiveConfig {
    /** The storage of finished videos: {@code none}, and {@code disk} beside an embedded database. */
    Optional<Kind> type();

    /** The directory of an archive on disk, and of files that are on their way into any archive. */
    @WithDefault("${reelay.data-dir:data}/archive")
    Path directory();

    /** The bucket of an archive in S3. */
    Optional<String> bucket();

    /** How long the archive keeps a video. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration retention();

    /** The size at which the oldest videos are removed; of each node for an archive on disk. */
    @WithDefault("10G")
    MemorySize maxSize();

    /** How often a node looks for videos to archive. */
    @WithDefault("1s")
    Duration pollInterval();

    /** The delay before a failed fetch is repeated; each further delay is twice as long. */
    @WithDefault("1m")
    Duration retryDelay();

    /** How often a node removes what the archive keeps no longer. */
    @WithDefault("1m")
    Duration sweepInterval();

    /** {@code reelay.pipeline.retention}: a video whose row is deleted has no content either. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration videoRetention();

    /** True if the program started its own database. */
    @WithDefault("${reelay.embedded:false}")
    boolean embedded();

    default Kind kind() {
        return type().orElse(embedded() ? Kind.DISK : Kind.NONE);
    }

    /** The storages that an archive can have. */
    enum Kind {
        NONE,
        DISK,
        S3
    }
}

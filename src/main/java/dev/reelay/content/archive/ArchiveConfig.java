package dev.reelay.content.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the archive, which keeps a copy of each completed video. */
@ConfigMapping(prefix = "reelay.archive")
public interface ArchiveConfig {
    /** The storage. The default is {@code disk} with the embedded database, and {@code none} without it. */
    Optional<Kind> type();

    /** The directory of an archive on disk, and of the temporary files of every archive. */
    @WithDefault("${reelay.data-dir:data}/archive")
    Path directory();

    /** The bucket of an archive in S3. */
    Optional<String> bucket();

    /** The time after which the archive removes a video. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration retention();

    /** The maximum size, on each node for an archive on disk. Beyond it the archive removes the oldest videos. */
    @WithDefault("10G")
    MemorySize maxSize();

    /** The interval at which a node polls the queue of videos to archive. */
    @WithDefault("1s")
    Duration pollInterval();

    /** The delay before the first retry of a failed fetch; it doubles with each retry. */
    @WithDefault("1m")
    Duration retryDelay();

    /** The interval at which a node removes expired, excess and orphaned files. */
    @WithDefault("1m")
    Duration sweepInterval();

    /** The retention of videos in the database. A content expires with its row at the latest. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration videoRetention();

    /** {@code reelay.content.idle-timeout}, which holds for fetches and reads of the archive, too. */
    @WithDefault("${reelay.content.idle-timeout:60s}")
    Duration idleTimeout();

    /** True if the program started its own database. */
    @WithDefault("${reelay.embedded:false}")
    boolean embedded();

    /** Returns the configured storage, or its default. */
    default Kind kind() {
        return type().orElse(embedded() ? Kind.DISK : Kind.NONE);
    }

    /** The storages of the archive. */
    enum Kind {
        NONE,
        DISK,
        S3
    }
}

package dev.reelay.content;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@ConfigMapping(prefix = "reelay.content")
interface ContentConfig {
    /** How long a download may go without a single byte moving. There is no limit on its whole time. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** Where finished videos are kept: {@code none}, and {@code disk} beside an embedded database. */
    Optional<ArchiveKind> archive();

    /** Of the archive on disk, and of what is on its way into any archive. */
    @WithDefault("${reelay.data-dir:data}/archive")
    Path archiveDirectory();

    /** Of the archive in S3. */
    Optional<String> archiveBucket();

    /** How long the archive keeps a video; as long as it is remembered, where nothing is said. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration archiveRetention();

    /** How many bytes the archive keeps; the oldest videos go first. Of each node where it is on disk. */
    @WithDefault("10G")
    MemorySize archiveSize();

    /** How often a node looks for videos to archive. */
    @WithDefault("1s")
    Duration archiveHeartbeat();

    /** How long after a first failure a video is fetched again; each further time it is twice as long. */
    @WithDefault("1m")
    Duration archiveRetry();

    /** How often a node clears the archive of what is not to be kept any more. */
    @WithDefault("1m")
    Duration archiveSweep();

    /** {@code reelay.pipeline.retention}: a video that is forgotten has no content either. */
    @WithDefault("${reelay.pipeline.retention:30d}")
    Duration videoRetention();

    /** Set where this program brings its own database. */
    @WithDefault("${reelay.embedded:false}")
    boolean embedded();

    default ArchiveKind archiveKind() {
        return archive().orElse(embedded() ? ArchiveKind.DISK : ArchiveKind.NONE);
    }
}

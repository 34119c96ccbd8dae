package dev.reelay.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What can be set about the sandbox. */
@ConfigMapping(prefix = "reelay.sandbox")
interface SandboxConfig {
    /** Whether the sandbox answers at all; without a word it does as long as nothing displaces it. */
    Optional<Boolean> enabled();

    /** The real upstream that makes the sandbox superfluous. */
    @WithDefault("${reelay.upstream.url:}")
    Optional<String> upstreamUrl();

    /** The one key that the sandbox accepts. */
    @WithDefault("sk-sandbox")
    String apiKey();

    /** Where records, clips and the unpacked encoder are kept. */
    @WithDefault("${reelay.data-dir:data}/sandbox")
    Path directory();

    /** How many clips are rendered at the same time; the others wait as submitted. */
    @WithDefault("2")
    int renders();

    /** How long one render may take before its encoder is given up. */
    @WithDefault("2m")
    Duration renderTimeout();

    /** Name (looked up on the PATH) or path of an ffmpeg to use instead of the bundled one; without either, ffmpeg. */
    Optional<String> ffmpeg();

    /** How long a clip can be downloaded after its completion. */
    @WithDefault("1h")
    Duration expiry();

    /** How many bytes of rendered clips are kept for further videos with the same clip; the oldest go first. */
    @WithDefault("500M")
    MemorySize cacheSize();

    /** How long the record of a video is kept after its creation. */
    @WithDefault("24h")
    Duration retention();

    default boolean isOpen() {
        return enabled().orElse(upstreamUrl().isEmpty());
    }
}

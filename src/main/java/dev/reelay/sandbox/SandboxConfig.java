package dev.reelay.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the sandbox. */
@ConfigMapping(prefix = "reelay.sandbox")
interface SandboxConfig {
    /** True opens the sandbox, and false closes it. Without a value it is open if no upstream is configured. */
    Optional<Boolean> enabled();

    /** The API key that the sandbox accepts. */
    @WithDefault("sk-sandbox")
    String apiKey();

    /** The directory of records, clips and the unpacked encoder. */
    @WithDefault("${reelay.data-dir:data}/sandbox")
    Path directory();

    /** The number of concurrent renders; further videos stay submitted. */
    @WithDefault("2")
    int renders();

    /** The time after which the encoder of a render is killed. */
    @WithDefault("2m")
    Duration renderTimeout();

    /** The path of an ffmpeg, or its name on the PATH. The default is the bundled one, or {@code ffmpeg} on the PATH. */
    Optional<String> ffmpeg();

    /** The time after its completion for which a clip can be downloaded. */
    @WithDefault("1h")
    Duration expiry();

    /** The size of the cache of rendered clips. It drops the least recently used ones first. */
    @WithDefault("500M")
    MemorySize cacheSize();

    /** The time after its creation at which the record of a video is deleted. */
    @WithDefault("24h")
    Duration retention();

    /** Returns true if the sandbox accepts requests. */
    default boolean isOpen(Upstream upstream) {
        return enabled().orElse(!upstream.isConfigured());
    }

    /** The upstream that replaces the sandbox. */
    @ConfigMapping(prefix = "reelay.upstream")
    interface Upstream {
        Optional<URI> url();

        Map<String, Account> accounts();

        default boolean isConfigured() {
            return url().isPresent() || accounts().values().stream().anyMatch(account -> account.url().isPresent());
        }

        interface Account {
            Optional<URI> url();
        }
    }
}

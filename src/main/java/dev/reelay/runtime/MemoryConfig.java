package dev.reelay.runtime;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Switches for measures that lower the use of memory. */
@ConfigMapping(prefix = "reelay.memory")
interface MemoryConfig {
    /** The native program on Linux releases the pages of its executable that only the start or a busy time read. */
    @WithDefault("true")
    Boolean pageRelease();
}

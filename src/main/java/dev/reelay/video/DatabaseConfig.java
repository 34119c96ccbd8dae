package dev.reelay.video;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the connections to the database. */
@ConfigMapping(prefix = "reelay.database")
public interface DatabaseConfig {
    /** How long a request waits for a free connection, and how long a connection may be silent while somebody waits for it. */
    @WithDefault("5s")
    Duration timeout();

    /** Returns the time after which an unused connection is checked, or leaves the pool: before it counts as silent. */
    default Duration keepAliveInterval() {
        return timeout().multipliedBy(3).dividedBy(5);
    }
}

package dev.reelay.database;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings of the connections to the database. */
@ConfigMapping(prefix = "reelay.database")
public interface DatabaseConfig {
    /** Returns the timeout of requests for a connection, and of a connection that stays silent during a statement. */
    @WithDefault("5s")
    Duration timeout();

    /** Returns the time after which an idle connection is checked or closed; it is shorter than {@link #timeout}. */
    default Duration keepAliveInterval() {
        return timeout().multipliedBy(3).dividedBy(5);
    }
}

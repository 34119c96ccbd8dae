package dev.reelay.api.edge;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The limits of connections. */
@ConfigMapping(prefix = "reelay.api")
interface EdgeConfig {
    /** Time in which the head of a request has to arrive: from the connect, and later from its first byte. */
    @WithDefault("15s")
    Duration headTimeout();

    /** Time without a byte after which a request whose body is incomplete is ended. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /** Time without a request after which a connection is closed. */
    @WithDefault("75s")
    Duration keepAliveTimeout();

    /** Maximum number of connections of this node. */
    @WithDefault("20000")
    int connections();

    /** Maximum number of connections of one owner, and of one address without a valid key, on this node. */
    @WithDefault("5000")
    int connectionsPerClient();

    /** Idle timeout of downloads. */
    @WithDefault("${reelay.content.idle-timeout:60s}")
    Duration downloadTimeout();

    /** Idle timeout of event streams. */
    @WithDefault("${reelay.progress.stuck-timeout:30s}")
    Duration streamTimeout();

    /** Time for which a node that shuts down still accepts connections. */
    @WithDefault("${quarkus.shutdown.delay}")
    Duration shutdownDelay();
}

package dev.reelay.video;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

/** Tells a database that is down, starting or cut off from a statement that it refuses: the first passes by itself. */
public final class DatabaseFailures {
    private DatabaseFailures() {
    }

    public static boolean isOutage(Throwable failure) {
        return behind(failure).anyMatch(DatabaseFailures::isOutageCause);
    }

    /** A transaction that cannot be rolled back either is two failures in one. */
    private static Stream<Throwable> behind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> cause instanceof CompositeException several
                        ? several.getCauses().stream().flatMap(DatabaseFailures::behind)
                        : Stream.of(cause));
    }

    private static boolean isOutageCause(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof ClosedConnectionException
                || cause instanceof ClosedChannelException || cause instanceof TimeoutException
                || cause instanceof NoStackTraceThrowable // no connection came free in time, or it closed meanwhile
                || cause instanceof PgException refused && isOutageCause(String.valueOf(refused.getSqlState()));
    }

    /** Classes of PostgreSQL's appendix A: connections, resources, operator intervention, and a database that is closed. */
    private static boolean isOutageCause(String sqlState) {
        return Stream.of("08", "53", "57P", "55000").anyMatch(sqlState::startsWith);
    }
}

package dev.reelay.database;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

/** Distinguishes database outages, which are worth a retry, from statements that the database rejects. */
public final class DatabaseFailures {
    private static final String POOL_TIMEOUT = "Timeout waiting for connection";

    private DatabaseFailures() {
    }

    /** Returns true if the failure, or one of its causes, says that the database is down, starting or unreachable. */
    public static boolean isOutage(Throwable failure) {
        return behind(failure).anyMatch(DatabaseFailures::isOutageCause);
    }

    /** Returns the failure with all its causes. A failed rollback adds a second failure to that of the transaction. */
    private static Stream<Throwable> behind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> cause instanceof CompositeException several
                        ? several.getCauses().stream().flatMap(DatabaseFailures::behind)
                        : Stream.of(cause));
    }

    private static boolean isOutageCause(Throwable cause) {
        return cause instanceof SocketException || cause instanceof UnknownHostException
                || cause instanceof ClosedConnectionException || cause instanceof ClosedChannelException
                || cause instanceof TimeoutException || cause instanceof IOException broken && isReset(broken)
                // Timeout of the pool, or a connection closed during a statement. The pool has another type for a statement of its
                // own that waits for a connection, which other clients of Vert.x use as well.
                // Workaround: https://github.com/eclipse-vertx/vertx-sql-client/issues/1269; remove when the client has a type
                // for each.
                || cause instanceof NoStackTraceThrowable
                || cause instanceof VertxException && POOL_TIMEOUT.equals(cause.getMessage())
                || cause instanceof PgException refused && isOutageCause(String.valueOf(refused.getSqlState()))
                || cause instanceof SQLException refused && isOutageCause(String.valueOf(refused.getSQLState())); // Hibernate's
    }

    /** Checks the text of the system, because Netty and the JDK have other types for it, of which some are also for files. */
    private static boolean isReset(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.endsWith("Connection reset by peer") || text.endsWith("Broken pipe");
    }

    /**
     * Checks SQLSTATE classes (PostgreSQL, appendix A): connections, resources, operator intervention, closed database, and a
     * copy that takes no writes yet.
     */
    private static boolean isOutageCause(String sqlState) {
        return Stream.of("08", "53", "57P", "55000", "25006").anyMatch(sqlState::startsWith);
    }
}

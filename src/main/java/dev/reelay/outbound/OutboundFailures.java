package dev.reelay.outbound;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.vertx.core.http.HttpClosedException;

/** Explains to clients why a request to their URL failed. */
public final class OutboundFailures {
    private static final int REDIRECTION = 3;

    private OutboundFailures() {
    }

    /** Returns a sentence about a response that is none of success. */
    public static String explain(int statusCode) {
        return statusCode / 100 == REDIRECTION
                ? "The server redirects with HTTP status %d, and redirects are not followed.".formatted(statusCode)
                : "The server responds with HTTP status %d.".formatted(statusCode);
    }

    /** Returns a sentence that names neither the URL nor an address. */
    public static String explain(Throwable failure) {
        if (failure instanceof RefusedUrlException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (failure instanceof UnknownHostException) {
            return "The host of the URL is unknown.";
        }
        if (failure instanceof TimeoutException) {
            return "The server did not respond completely within %d s.".formatted(OutboundClient.LIMIT.toSeconds());
        }
        if (failure instanceof SSLException) {
            return "The server's certificate is not valid for the URL, or TLS failed in another way.";
        }
        return failure instanceof ConnectException ? "The server does not accept connections."
                : failure instanceof HttpClosedException ? "The server closed the connection."
                        : "The connection to the server broke.";
    }
}

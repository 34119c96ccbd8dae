package dev.reelay.upstream.http;

import java.net.URI;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;

import dev.reelay.outbound.OutboundGuard;
import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.outbound.ResolvedUrl;
import dev.reelay.upstream.dialect.Account;

/**
 * Checks the URLs that an upstream names, such as that of a video. Such a URL may name any host, but a private network is
 * reached only by an account whose own URL is in one.
 */
@Singleton
public final class ForeignUrls {
    private final OutboundGuard guard;

    public ForeignUrls(OutboundGuard guard) {
        this.guard = guard;
    }

    /**
     * Returns where to connect to for a URL.
     *
     * @return empty for a URL of the account's own origin, which is not checked; fails with {@link RefusedUrlException} if the
     *         account must not reach the address
     */
    public Future<Optional<SocketAddress>> server(Account account, URI url) {
        return account.hasOrigin(url) ? Future.succeededFuture(Optional.empty())
                : guard.resolve(url).compose(resolved -> check(account, resolved)).map(Optional::of);
    }

    private Future<SocketAddress> check(Account account, ResolvedUrl resolved) {
        return !resolved.isPrivate() ? Future.succeededFuture(resolved.address())
                : guard.resolve(account.url()).map(own -> {
                    if (!own.isPrivate()) {
                        throw new RefusedUrlException("The upstream named a URL in a private network");
                    }
                    return resolved.address();
                });
    }
}

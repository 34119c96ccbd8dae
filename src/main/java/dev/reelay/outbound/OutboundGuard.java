package dev.reelay.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Checks URLs of clients and upstreams against server-side request forgery. The caller connects to the returned address, and
 * checks each redirect again.
 */
@Singleton
public final class OutboundGuard {
    private final Vertx vertx;
    private final HostResolver resolver;
    private final ConcurrentMap<String, Future<List<InetAddress>>> lookUps = new ConcurrentHashMap<>();

    @Inject
    OutboundGuard(Vertx vertx) {
        this(vertx, HostResolver.SYSTEM);
    }

    /** @param resolver runs on a worker thread */
    public OutboundGuard(Vertx vertx, HostResolver resolver) {
        this.vertx = vertx;
        this.resolver = resolver;
    }

    /**
     * Returns the address of a URL that the policy allows.
     *
     * @return fails with {@link RefusedUrlException} if the policy forbids the URL, or one of the addresses of its host, and
     *         with {@link UnknownHostException} if the host has no address
     */
    public Future<ResolvedUrl> check(URI url, UrlPolicy policy) {
        try {
            policy.check(url);
        } catch (RefusedUrlException refused) {
            return Future.failedFuture(refused);
        }
        return resolve(url).map(resolved -> {
            if (resolved.isPrivate() && !policy.allowPrivate()) {
                throw new RefusedUrlException("The host of the URL is in a private network.");
            }
            return resolved;
        });
    }

    /**
     * Returns an address of a URL's host. An address in a private network is preferred, so that a check finds it.
     *
     * @return fails with {@link UnknownHostException} if the host has no address
     */
    public Future<ResolvedUrl> resolve(URI url) {
        String authority = url.getRawAuthority().substring(url.getRawAuthority().lastIndexOf('@') + 1);
        String host = authority.replaceFirst(":\\d*$", ""); // URI.getHost() is null for a host with an underscore
        return lookUp(host).map(addresses -> new ResolvedUrl(choose(addresses), UrlPolicy.portOf(url)));
    }

    /**
     * Looks up a host on a worker thread, because the resolver of the JDK blocks. Requests that come meanwhile share the
     * result, so that a host with a slow name server occupies one thread.
     */
    private Future<List<InetAddress>> lookUp(String host) {
        Future<List<InetAddress>> shared = lookUps.computeIfAbsent(host,
                started -> vertx.executeBlocking(() -> resolver.resolve(started), false));
        shared.onComplete(done -> lookUps.remove(host, shared));
        return Future.fromCompletionStage(shared.toCompletionStage(), vertx.getOrCreateContext());
    }

    private static InetAddress choose(List<InetAddress> addresses) {
        return addresses.stream().filter(PrivateNetworks::contains).findFirst().orElseGet(() -> addresses.get(0));
    }
}

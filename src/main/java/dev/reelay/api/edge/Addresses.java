package dev.reelay.api.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;

/** Addresses by which clients are counted. One client of IPv6 has a whole network of them, of which only the name counts. */
public final class Addresses {
    /** The bytes of an address of IPv6 that name the network of a subscriber. */
    private static final int NETWORK_BYTES = 8;
    private static final String LOCAL = "local";

    private Addresses() {
    }

    /** Returns the address of the client: the one that a trusted proxy names, if Quarkus is configured to trust one. */
    public static String of(HttpServerRequest request) {
        return Optional.ofNullable(request.remoteAddress()).map(address -> network(address.hostAddress())).orElse(LOCAL);
    }

    /** Returns the address of the peer. */
    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer ? network(peer.getAddress()) : LOCAL;
    }

    /** Returns an address of IPv4 as it is, and for one of IPv6 its first half. */
    static String network(@Nullable String address) {
        InetAddress parsed = address == null ? null : NetUtil.createInetAddressFromIpAddressString(address);
        return parsed == null ? LOCAL : network(parsed);
    }

    private static String network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        StringBuilder network = new StringBuilder();
        for (int at = 0; at < NETWORK_BYTES; at += 2) {
            int group = (address.getAddress()[at] & 0xff) << 8 | address.getAddress()[at + 1] & 0xff;
            network.append(Integer.toHexString(group)).append(':');
        }
        return network.append(":/64").toString();
    }
}

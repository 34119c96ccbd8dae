package dev.reelay.outbound;

import java.net.InetAddress;

import io.vertx.core.net.SocketAddress;

/**
 * The address of a URL at the time of its check. A caller connects to this address instead of the host name, because a second
 * look-up could return another one.
 *
 * @param ip an address of the host
 * @param port the port of the URL, or the default one of its scheme
 */
public record ResolvedUrl(InetAddress ip, int port) {
    /** Returns where to connect to. */
    public SocketAddress address() {
        return SocketAddress.inetSocketAddress(port, ip.getHostAddress());
    }

    /** Returns whether the address is not one of the Internet. */
    public boolean isPrivate() {
        return PrivateNetworks.contains(ip);
    }
}

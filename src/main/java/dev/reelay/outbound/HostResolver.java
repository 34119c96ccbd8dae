package dev.reelay.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. It may block. */
@FunctionalInterface
public interface HostResolver {
    /** The resolver of the operating system. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Returns at least one address.
     *
     * @param host a name, or an address in any notation; an IPv6 address is within brackets
     * @throws UnknownHostException if the host has none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}

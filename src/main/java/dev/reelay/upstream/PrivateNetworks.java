package dev.reelay.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses of private networks from those of the Internet (IANA's special-purpose address registries). */
final class PrivateNetworks {
    private PrivateNetworks() {
    }

    /** Returns whether an address is not one of the Internet: loopback, link-local, private, shared, multicast or none. */
    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean special = address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isAnyLocalAddress() || address.isMulticastAddress();
        if (address instanceof Inet4Address) {
            return special || first == 0 || first >= 240 // "this network", reserved and broadcast
                    || first == 100 && (second & 0xc0) == 64 // RFC 6598
                    || first == 198 && (second & 0xfe) == 18 // RFC 2544
                    || first == 192 && second == 0 && bytes[2] == 0;
        }
        return special || (first & 0xfe) == 0xfc // RFC 4193
                || first == 0 && second == 0x64 // RFC 6052 and 8215: may stand for any IPv4 address
                || first == 0x20 && second == 0x02; // RFC 3056: the same
    }
}

package dev.reelay.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Tells addresses of private networks from those of the Internet (IANA's special-purpose address registries). */
final class PrivateNetworks {
    /** 168.63.129.16: each machine on Azure reaches its host at this address, which is none of a private network. */
    private static final byte[] AZURE_HOST = { (byte) 168, 63, (byte) 129, 16 };

    private PrivateNetworks() {
    }

    /** Returns whether an address is not one of the Internet: loopback, link-local, private, shared, multicast or none. */
    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPrivate(bytes) : !isGlobalUnicast(bytes);
    }

    private static boolean isPrivate(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first == 0 || first == 10 || first == 127 || first >= 224 // "this network", private, loopback, multicast, reserved
                || first == 100 && (second & 0xc0) == 64 // RFC 6598
                || first == 169 && second == 254 // RFC 3927, with the metadata services of clouds
                || Arrays.equals(bytes, AZURE_HOST)
                || first == 172 && (second & 0xf0) == 16
                || first == 192 && (second == 168 || second == 0 && bytes[2] == 0)
                || first == 198 && (second & 0xfe) == 18; // RFC 2544
    }

    /** Excludes networks that stand for IPv4 addresses (RFC 3056, 4380, 6052), because these may be private. */
    private static boolean isGlobalUnicast(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean assigned = (first & 0xe0) == 0x20; // RFC 4291, section 2.4: the only unicast addresses of the Internet
        boolean protocol = first == 0x20 && second == 0x01 && (bytes[2] & 0xfe) == 0; // RFC 2928, with Teredo
        boolean sixToFour = first == 0x20 && second == 0x02;
        return assigned && !protocol && !sixToFour;
    }
}

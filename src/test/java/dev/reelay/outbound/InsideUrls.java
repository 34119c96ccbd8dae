package dev.reelay.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** URLs that lead into a private network, and the names in them. */
public final class InsideUrls {
    /** URLs with an address, or with a name of {@link #RESOLVER}. They are valid apart from where they lead. */
    public static final List<String> BY_ADDRESS = List.of(
            // IPv4: loopback, this network, private, shared, link-local, benchmarks, protocols, multicast, reserved
            "https://127.0.0.1", "https://127.0.0.1:8443/hook?a=b#c", "https://127.1.2.3", "https://127.255.255.254",
            "https://0.0.0.0", "https://0.0.0.0:8080", "https://0.1.2.3", "https://10.0.0.1", "https://10.255.255.255",
            "https://172.16.0.1", "https://172.31.255.255", "https://192.168.0.1", "https://192.168.255.255",
            "https://100.64.0.1", "https://100.127.255.255", "https://169.254.0.1", "https://198.18.0.1", "https://198.19.0.1",
            "https://192.0.0.8", "https://224.0.0.1", "https://239.255.255.250", "https://240.0.0.1", "https://255.255.255.255",
            // Metadata of AWS, GCP and Azure; of containers on AWS; of Alibaba, of Oracle; the host of a machine on Azure
            "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/v2/credentials", "https://100.100.100.200",
            "https://192.0.0.192/opc/v1/instance/", "https://168.63.129.16/machine?comp=goalstate", "https://[fd00:ec2::254]",
            // IPv6: loopback, unspecified, link-local, site-local, unique-local, multicast, discard, unassigned
            "https://[::1]", "https://[::1]:8443", "https://[0:0:0:0:0:0:0:1]", "https://[::]", "https://[fe80::1]",
            "https://[febf::1]", "https://[fec0::1]", "https://[fc00::1]", "https://[fdff:ffff::1]", "https://[ff02::1]",
            "https://[ff0e::1]", "https://[100::1]", "https://[4000::1]",
            // IPv4 within IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo
            "https://[::ffff:127.0.0.1]", "https://[::ffff:7f00:1]", "https://[::ffff:169.254.169.254]",
            "https://[::ffff:a00:1]", "https://[::127.0.0.1]", "https://[::7f00:1]", "https://[::ffff:0:127.0.0.1]",
            "https://[64:ff9b::127.0.0.1]", "https://[64:ff9b::a9fe:a9fe]", "https://[64:ff9b::a00:1]",
            "https://[64:ff9b:1::10.0.0.1]", "https://[2002:7f00:1::]", "https://[2002:a9fe:a9fe::1]",
            "https://[2001:0:7f00:1::1]",
            // Names
            "https://localhost", "https://LOCALHOST:8443", "https://localhost.", "https://loopback.example",
            "https://127.0.0.1.nip.example", "https://metadata.internal", "https://intranet", "https://printer.local",
            "https://mixed.example", "https://mixed-again.example", "https://six.example", "https://mapped.example",
            "https://nat64.example", "https://any.example", "https://xn--lokal-lua.example");

    /** URLs that are refused before any look-up: other notations of addresses, other schemes, users and ports. */
    public static final List<String> BY_TEXT = List.of(
            "https://2130706433", "https://017700000001", "https://0x7f000001", "https://0x7f.0.0.1", "https://0x7f.1",
            "https://0177.0.0.1", "https://127.0.0.01", "https://0127.0.0.1", "https://010.0.0.1", "https://127.1",
            "https://127.0.1", "https://0", "https://127.0.0.1.", "https://0000:8443", "https://3232235521",
            "https://0xa9fea9fe", "https://0251.0376.0251.0376", "https://[::1%25lo]", "https://[fe80::1%25eth0]",
            "https://[::ffff:127.0.0.1", "https://①②⑦.⓪.⓪.①", "https://１２７.0.0.1", "https://127。0。0。1",
            "https://%31%32%37.0.0.1", "https://localhost%00.example", "https://127.0.0.1\\@a.example",
            "https://a.example@127.0.0.1", "https://a.example:443@127.0.0.1", "https://a.example%40127.0.0.1",
            "https://user:password@10.0.0.1", "https://@127.0.0.1", "http://127.0.0.1", "http://169.254.169.254",
            "http://localhost:8080", "HTTP://127.0.0.1", "ftp://127.0.0.1", "file:///etc/passwd", "gopher://127.0.0.1:6379/_",
            "dict://127.0.0.1:11211", "ldap://127.0.0.1", "unix:///var/run/docker.sock", "jar:https://127.0.0.1!/",
            "data:text/plain,x", "//127.0.0.1", "https:127.0.0.1", "https:/127.0.0.1", "https:///127.0.0.1", "127.0.0.1",
            "https://127.0.0.1:22", "https://127.0.0.1:25", "https://127.0.0.1:0", "https://127.0.0.1:65536",
            "https://127.0.0.1:-1", "https://127.0.0.1 .example", "https://127.0.0.1\t", "https://127.0.0.1/\r\nHost: a",
            " https://127.0.0.1", "");

    /** Knows the names of {@link #BY_ADDRESS}, and asks the system about the rest. */
    public static final HostResolver RESOLVER = InsideUrls::resolve;

    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("localhost.", List.of("127.0.0.1")),
            Map.entry("loopback.example", List.of("127.0.0.1")),
            Map.entry("127.0.0.1.nip.example", List.of("127.0.0.1")),
            Map.entry("metadata.internal", List.of("169.254.169.254")),
            Map.entry("intranet", List.of("10.1.2.3")),
            Map.entry("printer.local", List.of("192.168.1.9")),
            Map.entry("mixed.example", List.of("192.0.2.1", "10.0.0.1")),
            Map.entry("mixed-again.example", List.of("2606:4700::1111", "192.0.2.1", "::1")),
            Map.entry("six.example", List.of("fd00::1")),
            Map.entry("mapped.example", List.of("::ffff:192.168.1.1")),
            Map.entry("nat64.example", List.of("64:ff9b::7f00:1")),
            Map.entry("any.example", List.of("0.0.0.0")),
            Map.entry("xn--lokal-lua.example", List.of("127.0.0.1")));

    private InsideUrls() {
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : NAMES.getOrDefault(host, List.of())) {
            addresses.add(InetAddress.getByName(address));
        }
        return addresses.isEmpty() ? HostResolver.SYSTEM.resolve(host) : addresses;
    }
}

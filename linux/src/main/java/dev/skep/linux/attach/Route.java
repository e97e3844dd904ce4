package dev.skep.linux.attach;

import dev.skep.linux.KernelException;
import dev.skep.linux.sys.NetlinkBody;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// A route of the calling thread's network namespace.
///
/// @param kind whether it leads away or ends here
/// @param destination an address of IPv4 or IPv6; the bits behind the prefix are zero
/// @param prefix how many bits of it count
/// @param ifindex the interface that packets leave by; for one that ends here usually the loopback
/// @param gateway the next hop; empty where the destinations are neighbours
public record Route(
        Kind kind,
        InetAddress destination,
        int prefix,
        int ifindex,
        Optional<InetAddress> gateway) {
    private static final int IPV4 = 2;
    private static final int IPV6 = 10;
    private static final int IPV4_BYTES = 4;

    private static final int DESTINATION = 1;
    private static final int OUT_INTERFACE = 4;
    private static final int GATEWAY = 5;

    /// `RTPROT_STATIC`: an administrator's.
    private static final byte STATIC = 4;

    private static final byte SCOPE_UNIVERSE = 0;
    private static final byte SCOPE_LINK = (byte) 253;
    private static final byte SCOPE_HOST = (byte) 254;

    private static final String FORM =
            "10.0.0.0/24 dev eth0 or fd00::/64 via fd01::1 dev eth0, with the word local in front for"
                    + " one that ends here";

    /// Where packets go.
    public enum Kind {
        /// On, to other machines.
        UNICAST(1, 254),
        /// To this machine.
        LOCAL(2, 255);

        private final byte type;
        private final byte table;

        Kind(int type, int table) {
            this.type = (byte) type;
            this.table = (byte) table;
        }
    }

    /// Reads a route as ip(8) writes it: `[local] ADDRESS[/PREFIX] [via ADDRESS] dev INTERFACE`.
    ///
    /// @throws KernelException if it is none, or there is no such interface
    public static Route parse(String text) {
        Kind kind = text.startsWith("local ") ? Kind.LOCAL : Kind.UNICAST;
        String[] words = text.replaceFirst("^local ", "").strip().split("\\s+");
        Optional<InetAddress> gateway = Optional.empty();
        int ifindex = 0;
        for (int i = 1; i < words.length; i += 2) {
            if (i + 1 == words.length) {
                throw wrong(text);
            }
            switch (words[i]) {
                case "via" -> gateway = Optional.of(address(words[i + 1], text));
                case "dev" -> ifindex = Interfaces.index(words[i + 1]);
                default -> throw wrong(text);
            }
        }
        String[] network = words[0].split("/");
        InetAddress destination = address(network[0], text);
        int most = destination.getAddress().length * Byte.SIZE;
        int prefix = network.length == 1 ? most : prefix(network[1], text);
        if (ifindex == 0 || network.length > 2 || prefix > most) {
            throw wrong(text);
        }
        return new Route(kind, destination, prefix, ifindex, gateway);
    }

    private static int prefix(String digits, String text) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw wrong(text);
        }
        return Integer.parseInt(digits);
    }

    private static InetAddress address(String digits, String text) {
        // Names, which would be looked up, have other letters or end in one.
        if (!digits.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw wrong(text);
        }
        try {
            return InetAddress.getByName(digits);
        } catch (UnknownHostException _) {
            throw wrong(text);
        }
    }

    private static KernelException wrong(String text) {
        return AttachRefusals.missing(
                "this is no route: " + text, "write it as ip(8) does: " + FORM);
    }

    /// The beginning of a request about it: `struct rtmsg`, and its attributes.
    NetlinkBody request() {
        int family = destination.getAddress().length == IPV4_BYTES ? IPV4 : IPV6;
        NetlinkBody body =
                new NetlinkBody()
                        .octets(
                                (byte) family,
                                (byte) prefix,
                                (byte) 0,
                                (byte) 0,
                                kind.table,
                                STATIC,
                                scope(family),
                                kind.type)
                        .numbers(0)
                        .octets(DESTINATION, destination.getAddress())
                        .number(OUT_INTERFACE, ifindex);
        gateway.ifPresent(hop -> body.octets(GATEWAY, hop.getAddress()));
        return body;
    }

    /// Only routes of IPv4 have one.
    private byte scope(int family) {
        if (family == IPV6 || gateway.isPresent()) {
            return SCOPE_UNIVERSE;
        }
        return kind == Kind.LOCAL ? SCOPE_HOST : SCOPE_LINK;
    }

    @Override
    public String toString() {
        return (kind == Kind.LOCAL ? "local " : "")
                + destination.getHostAddress()
                + "/"
                + prefix
                + gateway.map(hop -> " via " + hop.getHostAddress()).orElse("")
                + " dev "
                + ifindex;
    }
}

package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.SocketBuffer;

/// Where the payload of a packet starts, behind its VLAN tags, IP headers (also IP within IP) and
/// transport header: what the classic extension `poff` loads. 0 where the headers cannot be made
/// out; later fragments have no transport header.
final class PayloadOffset {
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int VLAN_TAG = 4;

    private static final int HOP_BY_HOP = 0;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int IPV4_WITHIN = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int IPV6_WITHIN = 41;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int ICMPV6 = 58;
    private static final int DESTINATION = 60;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT_HEADER = 8;
    private static final int TCP_HEADER = 20;

    /// The offset where headers cannot be made out.
    private static final int BROKEN = 0;

    private final PacketBuffer packet;

    private PayloadOffset(PacketBuffer packet) {
        this.packet = packet;
    }

    static long of(SocketBuffer buffer) {
        PayloadOffset walk = new PayloadOffset(buffer.packet());
        return walk.network(buffer.networkOffset(), buffer.fields().protocol());
    }

    private int network(int from, int type) {
        int at = from;
        int protocol = type;
        while (protocol == VLAN || protocol == SERVICE_VLAN) {
            if (!packet.has(at, VLAN_TAG)) {
                return BROKEN;
            }
            protocol = read16(at + 2);
            at += VLAN_TAG;
        }
        return switch (protocol) {
            case Ethernet.IPV4 -> ipv4(at);
            case Ethernet.IPV6 -> ipv6(at);
            default -> BROKEN;
        };
    }

    private int ipv4(int at) {
        if (!packet.has(at, IPV4_HEADER)) {
            return BROKEN;
        }
        int header = (read8(at) & 0xf) * 4;
        if (header < IPV4_HEADER) {
            return BROKEN;
        }
        boolean laterFragment = (read16(at + 6) & 0x1fff) != 0;
        return laterFragment ? at + header : transport(at + header, read8(at + 9));
    }

    private int ipv6(int at) {
        if (!packet.has(at, IPV6_HEADER)) {
            return BROKEN;
        }
        return behindIpv6(at + IPV6_HEADER, read8(at + 6));
    }

    /// Goes over extension headers.
    private int behindIpv6(int from, int first) {
        int at = from;
        int next = first;
        while (next == HOP_BY_HOP || next == ROUTING || next == DESTINATION || next == FRAGMENT) {
            if (!packet.has(at, FRAGMENT_HEADER)) {
                return BROKEN;
            }
            boolean fragment = next == FRAGMENT;
            next = read8(at);
            if (fragment && read16(at + 2) >>> 3 != 0) {
                return at + FRAGMENT_HEADER;
            }
            at += fragment ? FRAGMENT_HEADER : (read8(at + 1) + 1) * 8;
        }
        return transport(at, next);
    }

    private int transport(int at, int protocol) {
        return switch (protocol) {
            case IPV4_WITHIN -> ipv4(at);
            case IPV6_WITHIN -> ipv6(at);
            case TCP -> {
                boolean whole = packet.has(at + 12, 1);
                yield whole ? at + Math.max(TCP_HEADER, (read8(at + 12) >> 4) * 4) : at;
            }
            case UDP, UDP_LITE, ICMP, ICMPV6, IGMP -> at + 8;
            case DCCP, SCTP -> at + 12;
            default -> at;
        };
    }

    private int read8(int at) {
        return OffHeap.getByte(packet.data() + at) & 0xff;
    }

    private int read16(int at) {
        return Ethernet.read16(packet.data() + at);
    }
}

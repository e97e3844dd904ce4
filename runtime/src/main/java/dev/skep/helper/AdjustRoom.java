package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.packet.Ethernet;
import dev.skep.packet.SocketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Room for tunnel headers: `bpf_skb_adjust_room`.
final class AdjustRoom {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of("skb_adjust_room", AdjustRoom::adjust);

    private static final long FIXED_GSO = 1;
    private static final long ENCAP_IPV4 = 1 << 1;
    private static final long ENCAP_IPV6 = 1 << 2;
    private static final long ENCAP_L3 = ENCAP_IPV4 | ENCAP_IPV6;
    private static final long ENCAP_GRE = 1 << 3;
    private static final long ENCAP_UDP = 1 << 4;
    private static final long KEEP_CHECKSUM = 1 << 5;
    private static final long ENCAP_ETHERNET = 1 << 6;
    private static final long DECAP_IPV4 = 1 << 7;
    private static final long DECAP_IPV6 = 1 << 8;
    private static final long DECAP_L3 = DECAP_IPV4 | DECAP_IPV6;
    private static final int INNER_LINK_SHIFT = 56;
    private static final long INNER_LINK = 0xffL << INNER_LINK_SHIFT;
    private static final long SHRINKING = FIXED_GSO | DECAP_L3 | KEEP_CHECKSUM;
    private static final long GROWING =
            FIXED_GSO
                    | ENCAP_L3
                    | ENCAP_GRE
                    | ENCAP_UDP
                    | KEEP_CHECKSUM
                    | ENCAP_ETHERNET
                    | INNER_LINK;

    private static final int BEHIND_NETWORK_HEADER = 0;
    private static final int BEHIND_LINK_HEADER = 1;
    private static final int MOST = 0xfff;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    private AdjustRoom() {}

    private static long adjust(
            Execution run, long context, long difference, long mode, long flags, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        int delta = (int) difference;
        long size = Math.abs((long) delta);
        if ((flags & ~(GROWING | SHRINKING)) != 0) {
            return Errno.EINVAL.result();
        }
        if (size > MOST) {
            return Errno.EFAULT.result();
        }
        int protocol = buffer.fields().protocol();
        if (protocol != Ethernet.IPV4 && protocol != Ethernet.IPV6) {
            return Errno.ENOTSUPP.result();
        }
        int header = protocol == Ethernet.IPV4 ? IPV4_HEADER : IPV6_HEADER;
        int at = buffer.networkOffset();
        switch ((int) mode) {
            case BEHIND_NETWORK_HEADER -> at += header;
            case BEHIND_LINK_HEADER -> {}
            default -> {
                return Errno.ENOTSUPP.result();
            }
        }
        return delta < 0
                ? shrink(buffer, at, (int) size, header, flags)
                : grow(buffer, at, (int) size, flags);
    }

    private static long shrink(SocketBuffer buffer, int at, int size, int header, long flags) {
        int smallest = header;
        if ((flags & DECAP_L3) == DECAP_L3) {
            return Errno.EINVAL.result();
        }
        if ((flags & DECAP_L3) != 0) {
            smallest = (flags & DECAP_IPV4) != 0 ? IPV4_HEADER : IPV6_HEADER;
        }
        int length = buffer.packet().length() - buffer.networkOffset();
        if (size >= length || length - size < smallest) {
            return Errno.ENOTSUPP.result();
        }
        if ((flags & ~SHRINKING) != 0) {
            return Errno.EINVAL.result();
        }
        if (!buffer.packet().has(at, size)) {
            return Errno.ENOMEM.result();
        }
        buffer.remove(at, size);
        outerProtocol(buffer, flags & DECAP_IPV4, flags & DECAP_IPV6);
        return 0;
    }

    private static long grow(SocketBuffer buffer, int at, int size, long flags) {
        if ((flags & DECAP_L3) != 0) {
            return Errno.EINVAL.result();
        }
        if (buffer.packet().length() + size > SocketBuffer.LONGEST) {
            return Errno.ENOTSUPP.result();
        }
        long refusal = (flags & ENCAP_L3) == 0 ? 0 : encapsulationRefusal(buffer, size, flags);
        if (refusal != 0) {
            return refusal;
        }
        if (!buffer.packet().has(0, at)) {
            return Errno.EFAULT.result();
        }
        buffer.insert(at, size);
        if ((flags & ENCAP_L3) != 0) {
            buffer.encapsulate();
            outerProtocol(buffer, flags & ENCAP_IPV4, flags & ENCAP_IPV6);
        }
        return 0;
    }

    private static long encapsulationRefusal(SocketBuffer buffer, int size, long flags) {
        long innerLink = (flags & INNER_LINK) >>> INNER_LINK_SHIFT;
        boolean twice =
                (flags & ENCAP_L3) == ENCAP_L3
                        || (flags & ENCAP_GRE) != 0 && (flags & ENCAP_UDP) != 0;
        if (twice || (flags & ENCAP_ETHERNET) != 0 && innerLink < Ethernet.HEADER) {
            return Errno.EINVAL.result();
        }
        if (buffer.encapsulated()) {
            return Errno.EALREADY.result();
        }
        return innerLink > size ? Errno.EINVAL.result() : 0;
    }

    /// The protocol of the header that is the outer one now.
    private static void outerProtocol(SocketBuffer buffer, long ipv4, long ipv6) {
        if (ipv4 != 0) {
            buffer.fields().protocol(Ethernet.IPV4);
        } else if (ipv6 != 0) {
            buffer.fields().protocol(Ethernet.IPV6);
        }
    }
}

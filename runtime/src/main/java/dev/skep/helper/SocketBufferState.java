package dev.skep.helper;

import static java.util.Map.entry;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBufferFields;
import dev.skep.packet.Vlan;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;
import java.util.Optional;

/// What socket buffers know of their packet: type, hash, time, VLAN tag, congestion mark.
final class SocketBufferState {
    private static final int LAST_TYPE = 3;
    private static final int REALTIME = 0;
    private static final int TAI = 2;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int IPV4_CHECKSUM = 10;
    private static final int CONGESTION = 3;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.ofEntries(
                    entry("skb_change_type", SocketBufferState::changeType),
                    entry("get_hash_recalc", SocketBufferState::hash),
                    entry("set_hash", SocketBufferState::setHash),
                    entry("set_hash_invalid", (run, _, _, _, _, _) -> setHash(run, 0, 0, 0, 0, 0)),
                    entry("skb_set_tstamp", SocketBufferState::setTimestamp),
                    entry("skb_vlan_push", SocketBufferState::pushVlan),
                    entry("skb_vlan_pop", SocketBufferState::popVlan),
                    entry("skb_ecn_set_ce", SocketBufferState::markCongestion));

    private SocketBufferState() {}

    private static long changeType(
            Execution run, long context, long type, long r3, long r4, long r5) {
        SocketBufferFields fields = Arguments.socketBuffer(run).fields();
        if (fields.packetType() > LAST_TYPE || Arguments.unsigned(type) > LAST_TYPE) {
            return Errno.EINVAL.result();
        }
        fields.packetType((int) type);
        return 0;
    }

    private static long hash(Execution run, long context, long r2, long r3, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        if (buffer.fields().hash() == 0) {
            buffer.fields().hash(FlowHash.of(buffer));
        }
        return Arguments.unsigned(buffer.fields().hash());
    }

    private static long setHash(Execution run, long context, long hash, long r3, long r4, long r5) {
        Arguments.socketBuffer(run).fields().hash((int) hash);
        return 0;
    }

    private static long setTimestamp(
            Execution run, long context, long time, long clock, long r4, long r5) {
        SocketBufferFields fields = Arguments.socketBuffer(run).fields();
        if (fields.protocol() != Ethernet.IPV4 && fields.protocol() != Ethernet.IPV6) {
            return Errno.EOPNOTSUPP.result();
        }
        int type = (int) clock;
        if (type < REALTIME || type > TAI || type != REALTIME && time == 0) {
            return Errno.EINVAL.result();
        }
        fields.timestamp(time, type);
        return 0;
    }

    private static long pushVlan(
            Execution run, long context, long protocol, long control, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        int given = Ethernet.raw((int) protocol & 0xffff);
        Vlan tag =
                new Vlan(Vlan.announcedBy(given) ? given : Vlan.CUSTOMER, (int) control & 0xffff);
        Optional<Vlan> outer = buffer.vlan();
        if (outer.isPresent()) {
            writeTag(buffer, outer.get());
        }
        buffer.fields().vlan(Optional.of(tag));
        return 0;
    }

    /// Puts a tag into the packet, behind the addresses.
    private static void writeTag(SocketBuffer buffer, Vlan tag) {
        buffer.insert(Ethernet.ADDRESSES, Vlan.SIZE);
        long at = buffer.packet().data() + Ethernet.ADDRESSES;
        Ethernet.write16(at, tag.protocol());
        Ethernet.write16(at + 2, tag.control());
        buffer.fields().protocol(tag.protocol());
        buffer.networkAt(buffer.networkOffset() + Vlan.SIZE);
    }

    private static long popVlan(Execution run, long context, long r2, long r3, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        SocketBufferFields fields = buffer.fields();
        if (fields.vlan().isPresent()) {
            fields.vlan(Optional.empty());
        } else if (!Vlan.announcedBy(fields.protocol())) {
            return 0;
        } else if (!hasTag(buffer)) {
            return Errno.ENOMEM.result();
        } else {
            takeTag(buffer);
        }
        if (Vlan.announcedBy(fields.protocol()) && hasTag(buffer)) {
            fields.vlan(Optional.of(takeTag(buffer)));
        }
        return 0;
    }

    private static boolean hasTag(SocketBuffer buffer) {
        return buffer.packet().has(0, Ethernet.HEADER + Vlan.SIZE);
    }

    /// Takes the tag behind the addresses out of the packet.
    private static Vlan takeTag(SocketBuffer buffer) {
        long at = buffer.packet().data() + Ethernet.ADDRESSES;
        Vlan tag = new Vlan(buffer.fields().protocol(), Ethernet.read16(at + 2));
        int inner = Ethernet.read16(at + Vlan.SIZE);
        buffer.remove(Ethernet.ADDRESSES, Vlan.SIZE);
        buffer.fields().protocol(inner);
        buffer.networkAt(Math.max(Ethernet.HEADER, buffer.networkOffset() - Vlan.SIZE));
        return tag;
    }

    private static long markCongestion(
            Execution run, long context, long r2, long r3, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        PacketBuffer packet = buffer.packet();
        long header = packet.data() + buffer.networkOffset();
        int protocol = buffer.innerProtocol();
        if (protocol == Ethernet.IPV4 && packet.has(buffer.networkOffset(), IPV4_HEADER)) {
            return markIpv4(header);
        }
        if (protocol == Ethernet.IPV6 && packet.has(buffer.networkOffset(), IPV6_HEADER)) {
            return markIpv6(header);
        }
        return 0;
    }

    private static long markIpv4(long header) {
        int before = Ethernet.read16(header);
        if ((before & CONGESTION) == 0) {
            return 0;
        }
        int after = before | CONGESTION;
        Ethernet.write16(header, after);
        InternetChecksum.networkReplace2(header + IPV4_CHECKSUM, before, after);
        return 1;
    }

    /// The traffic class lies across the first two bytes.
    private static long markIpv6(long header) {
        int second = OffHeap.getByte(header + 1);
        int mask = CONGESTION << 4;
        if ((second & mask) == 0) {
            return 0;
        }
        OffHeap.putByte(header + 1, (byte) (second | mask));
        return 1;
    }
}

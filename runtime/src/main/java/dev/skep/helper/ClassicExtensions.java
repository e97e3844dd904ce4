package dev.skep.helper;

import dev.skep.isa.classic.Extension;
import dev.skep.memory.OffHeap;
import dev.skep.packet.PacketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// The extensions of classic filters that eBPF has no other way to: [Extension#helperId]. They get
/// A in r2 and X in r3 and return A; a negative number ends the filter.
final class ClassicExtensions {
    /// `struct nlattr`: length and type, 16 bits each, in the byte order of the machine.
    private static final int ATTRIBUTE_HEADER = 4;

    private static final int ATTRIBUTE_ALIGNMENT = 4;
    private static final int ATTRIBUTE_TYPE = 0x3fff;

    /// `ARPHRD_ETHER`: the frames that programs get here are Ethernet's.
    private static final int ETHERNET = 1;

    static final Map<Integer, HelperFunction> FUNCTIONS =
            Map.of(
                    Extension.NETLINK_ATTRIBUTE.helperId(),
                    ClassicExtensions::attribute,
                    Extension.NESTED_NETLINK_ATTRIBUTE.helperId(),
                    ClassicExtensions::nested,
                    Extension.HARDWARE_TYPE.helperId(),
                    (_, _, _, _, _, _) -> ETHERNET,
                    Extension.PAYLOAD_OFFSET.helperId(),
                    (run, _, _, _, _, _) -> PayloadOffset.of(Arguments.socketBuffer(run)));

    private ClassicExtensions() {}

    private static long attribute(Execution run, long r1, long a, long x, long r4, long r5) {
        PacketBuffer packet = Arguments.socketBuffer(run).packet();
        long from = Arguments.unsigned(a);
        if (!packet.has(from, ATTRIBUTE_HEADER)) {
            return 0;
        }
        return find(packet, from, packet.length(), (int) x);
    }

    private static long nested(Execution run, long r1, long a, long x, long r4, long r5) {
        PacketBuffer packet = Arguments.socketBuffer(run).packet();
        long from = Arguments.unsigned(a);
        if (!packet.has(from, ATTRIBUTE_HEADER) || !packet.has(from, length(packet, from))) {
            return 0;
        }
        return find(packet, from + ATTRIBUTE_HEADER, from + length(packet, from), (int) x);
    }

    /// The offset of the first attribute of that type between two offsets, 0 if there is none.
    private static long find(PacketBuffer packet, long from, long end, int type) {
        long at = from;
        while (end - at >= ATTRIBUTE_HEADER) {
            int length = length(packet, at);
            if (length < ATTRIBUTE_HEADER || length > end - at) {
                return 0;
            }
            if ((OffHeap.getShort(packet.data() + at + 2) & ATTRIBUTE_TYPE) == type) {
                return at;
            }
            at += (length + ATTRIBUTE_ALIGNMENT - 1) / ATTRIBUTE_ALIGNMENT * ATTRIBUTE_ALIGNMENT;
        }
        return 0;
    }

    private static int length(PacketBuffer packet, long at) {
        return Short.toUnsignedInt(OffHeap.getShort(packet.data() + at));
    }
}

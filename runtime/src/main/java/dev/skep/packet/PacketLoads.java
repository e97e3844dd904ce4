package dev.skep.packet;

import dev.skep.memory.OffHeap;
import dev.skep.vm.LegacyPacket;

/// The legacy loads of a packet: offsets from its start, or behind one of the two marks that Linux
/// documents for classic filters.
record PacketLoads(SocketBuffer buffer) implements LegacyPacket {
    /// `SKF_NET_OFF`.
    private static final int NETWORK = -0x100000;

    /// `SKF_LL_OFF`.
    private static final int LINK = -0x200000;

    @Override
    public long load(int offset, int size) {
        PacketBuffer packet = buffer.packet();
        long address;
        if (offset >= 0) {
            address = packet.data() + offset;
        } else if (offset >= NETWORK) {
            address = packet.data() + buffer.networkOffset() + offset - (long) NETWORK;
        } else if (offset >= LINK) {
            address = buffer.linkHeader() + offset - (long) LINK;
        } else {
            return -1;
        }
        return address + size > packet.dataEnd() ? -1 : value(address, size);
    }

    private static long value(long address, int size) {
        return switch (size) {
            case 1 -> OffHeap.getByte(address) & 0xffL;
            case 2 -> Ethernet.read16(address);
            default -> (long) Ethernet.read16(address) << 16 | Ethernet.read16(address + 2);
        };
    }
}

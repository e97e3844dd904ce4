package dev.skep.packet;

import dev.skep.memory.OffHeap;
import java.nio.ByteOrder;

/// Ethernet headers.
public final class Ethernet {
    /// The header's size: two addresses and a type.
    public static final int HEADER = 14;

    /// The size of the two addresses.
    public static final int ADDRESSES = 12;

    /// IPv4.
    public static final int IPV4 = 0x0800;

    /// IPv6.
    public static final int IPV6 = 0x86dd;

    private static final int SMALLEST_TYPE = 0x600;
    private static final int NOVELL = 1;
    private static final int LLC = 4;

    private static final int TO_US = 0;
    private static final int MULTICAST = 2;
    private static final int TO_OTHERS = 3;

    private Ethernet() {}

    /// The 16 bits in network byte order at `address`.
    public static int read16(long address) {
        return (OffHeap.getByte(address) & 0xff) << 8 | OffHeap.getByte(address + 1) & 0xff;
    }

    /// Stores 16 bits in network byte order.
    public static void write16(long address, int value) {
        OffHeap.putByte(address, (byte) (value >> 8));
        OffHeap.putByte(address + 1, (byte) value);
    }

    /// Two bytes as they lie in the packet, as a program sees them that loads them as a number: a
    /// field of type `__be16`.
    public static int raw(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                ? value & 0xffff
                : Short.toUnsignedInt(Short.reverseBytes((short) value));
    }

    /// The protocol of the packet whose header starts at `address`: its type, or what stands for a
    /// length in that place.
    static int protocol(long address, int length) {
        if (length < HEADER) {
            return 0;
        }
        int type = read16(address + ADDRESSES);
        if (type >= SMALLEST_TYPE) {
            return type;
        }
        boolean novell = length >= HEADER + 2 && read16(address + HEADER) == 0xffff;
        return novell ? NOVELL : LLC;
    }

    /// What `pkt_type` a packet gets on an interface whose own address is all zero, as that of the
    /// loopback interface is: broadcasts are multicasts there.
    static int packetType(long address, int length) {
        if (length < ADDRESSES) {
            return TO_US;
        }
        long destination = 0;
        for (int i = 0; i < 6; i++) {
            destination = destination << 8 | OffHeap.getByte(address + i) & 0xff;
        }
        if ((OffHeap.getByte(address) & 1) != 0) {
            return MULTICAST;
        }
        return destination == 0 ? TO_US : TO_OTHERS;
    }

    /// A copy of `packet` with a tag behind its addresses.
    static byte[] insert(Vlan tag, byte[] packet) {
        if (packet.length < ADDRESSES) {
            return packet;
        }
        byte[] tagged = new byte[packet.length + Vlan.SIZE];
        System.arraycopy(packet, 0, tagged, 0, ADDRESSES);
        tagged[ADDRESSES] = (byte) (tag.protocol() >> 8);
        tagged[ADDRESSES + 1] = (byte) tag.protocol();
        tagged[ADDRESSES + 2] = (byte) (tag.control() >> 8);
        tagged[ADDRESSES + 3] = (byte) tag.control();
        System.arraycopy(
                packet, ADDRESSES, tagged, ADDRESSES + Vlan.SIZE, packet.length - ADDRESSES);
        return tagged;
    }
}

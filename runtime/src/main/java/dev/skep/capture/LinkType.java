package dev.skep.capture;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// The link layers that packet programs can be given packets of, numbered as tcpdump.org lists
/// them. Programs expect Ethernet: packets of another link layer get an Ethernet header in the
/// place of their own, with both addresses zero and the type of what follows.
public enum LinkType {
    /// BSD loopback: an address family in the byte order of the machine that captured.
    NULL(0, 4),
    /// Ethernet.
    ETHERNET(1, 0),
    /// IP without any header in front, as some systems number it.
    RAW_12(12, 0),
    /// IP without any header in front, as OpenBSD numbers it.
    RAW_14(14, 0),
    /// IP without any header in front.
    RAW(101, 0),
    /// OpenBSD loopback: an address family in network byte order.
    LOOP(108, 4),
    /// What Linux makes of the link layer when it captures on the interface `any`.
    LINUX_SLL(113, 16),
    /// IPv4 without any header in front.
    IPV4(228, 0),
    /// IPv6 without any header in front.
    IPV6(229, 0),
    /// The second version of [#LINUX_SLL].
    LINUX_SLL2(276, 20);

    private static final int ETHERNET_HEADER = 14;
    private static final int IPV4_TYPE = 0x0800;
    private static final int IPV6_TYPE = 0x86dd;

    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final int number;
    private final int header;

    LinkType(int number, int header) {
        this.number = number;
        this.header = header;
    }

    /// Its number.
    public int number() {
        return number;
    }

    /// The link type of that number.
    public static Optional<LinkType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /// The link type of that number.
    ///
    /// @throws MalformedException with [CaptureCode#LINK_TYPE] if programs cannot be given packets
    ///   of it
    public static LinkType demand(int number) {
        return of(number).orElseThrow(() -> refusal(number));
    }

    /// A packet as an Ethernet frame.
    ///
    /// @throws MalformedException with [CaptureCode#LINK_TYPE] if its link layer is not supported
    public static byte[] frameOf(CapturedPacket packet) {
        LinkType type = demand(packet.linkType());
        int length = Math.toIntExact(packet.data().byteSize());
        byte[] frame = new byte[type.frameLength(length)];
        type.frame(packet.data(), 0, length, MemorySegment.ofArray(frame));
        return frame;
    }

    /// How long the frame of a packet is, of which `captured` bytes are there.
    public int frameLength(int captured) {
        return this == ETHERNET ? captured : ETHERNET_HEADER + Math.max(0, captured - header);
    }

    /// Writes a packet of this link layer as an Ethernet frame, [#frameLength] bytes; nothing but
    /// the header if the packet ends within its own.
    ///
    /// @param memory where the packet is
    /// @param offset where it starts there
    /// @param captured how many bytes of it there are
    /// @param frame where the frame is to be written
    public void frame(MemorySegment memory, long offset, int captured, MemorySegment frame) {
        if (this == ETHERNET) {
            MemorySegment.copy(memory, offset, frame, 0, captured);
            return;
        }
        int payload = Math.max(0, captured - header);
        long from = offset + captured - payload;
        frame.set(LONG, 0, 0);
        frame.set(WORD, Long.BYTES, 0);
        int type = captured < header ? 0 : etherType(memory, offset, from, payload);
        frame.set(HALF, ETHERNET_HEADER - 2, (short) type);
        MemorySegment.copy(memory, from, frame, ETHERNET_HEADER, payload);
    }

    private int etherType(MemorySegment memory, long offset, long payload, int length) {
        return switch (this) {
            case LINUX_SLL -> memory.get(HALF, offset + 14);
            case LINUX_SLL2 -> memory.get(HALF, offset);
            case NULL, LOOP, RAW, RAW_12, RAW_14, IPV4, IPV6, ETHERNET ->
                    length == 0 ? 0 : byVersion(memory.get(ValueLayout.JAVA_BYTE, payload) & 0xff);
        };
    }

    /// What the first four bits of an IP header say; 0 for neither version.
    private static int byVersion(int first) {
        return switch (first >> 4) {
            case 4 -> IPV4_TYPE;
            case 6 -> IPV6_TYPE;
            default -> 0;
        };
    }

    private static MalformedException refusal(int number) {
        String name =
                switch (number) {
                    case 105, 119, 127, 163, 192 -> " (wireless, IEEE 802.11)";
                    case 9, 50, 51 -> " (PPP)";
                    case 187, 201, 251, 254 -> " (Bluetooth)";
                    case 186, 189, 220, 249 -> " (USB)";
                    case 195, 215, 230, 283 -> " (IEEE 802.15.4)";
                    case 239 -> " (netfilter log)";
                    case 253 -> " (netlink)";
                    default -> "";
                };
        return new MalformedException(
                Diagnostic.of(
                                CaptureCode.LINK_TYPE,
                                "packets of link type %d%s cannot be given to programs"
                                        .formatted(number, name))
                        .at(new Place.Named("link type " + number))
                        .fix("capture Ethernet, raw IP, loopback or Linux cooked packets"));
    }
}

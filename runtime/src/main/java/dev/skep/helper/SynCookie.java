package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.vm.Environment;

/// The sequence number that stands for a connection request: a minute, the flow and the segment
/// size, mixed with a secret (RFC 4987, section 3.6).
final class SynCookie {
    private static final int[] IPV4_SIZES = {536, 1300, 1440, 1460};
    private static final int[] IPV6_SIZES = {1220, 1420, 1440, 8940};
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int VALID_MINUTES = 2;
    private static final int LOW = 0xff_ffff;
    private static final long SECRET = 0x5ee9_b0c5_7a11_c0deL;

    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;
    private static final int FIRST_OPTION = 20;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOTHING = 1;
    private static final int OPTION_SEGMENT = 2;

    private final long flow;
    private final int sequence;
    private final int minute;
    private final int[] sizes;
    private final long tcp;

    private SynCookie(long flow, int sequence, int minute, int[] sizes, long tcp) {
        this.flow = flow;
        this.sequence = sequence;
        this.minute = minute;
        this.sizes = sizes;
        this.tcp = tcp;
    }

    /// What carries the segment.
    enum Carrier {
        IPV4,
        IPV6;

        /// What the header at `ip` says that it is.
        static Carrier at(long ip) {
            return (OffHeap.getByte(ip) & 0xf0) == 0x60 ? IPV6 : IPV4;
        }
    }

    /// The cookie for the packet with these headers.
    static SynCookie of(Environment environment, Carrier carrier, long ip, long tcp) {
        boolean ipv6 = carrier == Carrier.IPV6;
        long flow = SECRET;
        int addresses = ipv6 ? 8 : 12;
        for (int i = 0; i < (ipv6 ? 32 : 8); i += 4) {
            flow = mix(flow ^ OffHeap.getInt(ip + addresses + i));
        }
        flow = mix(flow ^ OffHeap.getInt(tcp));
        int minute = (int) (environment.time().monotonic() / MINUTE_NANOS);
        return new SynCookie(
                flow, read32(tcp + SEQUENCE), minute, ipv6 ? IPV6_SIZES : IPV4_SIZES, tcp);
    }

    /// The largest size of the table that is not above what the request's options ask for.
    int segmentSize(long headerSize) {
        int wanted = option(headerSize);
        int found = sizes[0];
        for (int size : sizes) {
            found = size <= wanted ? size : found;
        }
        return found;
    }

    /// The cookie: an initial sequence number.
    int generate(int segment) {
        int index = 0;
        while (sizes[index] != segment) {
            index++;
        }
        return (int) flow + sequence + (minute << 24) + (second(minute) + index & LOW);
    }

    /// Whether the packet acknowledges a cookie of the last two minutes.
    boolean accepted() {
        int cookie = read32(tcp + ACKNOWLEDGMENT) - 1;
        int rest = cookie - (int) flow - (sequence - 1);
        int age = minute - (rest >>> 24) & 0xff;
        if (age >= VALID_MINUTES) {
            return false;
        }
        int index = (rest & LOW) - second(minute - age) & LOW;
        return index < sizes.length;
    }

    private int second(int time) {
        return (int) mix(flow + time * 0x9e37_79b9L) & LOW;
    }

    /// The maximum segment size that the packet's options name; 536 if they name none.
    private int option(long headerSize) {
        long at = FIRST_OPTION;
        while (at < headerSize) {
            int kind = OffHeap.getByte(tcp + at);
            if (kind == OPTION_END) {
                break;
            }
            if (kind == OPTION_NOTHING) {
                at++;
                continue;
            }
            int length = at + 1 < headerSize ? OffHeap.getByte(tcp + at + 1) & 0xff : 0;
            if (length < 2 || at + length > headerSize) {
                break;
            }
            if (kind == OPTION_SEGMENT && length == 4) {
                return Ethernet.read16(tcp + at + 2);
            }
            at += length;
        }
        return IPV4_SIZES[0];
    }

    private static int read32(long address) {
        return Ethernet.read16(address) << 16 | Ethernet.read16(address + 2);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
        return mixed ^ mixed >>> 33;
    }
}

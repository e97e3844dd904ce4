package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import java.nio.ByteOrder;

/// Ones' complement sums of 16-bit words (RFC 1071, RFC 1624), on numbers as they lie in memory:
/// the sum does not care for the order of bytes as long as it is the same everywhere.
final class InternetChecksum {
    private InternetChecksum() {}

    /// Adds two 32-bit sums, the carry included.
    static int add(int a, int b) {
        int sum = a + b;
        return Integer.compareUnsigned(sum, a) < 0 ? sum + 1 : sum;
    }

    /// A 32-bit sum as 16 bits, not complemented.
    static int to16(int sum) {
        int folded = (sum >>> 16) + (sum & 0xffff);
        return (folded + (folded >>> 16)) & 0xffff;
    }

    /// A 32-bit sum as the checksum that stands in a header.
    static int fold(int sum) {
        return ~to16(sum) & 0xffff;
    }

    /// The sum of `size` bytes at `address` and `seed`.
    static int sum(long address, long size, int seed) {
        long sum = Integer.toUnsignedLong(seed);
        long at = address;
        long end = address + size;
        for (; at + 4 <= end; at += 4) {
            sum += Integer.toUnsignedLong(OffHeap.getInt(at));
        }
        if (at + 2 <= end) {
            sum += Short.toUnsignedLong(OffHeap.getShort(at));
            at += 2;
        }
        if (at < end) {
            int last = OffHeap.getByte(at) & 0xff;
            sum += ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? last << 8 : last;
        }
        sum = (sum & 0xffff_ffffL) + (sum >>> 32);
        sum = (sum & 0xffff_ffffL) + (sum >>> 32);
        return (int) sum;
    }

    /// Corrects the checksum at `address` by a difference.
    static void replaceByDifference(long address, int difference) {
        store(address, fold(add(difference, ~load(address))));
    }

    /// Corrects the checksum at `address` for a 32-bit field that changed.
    static void replace4(long address, int from, int to) {
        int without = add(~load(address), ~from);
        store(address, fold(add(without, to)));
    }

    /// Corrects the checksum at `address` for a 16-bit field that changed.
    static void replace2(long address, int from, int to) {
        int without = add16(~load(address) & 0xffff, ~from & 0xffff);
        store(address, ~add16(without, to & 0xffff) & 0xffff);
    }

    /// The IPv4 header checksum, in network byte order, changed for a 16-bit word at `address`.
    static void networkReplace2(long address, int from, int to) {
        replace2(address, Ethernet.raw(from), Ethernet.raw(to));
    }

    private static int add16(int a, int b) {
        int sum = a + b;
        return (sum + (sum >>> 16)) & 0xffff;
    }

    private static int load(long address) {
        return Short.toUnsignedInt(OffHeap.getShort(address));
    }

    private static void store(long address, int value) {
        OffHeap.putShort(address, (short) value);
    }
}

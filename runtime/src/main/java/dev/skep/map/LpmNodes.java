package dev.skep.map;

import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// The nodes of a trie, slots of a [Slab]: the link, which says whether the node holds a value or
/// only forks, two children (8 bytes each), the key, padded to 8, and the value. A record, so that
/// the sizes are constants to compiled code.
///
/// @param bytes how long keys are without the length of their prefix
record LpmNodes(int bytes, int valueAt, int valueSize, Slab slab) {
    private static final int CHILDREN = Slab.LINK;
    private static final int KEY = CHILDREN + 2 * Long.BYTES;
    private static final int FORK = 0;
    private static final int VALUE = 2;

    static LpmNodes of(MapDefinition map, long memoryLimit) {
        int valueAt = KEY + (int) UserSide.round8(map.keySize());
        int capacity = (int) Math.min(Integer.MAX_VALUE, 2L * map.maxEntries() + 2);
        long content = valueAt - Slab.LINK + map.valueSize();
        Slab slab = new Slab(content, capacity, memoryLimit);
        return new LpmNodes(map.keySize() - Integer.BYTES, valueAt, map.valueSize(), slab);
    }

    /// A node without children; 0 if there is no memory.
    long create(long key, long value) {
        long node = create(key, VALUE);
        if (node != 0) {
            OffHeap.copy(value, node + valueAt, valueSize);
        }
        return node;
    }

    /// A node without value, for the first `length` bits of `key`; 0 if there is no memory.
    long createFork(long key, int length) {
        long node = create(key, FORK);
        if (node != 0) {
            OffHeap.putInt(node + KEY, length);
        }
        return node;
    }

    private long create(long key, int kind) {
        long node = slab.take();
        if (node < 0) {
            return 0;
        }
        OffHeap.putLong(node + CHILDREN, 0);
        OffHeap.putLong(node + CHILDREN + Long.BYTES, 0);
        OffHeap.copy(key, node + KEY, bytes + Integer.BYTES);
        OffHeap.putLongRelease(node, kind);
        return node;
    }

    void give(long node) {
        slab.give(node);
    }

    static boolean holdsValue(long node) {
        return OffHeap.getLong(node) == VALUE;
    }

    static void becomeFork(long node) {
        OffHeap.putLong(node, FORK);
    }

    static long child(long node, int side) {
        return OffHeap.getLongAcquire(node + CHILDREN + (long) side * Long.BYTES);
    }

    static void child(long node, int side, long child) {
        OffHeap.putLongRelease(node + CHILDREN + (long) side * Long.BYTES, child);
    }

    /// Gives `node` the children of `other`.
    static void adopt(long node, long other) {
        child(node, 0, child(other, 0));
        child(node, 1, child(other, 1));
    }

    static long key(long node) {
        return node + KEY;
    }

    long value(long node) {
        return node + valueAt;
    }

    static int length(long node) {
        return OffHeap.getInt(node + KEY);
    }

    /// How many leading bits `node` and `key` share, within the prefixes of both.
    int match(long node, long key) {
        int limit = Math.min(length(node), OffHeap.getInt(key));
        long a = node + KEY + Integer.BYTES;
        long b = key + Integer.BYTES;
        for (int at = 0; at < bytes && at * Byte.SIZE < limit; at += Long.BYTES) {
            long difference = word(a + at, bytes - at) ^ word(b + at, bytes - at);
            if (difference != 0) {
                return Math.min(limit, at * Byte.SIZE + Long.numberOfLeadingZeros(difference));
            }
        }
        return limit;
    }

    /// The first 8 bytes of a key as a big-endian number, for [#covers] and [#side].
    long start(long key) {
        return word(key + Integer.BYTES, bytes);
    }

    /// Whether the first `length` bits, all of the node's, are those of a key as well.
    ///
    /// @param start the key's [#start]
    boolean covers(long node, int length, long key, long start) {
        if (bytes > Long.BYTES) {
            return match(node, key) >= length;
        }
        long difference = start(node + KEY) ^ start;
        return Long.numberOfLeadingZeros(difference) >= length;
    }

    /// Which child of a node of that length a key belongs to.
    ///
    /// @param start the key's [#start]
    int side(long key, int length, long start) {
        return bytes > Long.BYTES ? bit(key, length) : (int) (start << length >>> Long.SIZE - 1);
    }

    /// The next 8 of `left` bytes as a big-endian number, with zeros behind them if there are less.
    private static long word(long address, int left) {
        if (left >= Long.BYTES) {
            return Long.reverseBytes(OffHeap.getLong(address));
        }
        if (left == Integer.BYTES) {
            return (long) Integer.reverseBytes(OffHeap.getInt(address)) << Integer.SIZE;
        }
        long word = 0;
        for (int i = 0; i < left; i++) {
            word |= (OffHeap.getByte(address + i) & 0xffL) << Long.SIZE - Byte.SIZE * (i + 1);
        }
        return word;
    }

    /// Bit `index` of a key, the most significant one first.
    static int bit(long key, int index) {
        return OffHeap.getByte(key + Integer.BYTES + index / Byte.SIZE) >> 7 - index % 8 & 1;
    }

    /// The first node in post-order at or below `node`.
    static long firstLeaf(long node) {
        long leaf = node;
        while (true) {
            long next = child(leaf, 0) != 0 ? child(leaf, 0) : child(leaf, 1);
            if (next == 0) {
                return leaf;
            }
            leaf = next;
        }
    }

    /// The start of the value that `address` points into, or 0.
    long valueAt(long address) {
        long node = slab.slotAt(address);
        boolean inside =
                node != 0 && address >= node + valueAt && address < node + valueAt + valueSize;
        return inside ? node + valueAt : 0;
    }
}

package dev.skep.map;

import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// The nodes of a trie, slots of a [Slab]: two children (8 bytes each), the key, padded to 8, and
/// the value. The owner's word of the slot says whether the node holds a value or only forks.
final class LpmNodes {
    private static final int CHILDREN = Slab.HEADER;
    private static final int KEY = CHILDREN + 2 * Long.BYTES;
    private static final int VALUE = 1;
    private static final int FORK = 0;

    private final Slab slab;
    private final int keySize;
    private final int valueAt;
    private final int valueSize;

    LpmNodes(MapDefinition map, long memoryLimit) {
        keySize = map.keySize();
        valueSize = map.valueSize();
        valueAt = KEY + (int) UserSide.round8(keySize);
        int capacity = (int) Math.min(Integer.MAX_VALUE, 2L * map.maxEntries() + 2);
        slab = new Slab(valueAt - Slab.HEADER + valueSize, capacity, memoryLimit);
    }

    /// A node without children; 0 if there is no memory.
    long create(long key, long value) {
        long node = slab.take();
        if (node != 0) {
            OffHeap.clear(node + CHILDREN, 2L * Long.BYTES);
            OffHeap.copy(key, node + KEY, keySize);
            OffHeap.copy(value, node + valueAt, valueSize);
            slab.ownerWord(node, VALUE);
            slab.publish(node);
        }
        return node;
    }

    /// A node without value, for the first `length` bits of `key`; 0 if there is no memory.
    long createFork(long key, int length) {
        long node = slab.take();
        if (node != 0) {
            OffHeap.clear(node + CHILDREN, 2L * Long.BYTES);
            OffHeap.copy(key, node + KEY, keySize);
            OffHeap.putInt(node + KEY, length);
            slab.ownerWord(node, FORK);
            slab.publish(node);
        }
        return node;
    }

    void give(long node) {
        slab.give(node);
    }

    boolean holdsValue(long node) {
        return slab.ownerWord(node) == VALUE;
    }

    void becomeFork(long node) {
        slab.ownerWord(node, FORK);
    }

    long child(long node, int side) {
        return OffHeap.getLongAcquire(node + CHILDREN + (long) side * Long.BYTES);
    }

    void child(long node, int side, long child) {
        OffHeap.putLongRelease(node + CHILDREN + (long) side * Long.BYTES, child);
    }

    /// Gives `node` the children of `other`.
    void adopt(long node, long other) {
        OffHeap.copy(other + CHILDREN, node + CHILDREN, 2L * Long.BYTES);
    }

    long key(long node) {
        return node + KEY;
    }

    long value(long node) {
        return node + valueAt;
    }

    int length(long node) {
        return OffHeap.getInt(node + KEY);
    }

    /// How many leading bits `node` and `key` share, within the prefixes of both.
    int match(long node, long key) {
        int limit = Math.min(length(node), OffHeap.getInt(key));
        long a = node + KEY + Integer.BYTES;
        long b = key + Integer.BYTES;
        for (int bits = 0; bits < limit; bits += Byte.SIZE) {
            int at = bits / Byte.SIZE;
            int difference = (OffHeap.getByte(a + at) ^ OffHeap.getByte(b + at)) & 0xff;
            if (difference != 0) {
                return Math.min(limit, bits + Integer.numberOfLeadingZeros(difference) - 24);
            }
        }
        return limit;
    }

    /// Bit `index` of a key, the most significant one first.
    static int bit(long key, int index) {
        return OffHeap.getByte(key + Integer.BYTES + index / Byte.SIZE) >> 7 - index % 8 & 1;
    }

    /// The first node in post-order at or below `node`.
    long firstLeaf(long node) {
        long leaf = node;
        while (true) {
            long next = child(leaf, 0) != 0 ? child(leaf, 0) : child(leaf, 1);
            if (next == 0) {
                return leaf;
            }
            leaf = next;
        }
    }

    long valueAt(long address) {
        long node = slab.slotAt(address);
        boolean inside =
                node != 0 && address >= node + valueAt && address < node + valueAt + valueSize;
        return inside ? node + valueAt : 0;
    }
}

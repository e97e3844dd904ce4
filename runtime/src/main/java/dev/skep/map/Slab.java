package dev.skep.map;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Slots of one size that are handed out, given back and handed out again, and never leave: a late
/// reader of a slot always finds a slot of the same map. Memory grows with use, in chunks of
/// doubling size. Safe for many threads.
///
/// A slot starts with [#HEADER] bytes: the next free slot (4), its index (4), whether it is in use
/// (4), and a word for the owner (4). The rest belongs to the owner.
final class Slab {
    static final int HEADER = 16;

    private static final int INDEX = 4;
    private static final int USED = 8;
    private static final int OWNER = 12;
    private static final int FIRST_CHUNK = 64;

    private final long slotSize;
    private final int capacity;
    private final long limit;

    /// The free slots as a stack: a counter against mistaken swaps above the top's index plus one.
    private final AtomicLong free = new AtomicLong();

    private volatile Block[] chunks = {};
    private volatile int handedOut;

    /// @param contentSize what the owner needs per slot, in bytes
    /// @param capacity how many slots there may be
    /// @param limit how many bytes they may take
    Slab(long contentSize, int capacity, long limit) {
        this.slotSize = HEADER + UserSide.round8(contentSize);
        this.capacity = capacity;
        this.limit = limit;
    }

    /// The address of a free slot; 0 if there is none. Its content is what its last user left.
    long take() {
        long slot = takeFree();
        return slot == 0 ? takeFresh() : slot;
    }

    /// Marks a slot as in use, once its owner has filled it.
    void publish(long slot) {
        OffHeap.putIntRelease(slot + USED, 1);
    }

    /// Gives a slot back.
    void give(long slot) {
        OffHeap.putIntRelease(slot + USED, 0);
        int index = OffHeap.getInt(slot + INDEX);
        long top;
        do {
            top = free.get();
            OffHeap.putInt(slot, (int) top);
        } while (!free.compareAndSet(top, ((top >>> 32) + 1 << 32) | index + 1));
    }

    private long takeFree() {
        while (true) {
            long top = free.get();
            int index = (int) top - 1;
            if (index < 0) {
                return 0;
            }
            long slot = slot(index);
            long rest = Integer.toUnsignedLong(OffHeap.getInt(slot));
            if (free.compareAndSet(top, ((top >>> 32) + 1 << 32) | rest)) {
                return slot;
            }
        }
    }

    private synchronized long takeFresh() {
        long again = takeFree();
        if (again != 0 || handedOut == capacity) {
            return again;
        }
        int index = handedOut;
        if (index == slotsIn(chunks.length) && !grow()) {
            return 0;
        }
        long slot = slot(index);
        OffHeap.putInt(slot + INDEX, index);
        handedOut = index + 1;
        return slot;
    }

    private boolean grow() {
        int count = chunks.length;
        long slots = Math.min((long) FIRST_CHUNK << count, capacity - slotsIn(count));
        if ((slotsIn(count) + slots) * slotSize > limit) {
            return false;
        }
        Block[] more = Arrays.copyOf(chunks, count + 1);
        try {
            more[count] = new Block(slots * slotSize);
        } catch (OutOfMemoryError e) {
            return false;
        }
        chunks = more;
        return true;
    }

    /// How many slots the first `count` chunks have, if none is cut short.
    private static long slotsIn(int count) {
        return ((long) FIRST_CHUNK << count) - FIRST_CHUNK;
    }

    /// How many slots were ever handed out: their indices are below.
    int handedOut() {
        return handedOut;
    }

    /// The address of a slot that was handed out.
    long slot(int index) {
        int chunk = 31 - Integer.numberOfLeadingZeros(index / FIRST_CHUNK + 1);
        return chunks[chunk].address() + (index - slotsIn(chunk)) * slotSize;
    }

    boolean used(long slot) {
        return OffHeap.getIntAcquire(slot + USED) != 0;
    }

    int ownerWord(long slot) {
        return OffHeap.getInt(slot + OWNER);
    }

    void ownerWord(long slot, int word) {
        OffHeap.putInt(slot + OWNER, word);
    }

    /// The slot that `address` points into, 0 if it is none that was handed out.
    long slotAt(long address) {
        Block[] all = chunks;
        for (int i = 0; i < all.length; i++) {
            if (all[i].contains(address)) {
                long offset = (address - all[i].address()) / slotSize;
                boolean real = slotsIn(i) + offset < handedOut;
                return real ? all[i].address() + offset * slotSize : 0;
            }
        }
        return 0;
    }
}

package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import java.util.Arrays;

/// Slots of one size that are handed out, given back and handed out again, and never leave: a late
/// reader of a slot always finds a slot of the same map. Memory grows with use, in chunks of
/// doubling size. Safe for many threads.
///
/// A slot starts with its link (8 bytes), which belongs to the owner while the slot is in use and
/// is even then: the owner makes it so when the slot is filled. The link of a free slot is odd, and
/// so is that of one not yet filled.
final class Slab {
    /// How many bytes the link takes.
    static final int LINK = Long.BYTES;

    private static final int FIRST_CHUNK = 64;
    private static final int BATCH = 16;
    private static final int ALIGNMENT = 64;

    private final long slotSize;
    private final int capacity;
    private final long limit;
    private final FreeLists free = new FreeLists();
    private volatile int spares;
    private volatile Block[] chunks = {};
    private volatile int handedOut;

    /// @param contentSize what the owner needs per slot besides the link, in bytes
    /// @param capacity how many slots [#take] may hand out
    /// @param limit how many bytes they may take
    Slab(long contentSize, int capacity, long limit) {
        this.slotSize = LINK + UserSide.round8(contentSize);
        this.capacity = capacity;
        this.limit = limit;
    }

    /// The address of a free slot, whose content is what its last user left; or negated: `E2BIG` if
    /// all are in use, `ENOMEM` if there is no memory for more.
    long take() {
        long slot = free.take();
        return slot == 0 ? search() : slot;
    }

    /// Like [#take], but answers `E2BIG` when this thread's list is empty and all slots were handed
    /// out once, even if other threads' lists are not empty; see [#gather].
    long takeNear() {
        long slot = free.take();
        if (slot != 0) {
            return slot;
        }
        return handedOut - spares == capacity ? Errno.E2BIG.result() : search();
    }

    /// Moves free slots of other threads to this thread's list; says whether there are any.
    boolean gather() {
        free.lockAll();
        try {
            long slot = free.takeFromAny();
            if (slot != 0) {
                free.put(slot);
            }
            return slot != 0;
        } finally {
            free.unlockAll();
        }
    }

    /// Gives a slot back that [#take] gave.
    void give(long slot) {
        free.give(slot);
    }

    private long search() {
        free.lockAll();
        try {
            long slot = free.takeFromAny();
            return slot == 0 ? takeFresh() : slot;
        } finally {
            free.unlockAll();
        }
    }

    /// A slot that was never handed out; some more become free ones.
    private long takeFresh() {
        int left = capacity - (handedOut - spares);
        if (left == 0) {
            return Errno.E2BIG.result();
        }
        long slot = fresh();
        if (slot == 0) {
            return Errno.ENOMEM.result();
        }
        long more = slot;
        for (int i = 1; i < Math.min(left, BATCH) && more != 0; i++) {
            more = fresh();
            if (more != 0) {
                free.put(more);
            }
        }
        return slot;
    }

    /// Locks a free list, which gets a spare slot if it has none and there is memory for one.
    ///
    /// @return the list
    long lockSpare() {
        long list = free.lock();
        if (FreeLists.spare(list) == 0) {
            FreeLists.unlock(list);
            addSpare(list);
            SpinWord.acquire(list);
        }
        return list;
    }

    private void addSpare(long list) {
        free.lockAll();
        try {
            long slot = FreeLists.spare(list) == 0 ? fresh() : 0;
            if (slot != 0) {
                spares++;
                FreeLists.spare(list, slot);
            }
        } finally {
            free.unlockAll();
        }
    }

    private long fresh() {
        int index = handedOut;
        if (index == slotsIn(chunks.length) && !grow()) {
            return 0;
        }
        long slot = slot(index);
        OffHeap.putLong(slot, 1);
        handedOut = index + 1;
        return slot;
    }

    private boolean grow() {
        int count = chunks.length;
        long slots =
                Math.min(
                        (long) FIRST_CHUNK << count,
                        (long) capacity + FreeLists.COUNT - slotsIn(count));
        if ((slotsIn(count) + slots) * slotSize > limit) {
            return false;
        }
        Block[] more = Arrays.copyOf(chunks, count + 1);
        try {
            more[count] = new Block(slots * slotSize, ALIGNMENT);
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

    /// Goes round all slots that were handed out, one further with every call of a thread; each
    /// thread goes its own round.
    long nextInRound() {
        return slot(Integer.remainderUnsigned(free.count(), handedOut));
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

    /// Whether a slot is in use, and what was stored in it before its link can be seen.
    static boolean used(long slot) {
        return (OffHeap.getLongAcquire(slot) & 1) == 0;
    }

    /// Whether a slot is in a free list, or about to be in use.
    static boolean free(long slot) {
        long link = OffHeap.getLong(slot);
        return (link & 1) != 0 && link != FreeLists.SPARE_LINK;
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

package dev.skep.map;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;

/// The free slots of a [Slab], in several lists, so that threads seldom meet: each thread uses one
/// of them. A list is a line of 64 bytes: its lock (4), and at 8 the first slot, whose link leads
/// to the next one; links of free slots are odd.
final class FreeLists {
    private static final int COUNT = 8;
    private static final int LINE = 64;
    private static final int FIRST = 8;

    private final Block lines = new Block(COUNT * LINE, LINE);

    /// The list of this thread.
    private long own() {
        return line((int) Thread.currentThread().threadId() & COUNT - 1);
    }

    private long line(int index) {
        return lines.address() + (long) index * LINE;
    }

    /// The slot that was last put into this thread's list, or 0.
    long take() {
        long list = own();
        SpinWord.acquire(list);
        long slot = pop(list);
        SpinWord.release(list);
        return slot;
    }

    /// Puts a slot into this thread's list.
    void give(long slot) {
        long list = own();
        SpinWord.acquire(list);
        push(list, slot);
        SpinWord.release(list);
    }

    void lockAll() {
        for (int i = 0; i < COUNT; i++) {
            SpinWord.acquire(line(i));
        }
    }

    void unlockAll() {
        for (int i = 0; i < COUNT; i++) {
            SpinWord.release(line(i));
        }
    }

    /// With all lists locked: puts a slot into this thread's list.
    void put(long slot) {
        push(own(), slot);
    }

    /// With all lists locked: a slot of this thread's list, to which a whole list of another thread
    /// is moved if it is empty; 0 if all are.
    long takeFromAny() {
        long own = own();
        for (int i = 0; i < COUNT && OffHeap.getLong(own + FIRST) == 0; i++) {
            OffHeap.putLong(own + FIRST, OffHeap.getLong(line(i) + FIRST));
            OffHeap.putLong(line(i) + FIRST, 0);
        }
        return pop(own);
    }

    private static void push(long list, long slot) {
        OffHeap.putLongRelease(slot, OffHeap.getLong(list + FIRST) | 1);
        OffHeap.putLong(list + FIRST, slot);
    }

    private static long pop(long list) {
        long slot = OffHeap.getLong(list + FIRST);
        if (slot != 0) {
            OffHeap.putLong(list + FIRST, OffHeap.getLong(slot) & -Long.BYTES);
        }
        return slot;
    }
}

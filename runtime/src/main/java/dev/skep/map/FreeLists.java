package dev.skep.map;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;

/// The free slots of a [Slab], in several lists, so that threads seldom meet: each thread uses one
/// of them. A list is a line of 64 bytes: its lock (4), at 8 the first slot, whose link leads to
/// the next one, and at 16 a spare slot or 0. Links of free slots are odd.
final class FreeLists {
    static final int COUNT = 8;

    /// The link of a slot that is spare: odd.
    static final long SPARE_LINK = 3;

    private static final int LINE = 64;
    private static final int FIRST = 8;
    private static final int SPARE = 16;
    private static final int NUMBER = 24;

    private final Block lines = new Block(COUNT * LINE, LINE);

    /// The list of this thread.
    private long own() {
        return line((int) Thread.currentThread().threadId() & COUNT - 1);
    }

    /// Counts this thread's number on; threads that share a list may count the same twice.
    int count() {
        long number = own() + NUMBER;
        int now = OffHeap.getInt(number);
        OffHeap.putInt(number, now + 1);
        return now;
    }

    private long line(int index) {
        return lines.address() + (long) index * LINE;
    }

    /// The slot that was last put into this thread's list, or 0.
    long take() {
        long list = lock();
        long slot = pop(list);
        unlock(list);
        return slot;
    }

    /// Puts a slot into this thread's list.
    void give(long slot) {
        long list = lock();
        push(list, slot);
        unlock(list);
    }

    /// Locks this thread's list, or another one while that is in use.
    ///
    /// @return the list
    long lock() {
        int first = (int) Thread.currentThread().threadId();
        for (int round = 0; ; round++) {
            long list = line(first + round & COUNT - 1);
            if (SpinWord.tryAcquire(list)) {
                return list;
            }
            SpinWord.pause(round);
        }
    }

    static void unlock(long list) {
        SpinWord.release(list);
    }

    /// The spare slot of a locked list, or 0.
    static long spare(long list) {
        return OffHeap.getLong(list + SPARE);
    }

    /// Makes a slot the spare one of a locked list.
    static void spare(long list, long slot) {
        OffHeap.putLongRelease(slot, SPARE_LINK);
        OffHeap.putLong(list + SPARE, slot);
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

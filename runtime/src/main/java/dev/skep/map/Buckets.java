package dev.skep.map;

import dev.skep.memory.AtomicAccess;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// The buckets of a hash table, seven to a line of 64 bytes. A line is
///
///     0   version (4): odd while a writer is at work in this line
///     4   lock (4): 1 while a writer has it
///     8   seven heads of chains (8 each): the address of an element, or 0
///
/// An element starts with its link, the address of the next one of its chain or 0; an odd link says
/// that the element is in no chain. Which bucket a hash belongs to grows with the hash, whatever
/// the number of lines: so the order of hashes is an order of elements that growth does not change.
///
/// Lines that were outgrown stay locked for good and are kept, because late readers and writers may
/// come to them still: they find the lock and look for the new place. Together they take less than
/// the lines in use.
///
/// @param now the address of a word with the address of the lines, a multiple of 64, and in the
///   lower bits by how much a hash is shifted to the right to give the line
record Buckets(long now, Block word, List<Block> all) {
    private static final int LINE = 64;
    private static final int LOCK = 4;
    private static final int HEADS = 8;
    private static final int PER_LINE = 7;

    /// Fewer than half as many elements as buckets.
    private static final int ELEMENTS_PER_LINE = 3;

    /// So many elements have their place from the start; 256 KiB.
    private static final int LINES_AT_FIRST = 1 << 12;

    private static final int MOST_LINES = 1 << 26;

    /// Buckets for so many elements at most.
    static Buckets forElements(int most) {
        Block word = new Block(LINE, LINE);
        Buckets buckets = new Buckets(word.address(), word, new ArrayList<>());
        int lines = Math.min(linesFor(most), LINES_AT_FIRST);
        OffHeap.putLongRelease(buckets.now, buckets.allocate(lines));
        return buckets;
    }

    /// How many lines so many elements come to have.
    static int linesFor(long elements) {
        long wanted = Math.clamp(elements / ELEMENTS_PER_LINE, 2, MOST_LINES);
        return (int) Long.highestOneBit(2 * wanted - 1);
    }

    private long allocate(int lines) {
        Block block = new Block((long) lines * LINE, LINE);
        all.add(block);
        return block.address() | Integer.numberOfLeadingZeros(lines) + Integer.SIZE + 1;
    }

    /// The address of the head of the chain where elements with that hash are.
    long head(long hash) {
        return head(OffHeap.getLongAcquire(now), hash);
    }

    private static long head(long lines, long hash) {
        int shift = (int) lines;
        long line = (lines & -LINE) + (hash >>> shift) * LINE;
        long inLine = (hash << -shift >>> 58) * PER_LINE >>> 6;
        return line + HEADS + inLine * Long.BYTES;
    }

    private static long line(long head) {
        return head & -LINE;
    }

    /// What a reader notes before it follows the chain.
    static int version(long head) {
        return OffHeap.getIntAcquire(line(head));
    }

    /// Whether no writer was in the line since the version was noted.
    static boolean unchanged(long head, int version) {
        VarHandle.acquireFence();
        return (version & 1) == 0 && OffHeap.getInt(line(head)) == version;
    }

    /// Locks the line of that hash.
    ///
    /// @return the address of the head of the chain
    long lock(long hash) {
        for (int round = 0; ; round++) {
            long head = head(hash);
            boolean perhaps = round == 0 || OffHeap.getIntAcquire(line(head) + LOCK) == 0;
            if (perhaps && tryLock(line(head))) {
                return head;
            }
            SpinWord.pause(round);
        }
    }

    /// Swaps without looking first: then the line comes over from another CPU only once.
    private static boolean tryLock(long line) {
        if (AtomicAccess.getAndSet(line + LOCK, 1) != 0) {
            return false;
        }
        OffHeap.putInt(line, OffHeap.getInt(line) + 1);
        VarHandle.storeStoreFence();
        return true;
    }

    /// Unlocks the line of that head.
    static void unlock(long head) {
        long line = line(head);
        OffHeap.putIntRelease(line, OffHeap.getInt(line) + 1);
        OffHeap.putIntRelease(line + LOCK, 0);
    }

    /// The element with the lowest hash from `from` on, unsigned, in the locked line of that head;
    /// 0 if there is none.
    static long lowest(long head, long from, LongUnaryOperator hashOf) {
        long lowest = 0;
        long best = -1;
        for (int i = 0; i < PER_LINE; i++) {
            long element = OffHeap.getLong(line(head) + HEADS + (long) i * Long.BYTES);
            for (; element != 0; element = OffHeap.getLong(element)) {
                long hash = hashOf.applyAsLong(element);
                boolean wanted = Long.compareUnsigned(hash, from) >= 0;
                if (wanted && (lowest == 0 || Long.compareUnsigned(hash, best) < 0)) {
                    lowest = element;
                    best = hash;
                }
            }
        }
        return lowest;
    }

    /// The lowest hash that belongs to the line behind that of `hash`, which is locked; 0 if it was
    /// the last one.
    long behind(long hash) {
        int shift = (int) OffHeap.getLong(now);
        return (hash >>> shift) + 1 << shift;
    }

    /// Whether so many elements are more than there should be.
    boolean crowded(int elements, int most) {
        int lines = lines(OffHeap.getLongAcquire(now));
        return elements / ELEMENTS_PER_LINE > lines && lines < linesFor(most);
    }

    private static int lines(long now) {
        return 1 << -(int) now;
    }

    /// Doubles the number of lines, if they are as many as a caller of [#crowded] found.
    void grow(int elements, int most, LongUnaryOperator hashOf) {
        synchronized (all) {
            if (!crowded(elements, most)) {
                return;
            }
            long old = OffHeap.getLong(now);
            int lines = lines(old);
            long more;
            try {
                more = allocate(2 * lines);
            } catch (OutOfMemoryError e) {
                return;
            }
            for (int i = 0; i < lines; i++) {
                long line = (old & -LINE) + (long) i * LINE;
                move(line, more, hashOf);
            }
            OffHeap.putLongRelease(now, more);
        }
    }

    /// Moves the elements of a line to their new places, and leaves it locked.
    private static void move(long line, long more, LongUnaryOperator hashOf) {
        for (int round = 0; !tryLock(line); round++) {
            SpinWord.pause(round);
        }
        for (int i = 0; i < PER_LINE; i++) {
            long element = OffHeap.getLong(line + HEADS + (long) i * Long.BYTES);
            while (element != 0) {
                long next = OffHeap.getLong(element);
                long head = head(more, hashOf.applyAsLong(element));
                OffHeap.putLongRelease(element, OffHeap.getLong(head));
                OffHeap.putLong(head, element);
                element = next;
            }
        }
    }
}

package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Elements by key, in chains that hang from buckets. Readers take no lock: they follow links, and
/// if they find nothing while a writer took something out, they look again. Writers lock a stripe
/// of buckets. The number of buckets doubles as elements come.
///
/// An element is a slot of a [Slab]: the address of the next element of its chain (8 bytes), the
/// key, padded to 8, and the values.
class HashTable {
    private static final int KEY = Slab.HEADER + Long.BYTES;
    private static final int TRIES = 4;

    private final int keySize;
    private final int valuesAt;
    private final int maxEntries;
    private final int seed;
    private final Values values;
    private final Stripes stripes = new Stripes();
    private final AtomicInteger count = new AtomicInteger();
    private volatile Buckets buckets = new Buckets(Stripes.COUNT);

    /// The elements' slots.
    final Slab slab;

    /// The heads of the chains: addresses of elements or 0.
    private record Buckets(Block heads, int mask) {
        Buckets(int size) {
            this(new Block((long) size * Long.BYTES), size - 1);
        }

        long head(int bucket) {
            return heads.address() + (long) (bucket & mask) * Long.BYTES;
        }
    }

    HashTable(int keySize, int maxEntries, Values values, int seed, long memoryLimit) {
        this.keySize = keySize;
        this.maxEntries = maxEntries;
        this.values = values;
        this.seed = seed;
        valuesAt = KEY + (int) UserSide.round8(keySize);
        int spare = Stripes.COUNT;
        slab = new Slab(valuesAt - Slab.HEADER + values.size(), maxEntries + spare, memoryLimit);
    }

    /// The address of the values under a key, 0 if it is not there.
    final long find(long key) {
        long element = element(key);
        return element == 0 ? 0 : valuesOf(element);
    }

    /// The address of an element's values.
    final long valuesOf(long element) {
        return element + valuesAt;
    }

    /// Like [#find], for a program: what it looks up counts as used.
    long use(long key) {
        return find(key);
    }

    /// The element under a key, 0 if it is not there.
    final long element(long key) {
        int hash = hash(key);
        for (int i = 0; i < TRIES; i++) {
            int version = stripes.version(hash);
            Buckets now = buckets;
            long element = search(now.head(hash), key);
            now.heads.keep();
            if (element != 0 || stripes.unchanged(hash, version)) {
                return element;
            }
        }
        ReentrantLock lock = stripes.lock(hash);
        lock.lock();
        try {
            return search(buckets.head(hash), key);
        } finally {
            lock.unlock();
        }
    }

    private long search(long head, long key) {
        long element = OffHeap.getLongAcquire(head);
        while (element != 0 && !OffHeap.equal(element + KEY, key, keySize)) {
            element = OffHeap.getLongAcquire(element + Slab.HEADER);
        }
        return element;
    }

    /// Stores values under a key; the flags are those of the port.
    ///
    /// @return 0 or a negative errno
    final long put(long key, long from, long flags, int cpu) {
        int hash = hash(key);
        while (true) {
            ReentrantLock lock = stripes.lock(hash);
            lock.lock();
            long result;
            try {
                result = putLocked(hash, key, from, flags, cpu);
            } finally {
                lock.unlock();
            }
            if (result != Errno.E2BIG.result() || !makeRoom()) {
                growIfCrowded();
                return result;
            }
        }
    }

    private long putLocked(int hash, long key, long from, long flags, int cpu) {
        long head = buckets.head(hash);
        long old = search(head, key);
        long kind = flags & ~BpfMap.LOCK;
        if (old == 0 && kind == BpfMap.EXIST) {
            return Errno.ENOENT.result();
        }
        if (old != 0 && kind == BpfMap.NO_EXIST) {
            return Errno.EEXIST.result();
        }
        if (old != 0 && (values.updatedInPlace() || (flags & BpfMap.LOCK) != 0)) {
            values.overwrite(old + valuesAt, from, cpu);
            return 0;
        }
        if (old == 0 && !reserve()) {
            return Errno.E2BIG.result();
        }
        long element = slab.take();
        if (element == 0) {
            if (old == 0) {
                count.decrementAndGet();
            }
            return Errno.ENOMEM.result();
        }
        slab.ownerWord(element, 0);
        OffHeap.copy(key, element + KEY, keySize);
        values.create(element + valuesAt, from, cpu);
        if (old == 0) {
            OffHeap.putLong(element + Slab.HEADER, OffHeap.getLong(head));
            OffHeap.putLongRelease(head, element);
            slab.publish(element);
        } else {
            OffHeap.putLong(element + Slab.HEADER, OffHeap.getLong(old + Slab.HEADER));
            slab.publish(element);
            unlink(hash, old, element);
        }
        return 0;
    }

    private boolean reserve() {
        int now = count.get();
        while (now < maxEntries) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    /// Lets the chain go on with `next` where `old` was, and gives the slot of `old` back. Needs
    /// the lock; says whether `old` was in its chain.
    private boolean unlink(int hash, long old, long next) {
        long link = buckets.head(hash);
        while (OffHeap.getLong(link) != old) {
            if (OffHeap.getLong(link) == 0) {
                return false;
            }
            link = OffHeap.getLong(link) + Slab.HEADER;
        }
        stripes.turn(hash);
        OffHeap.putLongRelease(link, next);
        stripes.turn(hash);
        slab.give(old);
        return true;
    }

    /// Removes a key; says whether it was there.
    final boolean remove(long key) {
        return take(key, 0);
    }

    /// Moves the values under a key to `to` (address 0: nowhere); says whether it was there.
    final boolean take(long key, long to) {
        int hash = hash(key);
        ReentrantLock lock = stripes.lock(hash);
        lock.lock();
        try {
            long old = search(buckets.head(hash), key);
            if (old == 0) {
                return false;
            }
            if (to != 0) {
                OffHeap.copy(old + valuesAt, to, values.size());
            }
            unlink(hash, old, OffHeap.getLong(old + Slab.HEADER));
            count.decrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Drops this element if it is in its chain still.
    final boolean drop(long element) {
        int hash = hash(element + KEY);
        ReentrantLock lock = stripes.lock(hash);
        lock.lock();
        try {
            if (!slab.used(element)
                    || !unlink(hash, element, OffHeap.getLong(element + Slab.HEADER))) {
                return false;
            }
            count.decrementAndGet();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Called when the table is full; says whether it is worth to try again.
    boolean makeRoom() {
        return false;
    }

    /// Copies the key after `key` (address 0 or a key that is not there: the first) to `next`.
    ///
    /// Buckets are walked in the order of their reversed bits, which doubling does not change: no
    /// key that stays is left out.
    final long nextKey(long key, long next) {
        stripes.lockAll();
        try {
            Buckets now = buckets;
            int bucket = 0;
            if (key != 0) {
                int hash = hash(key);
                long element = search(now.head(hash), key);
                if (element != 0) {
                    long after = OffHeap.getLong(element + Slab.HEADER);
                    if (after != 0) {
                        OffHeap.copy(after + KEY, next, keySize);
                        return 0;
                    }
                    bucket = following(hash & now.mask, now.mask);
                    if (bucket == 0) {
                        return Errno.ENOENT.result();
                    }
                }
            }
            return firstKeyFrom(now, bucket, next);
        } finally {
            stripes.unlockAll();
        }
    }

    private long firstKeyFrom(Buckets now, int start, long next) {
        int bucket = start;
        do {
            long element = OffHeap.getLong(now.head(bucket));
            if (element != 0) {
                OffHeap.copy(element + KEY, next, keySize);
                return 0;
            }
            bucket = following(bucket, now.mask);
        } while (bucket != 0);
        return Errno.ENOENT.result();
    }

    /// The bucket after `bucket` in the order of reversed bits; 0 after the last.
    private static int following(int bucket, int mask) {
        return Integer.reverse(Integer.reverse(bucket | ~mask) + 1);
    }

    /// Calls `visitor` with every key and its values for `cpu`.
    final long forEach(long cpuOffset, JvmMap.Visitor visitor) {
        long visited = 0;
        for (int i = 0; i < slab.handedOut(); i++) {
            long element = slab.slot(i);
            if (slab.used(element)) {
                visited++;
                if (visitor.visit(element + KEY, element + valuesAt + cpuOffset) != 0) {
                    break;
                }
            }
        }
        return visited;
    }

    /// The start of the values that `address` points into, or 0.
    final long valuesAt(long address) {
        long element = slab.slotAt(address);
        return element != 0 && address >= element + valuesAt ? element + valuesAt : 0;
    }

    private void growIfCrowded() {
        int size = buckets.mask + 1;
        if (count.get() <= size || size >= 1 << 28) {
            return;
        }
        stripes.lockAll();
        try {
            if (buckets.mask + 1 == size) {
                grow(size * 2);
            }
        } finally {
            stripes.unlockAll();
        }
    }

    private void grow(int size) {
        Buckets old = buckets;
        Buckets more;
        try {
            more = new Buckets(size);
        } catch (OutOfMemoryError e) {
            return;
        }
        stripes.turnAll();
        for (int bucket = 0; bucket <= old.mask; bucket++) {
            long element = OffHeap.getLong(old.head(bucket));
            while (element != 0) {
                long next = OffHeap.getLong(element + Slab.HEADER);
                long head = more.head(hash(element + KEY));
                OffHeap.putLongRelease(element + Slab.HEADER, OffHeap.getLong(head));
                OffHeap.putLong(head, element);
                element = next;
            }
        }
        buckets = more;
        stripes.turnAll();
    }

    private int hash(long key) {
        return (int) Hash.of(key, keySize, seed);
    }
}

package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;

/// Elements by key, in chains that hang from [Buckets]. Readers take no lock: they follow links,
/// and look again if a writer was about. Writers lock a line of buckets. The number of buckets
/// doubles as elements come.
///
/// An element is a slot of a [Slab]: its link, what its [Eviction] keeps, the key, padded to 8, and
/// the values. An element that replaces another takes the spare slot of its thread's free list, and
/// leaves that of the replaced one in its stead.
///
/// Its mutable parts are behind off-heap addresses, so that it can be a record, whose fields are
/// constants to compiled code that holds it as one.
///
/// @param most how many elements it may hold
record HashTable(
        int keySize,
        int keyAt,
        int valuesAt,
        int most,
        long seed,
        Values values,
        Eviction eviction,
        Slab slab,
        Buckets buckets) {
    private static final int TRIES = 4;

    /// The address of the values under a key, 0 if it is not there.
    long find(long key) {
        long element = element(key);
        return element == 0 ? 0 : element + valuesAt;
    }

    /// Like [#find], for a program: what it looks up counts as used.
    long use(long key) {
        long element = element(key);
        if (element == 0) {
            return 0;
        }
        eviction.used(element);
        return element + valuesAt;
    }

    private long element(long key) {
        long hash = hash(key);
        long head = buckets.head(hash);
        int version = Buckets.version(head);
        long element = follow(head, key);
        boolean sure = element != 0 && keysChangeAtOnce();
        return sure || Buckets.unchanged(head, version) ? element : elementAgain(hash, key);
    }

    /// Whether a reader never sees half of a key that is about to be written into a recycled slot
    /// beside half of the old one: then a key that is the wanted one was really there.
    private boolean keysChangeAtOnce() {
        return keySize == Long.BYTES || keySize == Integer.BYTES;
    }

    private long elementAgain(long hash, long key) {
        for (int i = 0; i < TRIES; i++) {
            long head = buckets.head(hash);
            int version = Buckets.version(head);
            long element = follow(head, key);
            if (Buckets.unchanged(head, version)) {
                return element;
            }
        }
        long head = buckets.lock(hash);
        try {
            return follow(head, key);
        } finally {
            Buckets.unlock(head);
        }
    }

    /// Like [#find], for a table with keys of 4 bytes and a key that is no memory.
    long findNumber(int key) {
        long hash = Hash.of(key, seed);
        for (int i = 0; i < TRIES; i++) {
            long head = buckets.head(hash);
            int version = Buckets.version(head);
            long element = followNumber(head, key);
            if (element != 0 || Buckets.unchanged(head, version)) {
                return element == 0 ? 0 : element + valuesAt;
            }
        }
        long head = buckets.lock(hash);
        try {
            long element = followNumber(head, key);
            return element == 0 ? 0 : element + valuesAt;
        } finally {
            Buckets.unlock(head);
        }
    }

    private long followNumber(long head, int key) {
        long element = OffHeap.getLongAcquire(head);
        while (element != 0 && OffHeap.getInt(element + keyAt) != key) {
            element = OffHeap.getLongAcquire(element);
            if ((element & 1) != 0) {
                return 0;
            }
        }
        return element;
    }

    private long follow(long head, long key) {
        long element = OffHeap.getLongAcquire(head);
        while (element != 0 && !OffHeap.equal(element + keyAt, key, keySize)) {
            element = OffHeap.getLongAcquire(element);
            if ((element & 1) != 0) {
                return 0;
            }
        }
        return element;
    }

    /// Stores values under a key; the flags are those of the port.
    ///
    /// @return 0 or a negative errno
    long put(long key, long from, long flags, int cpu) {
        long hash = hash(key);
        long result;
        do {
            long head = buckets.lock(hash);
            try {
                result = putLocked(head, key, from, flags, cpu);
            } finally {
                Buckets.unlock(head);
            }
        } while (result == Errno.E2BIG.result() && eviction.makeRoom(this));
        if (buckets.crowded(slab.handedOut(), most)) {
            buckets.grow(slab.handedOut(), most, this::hashOf);
        }
        values.settle();
        return result;
    }

    private long putLocked(long head, long key, long from, long flags, int cpu) {
        long link = leadingTo(head, key);
        long old = OffHeap.getLong(link);
        long kind = flags & ~BpfMap.LOCK;
        if (old == 0) {
            return kind == BpfMap.EXIST ? Errno.ENOENT.result() : insert(head, key, from, cpu);
        }
        if (kind == BpfMap.NO_EXIST) {
            return Errno.EEXIST.result();
        }
        if (values.updatedInPlace() || (flags & BpfMap.LOCK) != 0) {
            values.overwrite(old + valuesAt, from, cpu);
            return 0;
        }
        return replace(link, old, key, from, cpu);
    }

    /// The word that leads to the element under a key, or the last word of the chain.
    private long leadingTo(long head, long key) {
        long link = head;
        long element = OffHeap.getLong(link);
        while (element != 0 && !OffHeap.equal(element + keyAt, key, keySize)) {
            link = element;
            element = OffHeap.getLong(link);
        }
        return link;
    }

    private long insert(long head, long key, long from, int cpu) {
        long element = eviction.take(slab);
        if (element < 0) {
            return element;
        }
        fill(element, key, from, cpu);
        OffHeap.putLongRelease(element, OffHeap.getLong(head));
        OffHeap.putLongRelease(head, element);
        return 0;
    }

    private long replace(long link, long old, long key, long from, int cpu) {
        long list = slab.lockSpare();
        try {
            long element = FreeLists.spare(list);
            if (element == 0) {
                return Errno.ENOMEM.result();
            }
            fill(element, key, from, cpu);
            eviction.used(element);
            OffHeap.putLongRelease(element, OffHeap.getLong(old));
            OffHeap.putLongRelease(link, element);
            values.drop(old + valuesAt);
            FreeLists.spare(list, old);
            return 0;
        } finally {
            FreeLists.unlock(list);
        }
    }

    private void fill(long element, long key, long from, int cpu) {
        eviction.fresh(element);
        OffHeap.copy(key, element + keyAt, keySize);
        values.create(element + valuesAt, from, cpu);
    }

    /// Removes a key; says whether it was there.
    boolean remove(long key) {
        return take(key, 0);
    }

    /// Moves the values under a key to `to` (address 0: nowhere); says whether it was there.
    boolean take(long key, long to) {
        long head = buckets.lock(hash(key));
        long old;
        try {
            long link = leadingTo(head, key);
            old = OffHeap.getLong(link);
            if (old == 0) {
                return false;
            }
            if (to != 0) {
                values.read(old + valuesAt, to);
            }
            OffHeap.putLongRelease(link, OffHeap.getLong(old));
        } finally {
            Buckets.unlock(head);
        }
        release(old);
        return true;
    }

    /// Drops this element if it is in its chain still.
    boolean drop(long element) {
        long head = buckets.lock(hashOf(element));
        try {
            long link = head;
            while (OffHeap.getLong(link) != element) {
                link = OffHeap.getLong(link);
                if (link == 0) {
                    return false;
                }
            }
            OffHeap.putLongRelease(link, OffHeap.getLong(element));
        } finally {
            Buckets.unlock(head);
        }
        release(element);
        return true;
    }

    private void release(long element) {
        values.drop(element + valuesAt);
        values.settle();
        slab.give(element);
    }

    /// Copies the key after `key` (address 0 or a key that is not there: the first) to `next`.
    ///
    /// Keys come in the order of their hashes, and keys of one hash in that of their chain.
    long nextKey(long key, long next) {
        long from = 0;
        if (key != 0) {
            long hash = hash(key);
            long head = buckets.lock(hash);
            try {
                long element = OffHeap.getLong(leadingTo(head, key));
                if (element != 0) {
                    long after = behind(head, element, hash);
                    if (after != 0) {
                        OffHeap.copy(after + keyAt, next, keySize);
                        return 0;
                    }
                    from = buckets.behind(hash);
                    if (from == 0) {
                        return Errno.ENOENT.result();
                    }
                }
            } finally {
                Buckets.unlock(head);
            }
        }
        return firstKeyFrom(from, next);
    }

    /// The element behind one in its locked line, or 0.
    private long behind(long head, long element, long hash) {
        long sameHash = OffHeap.getLong(element);
        while (sameHash != 0 && hashOf(sameHash) != hash) {
            sameHash = OffHeap.getLong(sameHash);
        }
        return sameHash != 0 || hash == -1
                ? sameHash
                : Buckets.lowest(head, hash + 1, this::hashOf);
    }

    private long firstKeyFrom(long start, long next) {
        long hash = start;
        do {
            long head = buckets.lock(hash);
            try {
                long element = Buckets.lowest(head, hash, this::hashOf);
                if (element != 0) {
                    OffHeap.copy(element + keyAt, next, keySize);
                    return 0;
                }
                hash = buckets.behind(hash);
            } finally {
                Buckets.unlock(head);
            }
        } while (hash != 0);
        return Errno.ENOENT.result();
    }

    /// Calls `visitor` with every key and its values, whose address is moved by `offset`.
    long forEach(long offset, JvmMap.Visitor visitor) {
        long visited = 0;
        for (int i = 0; i < slab.handedOut(); i++) {
            long element = slab.slot(i);
            if (Slab.used(element)) {
                visited++;
                if (visitor.visit(element + keyAt, element + valuesAt + offset) != 0) {
                    break;
                }
            }
        }
        return visited;
    }

    /// The address of the key that belongs to values.
    long keyOf(long values) {
        return values - valuesAt + keyAt;
    }

    /// The start of the values that `address` points into, or 0.
    long valuesAt(long address) {
        long element = slab.slotAt(address);
        return element != 0 && address >= element + valuesAt ? element + valuesAt : 0;
    }

    private long hash(long key) {
        return Hash.of(key, keySize, seed);
    }

    private long hashOf(long element) {
        return hash(element + keyAt);
    }
}

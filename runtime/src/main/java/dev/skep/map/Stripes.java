package dev.skep.map;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;

/// The locks of a hash table's writers, one for every so many buckets, each with a version by which
/// readers notice that writers were about: odd while elements are taken out.
final class Stripes {
    static final int COUNT = 64;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];
    private final AtomicIntegerArray versions = new AtomicIntegerArray(COUNT);

    Stripes() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    ReentrantLock lock(int hash) {
        return locks[hash & COUNT - 1];
    }

    void lockAll() {
        for (ReentrantLock lock : locks) {
            lock.lock();
        }
    }

    void unlockAll() {
        for (ReentrantLock lock : locks) {
            lock.unlock();
        }
    }

    /// Before and after elements are taken out, with the lock held.
    void turn(int hash) {
        versions.incrementAndGet(hash & COUNT - 1);
    }

    void turnAll() {
        for (int i = 0; i < COUNT; i++) {
            versions.incrementAndGet(i);
        }
    }

    /// What a reader notes before it looks.
    int version(int hash) {
        return versions.get(hash & COUNT - 1);
    }

    /// Whether nothing was taken out since `version` was noted.
    boolean unchanged(int hash, int version) {
        VarHandle.acquireFence();
        return (version & 1) == 0 && versions.get(hash & COUNT - 1) == version;
    }
}

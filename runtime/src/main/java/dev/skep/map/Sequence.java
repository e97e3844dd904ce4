package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import dev.skep.program.MapDefinition;

/// What queues and stacks share: values in a ring, the oldest first. They have no keys: user space
/// updates to push, looks up to peek, and looks up and deletes to pop.
abstract sealed class Sequence extends JvmMap permits QueueMap, StackMap {
    /// The lock has a cache line of its own.
    private static final long LINE = 64;

    private final Block memory;
    private final Block lock = new Block(LINE, LINE);
    private final long entries;
    private final int valueSize;
    private final long stride;
    private long oldest;
    private long count;

    Sequence(MapDefinition definition, Registry registry) {
        super(definition, registry);
        entries = Integer.toUnsignedLong(definition.maxEntries());
        valueSize = definition.valueSize();
        stride = round8(valueSize);
        memory = new Block(entries * stride);
    }

    /// Which value comes next, counted from the oldest.
    abstract long next(long count);

    @Override
    public final long push(long value, long flags) {
        if (flags != ANY && flags != EXIST) {
            return Errno.EINVAL.result();
        }
        SpinWord.acquire(lock.address());
        try {
            if (count == entries) {
                if (flags != EXIST) {
                    return Errno.E2BIG.result();
                }
                removeOldest();
            }
            OffHeap.copy(value, place(count), valueSize);
            count++;
            return 0;
        } finally {
            SpinWord.release(lock.address());
        }
    }

    @Override
    public final long peek(long value) {
        SpinWord.acquire(lock.address());
        try {
            return peekLocked(value);
        } finally {
            SpinWord.release(lock.address());
        }
    }

    private long peekLocked(long value) {
        if (count == 0) {
            OffHeap.clear(value, valueSize);
            return Errno.ENOENT.result();
        }
        OffHeap.copy(place(next(count)), value, valueSize);
        return 0;
    }

    @Override
    public final long pop(long value) {
        SpinWord.acquire(lock.address());
        try {
            long result = peekLocked(value);
            if (result == 0) {
                if (next(count) == 0) {
                    removeOldest();
                } else {
                    count--;
                }
            }
            return result;
        } finally {
            SpinWord.release(lock.address());
        }
    }

    private void removeOldest() {
        oldest = (oldest + 1) % entries;
        count--;
    }

    private long place(long position) {
        return memory.address() + (oldest + position) % entries * stride;
    }

    @Override
    final long userLookup(long key, long value) {
        return peek(value);
    }

    @Override
    final long userUpdate(long key, long value, long flags) {
        return push(value, flags);
    }

    @Override
    final long userTake(long key, long value) {
        return pop(value);
    }

    @Override
    final long userNextKey(long key, long next) {
        return Errno.EINVAL.result();
    }
}

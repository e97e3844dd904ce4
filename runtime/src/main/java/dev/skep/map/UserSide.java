package dev.skep.map;

import dev.skep.host.BatchResult;
import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.MapBatch;
import dev.skep.host.MapException;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.program.MapDefinition;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/// The port's side of a map: checks who may do what and how long keys and values are, moves bytes
/// between the heap and the operations below, and turns errnos into exceptions. A type overrides
/// those operations that mean something else to user space than to programs.
abstract class UserSide implements BpfMap {
    private final MapDefinition definition;
    private volatile boolean frozen;
    private volatile boolean closed;

    UserSide(MapDefinition definition) {
        this.definition = definition;
    }

    @Override
    public final MapDefinition definition() {
        return definition;
    }

    /// How long keys are as user space passes them.
    int userKeySize() {
        return definition.keySize();
    }

    /// How long keys of look-ups are.
    int lookupKeySize() {
        return userKeySize();
    }

    /// How long values are as user space passes them.
    int userValueSize() {
        return definition.valueSize();
    }

    /// Copies the value under the key at `key` to `value`.
    abstract long userLookup(long key, long value);

    /// Copies `value` under the key at `key`.
    abstract long userUpdate(long key, long value, long flags);

    /// Removes the key at `key`.
    abstract long userDelete(long key);

    /// Moves the value under the key at `key` to `value`.
    long userTake(long key, long value) {
        return Errno.ENOTSUPP.result();
    }

    /// Copies the key after the one at `key` (or the first one, for address 0) to `next`.
    long userNextKey(long key, long next) {
        return Errno.ENOTSUPP.result();
    }

    @Override
    public final Optional<byte[]> lookup(byte[] key) {
        mayRead("lookup");
        checkLength("key", key, lookupKeySize());
        return read("lookup", key, this::userLookup);
    }

    @Override
    public final Optional<byte[]> lookupAndDelete(byte[] key) {
        mayRead("lookup and delete");
        mayWrite("lookup and delete");
        checkLength("key", key, userKeySize());
        return read("lookup and delete", key, this::userTake);
    }

    @Override
    public final void update(byte[] key, byte[] value, long flags) {
        mayWrite("update");
        checkLength("key", key, userKeySize());
        checkLength("value", value, userValueSize());
        try (Scratch scratch = new Scratch(round8(key.length) + value.length)) {
            OffHeap.put(key, scratch.address());
            long at = scratch.address() + round8(key.length);
            OffHeap.put(value, at);
            check("update", userUpdate(scratch.address(), at, flags));
        }
    }

    @Override
    public final boolean delete(byte[] key) {
        mayWrite("delete");
        checkLength("key", key, userKeySize());
        try (Scratch scratch = new Scratch(key.length)) {
            OffHeap.put(key, scratch.address());
            return found("delete", userDelete(scratch.address()));
        }
    }

    @Override
    public final Optional<byte[]> nextKey(byte[] key) {
        mayRead("next key");
        int size = userKeySize();
        if (key != null) {
            checkLength("key", key, size);
        }
        try (Scratch scratch = new Scratch(2 * round8(size))) {
            long next = scratch.address() + round8(size);
            if (key != null) {
                OffHeap.put(key, scratch.address());
            }
            boolean found =
                    found("next key", userNextKey(key == null ? 0 : scratch.address(), next));
            return found ? Optional.of(OffHeap.bytes(next, size)) : Optional.empty();
        }
    }

    @Override
    public final Iterator<MapBatch> batches(int size) {
        mayRead("read batch");
        return new Batches(this, size, this::readOpen, this::check);
    }

    @Override
    public final Iterator<MapBatch> takeBatches(int size) {
        mayRead("take batch");
        mayWrite("take batch");
        return new Batches(this, size, this::takeOpen, this::check);
    }

    /// The map may have been closed since the last batch.
    private long readOpen(long key, long value) {
        checkOpen();
        return userLookup(key, value);
    }

    private long takeOpen(long key, long value) {
        mayWrite("take batch");
        return userTake(key, value);
    }

    @Override
    public final BatchResult updateAll(MapBatch elements, long flags) {
        if (elements.count() == 0) {
            return BatchResult.all(0);
        }
        int key = userKeySize();
        int value = userValueSize();
        checkLength("key", elements.key(0), key);
        checkLength("value", elements.value(0), value);
        try (Scratch scratch = new Scratch(round8(key) + value)) {
            long at = scratch.address() + round8(key);
            return each(
                    elements.count(),
                    i -> {
                        mayWrite("update batch");
                        OffHeap.put(elements.keys(), i * key, key, scratch.address());
                        OffHeap.put(elements.values(), i * value, value, at);
                        return userUpdate(scratch.address(), at, flags);
                    });
        }
    }

    @Override
    public final BatchResult deleteAll(MapBatch keys) {
        if (keys.count() == 0) {
            return BatchResult.all(0);
        }
        int size = userKeySize();
        checkLength("key", keys.key(0), size);
        try (Scratch scratch = new Scratch(size)) {
            return each(
                    keys.count(),
                    i -> {
                        mayWrite("delete batch");
                        OffHeap.put(keys.keys(), i * size, size, scratch.address());
                        return userDelete(scratch.address());
                    });
        }
    }

    private static BatchResult each(int count, IntToLongFunction operation) {
        for (int i = 0; i < count; i++) {
            try {
                long result = operation.applyAsLong(i);
                if (result < 0) {
                    return BatchResult.upTo(i, Refusal.errno(result));
                }
            } catch (MapException e) {
                return BatchResult.upTo(i, e.errno());
            }
        }
        return BatchResult.all(count);
    }

    @Override
    public final synchronized void freeze() {
        mayWrite("freeze");
        if (sharedForWriting()) {
            throw Refusal.refused(definition, "freeze", Errno.EBUSY);
        }
        frozen = true;
    }

    final boolean frozen() {
        return frozen;
    }

    /// Whether user space writes past these operations.
    boolean sharedForWriting() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }

    private Optional<byte[]> read(String operation, byte[] key, Reader reader) {
        int size = userValueSize();
        try (Scratch scratch = new Scratch(round8(key.length) + size)) {
            OffHeap.put(key, scratch.address());
            long value = scratch.address() + round8(key.length);
            boolean found = found(operation, reader.read(scratch.address(), value));
            return found ? Optional.of(OffHeap.bytes(value, size)) : Optional.empty();
        }
    }

    private void mayRead(String operation) {
        checkOpen();
        if ((definition.flags() & MapFlags.WRONLY) != 0) {
            throw Refusal.forbidden(definition, operation, "it was created with BPF_F_WRONLY");
        }
    }

    private void mayWrite(String operation) {
        checkOpen();
        if ((definition.flags() & MapFlags.RDONLY) != 0) {
            throw Refusal.forbidden(definition, operation, "it was created with BPF_F_RDONLY");
        }
        if (frozen) {
            throw Refusal.forbidden(definition, operation, "it is frozen");
        }
    }

    final void checkOpen() {
        if (closed) {
            throw Refusal.closed(definition);
        }
    }

    private void checkLength(String what, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw Refusal.length(definition, what, bytes.length, expected);
        }
    }

    private boolean found(String operation, long result) {
        if (result == Errno.ENOENT.result()) {
            return false;
        }
        check(operation, result);
        return true;
    }

    private void check(String operation, long result) {
        if (result < 0) {
            throw Refusal.of(definition, operation, result);
        }
    }

    /// The next multiple of 8.
    static long round8(long size) {
        return size + 7 & -8;
    }

    @FunctionalInterface
    private interface Reader {
        long read(long key, long value);
    }
}

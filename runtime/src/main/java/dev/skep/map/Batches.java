package dev.skep.map;

import dev.skep.host.BatchWalk;
import dev.skep.host.Errno;
import dev.skep.host.MapBatch;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import java.util.Arrays;

/// A walk over the elements of a map, in batches: one piece of scratch memory serves a batch. The
/// key behind one is looked up before that one is read, so that taking it out does not send the
/// walk back to the start.
final class Batches extends BatchWalk {
    /// Puts the value of the key at one address at another.
    @FunctionalInterface
    interface Reader {
        /// @return 0 or a negative errno
        long read(long key, long value);
    }

    /// Ends what a map refuses.
    @FunctionalInterface
    interface Check {
        /// @param result 0 or a negative errno
        void check(String operation, long result);
    }

    private final UserSide map;
    private final int size;
    private final Reader reader;
    private final Check check;
    private byte[] next;
    private boolean started;

    Batches(UserSide map, int size, Reader reader, Check check) {
        if (size < 1) {
            throw new IllegalArgumentException("batches of " + size);
        }
        this.map = map;
        long most = Integer.toUnsignedLong(map.definition().maxEntries());
        this.size = Math.clamp(most, 1, size);
        this.reader = reader;
        this.check = check;
    }

    @Override
    protected MapBatch fetch() {
        int keySize = map.userKeySize();
        int valueSize = map.userValueSize();
        long step = UserSide.round8(keySize);
        try (Scratch scratch = new Scratch(2 * step + valueSize)) {
            long key = scratch.address();
            long behind = key + step;
            long value = behind + step;
            if (!started) {
                next = key(0, behind, keySize);
                started = true;
            }
            byte[] keys = new byte[Math.multiplyExact(size, keySize)];
            byte[] values = new byte[Math.multiplyExact(size, valueSize)];
            int count = 0;
            while (next != null && count < size) {
                OffHeap.put(next, key);
                byte[] current = next;
                next = key(key, behind, keySize);
                long result = reader.read(key, value);
                if (result != Errno.ENOENT.result()) {
                    check.check("read batch", result);
                    System.arraycopy(current, 0, keys, count * keySize, keySize);
                    OffHeap.get(value, values, count * valueSize, valueSize);
                    count++;
                }
            }
            return count == size
                    ? new MapBatch(count, keys, values)
                    : new MapBatch(
                            count,
                            Arrays.copyOf(keys, count * keySize),
                            Arrays.copyOf(values, count * valueSize));
        }
    }

    /// The key behind the one at `key`, or the first one; `null` if there is none.
    private byte[] key(long key, long at, int keySize) {
        long result = map.userNextKey(key, at);
        if (result == Errno.ENOENT.result()) {
            return null;
        }
        check.check("next key", result);
        return OffHeap.bytes(at, keySize);
    }
}

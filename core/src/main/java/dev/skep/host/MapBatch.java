package dev.skep.host;

import java.util.Arrays;
import java.util.List;

/// Elements of a map as batch operations move them: keys one behind the other, and values in the
/// same order. The arrays are the batch's own: what is written into them changes it.
public final class MapBatch {
    private final int count;
    private final byte[] keys;
    private final byte[] values;

    /// A batch over these arrays.
    ///
    /// @param count how many elements
    /// @param keys that many keys
    /// @param values that many values, or none where only keys count
    /// @throws IllegalArgumentException if the arrays do not hold so many of one size
    public MapBatch(int count, byte[] keys, byte[] values) {
        demandWhole(count, keys, "keys");
        demandWhole(count, values, "values");
        this.count = count;
        this.keys = keys;
        this.values = values;
    }

    /// A batch of elements, copied.
    ///
    /// @throws IllegalArgumentException if there are not as many values as keys, or not all of one
    ///   size
    public static MapBatch of(List<byte[]> keys, List<byte[]> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%d keys and %d values".formatted(keys.size(), values.size()));
        }
        return new MapBatch(keys.size(), joined(keys), joined(values));
    }

    /// A batch of keys alone, copied: what [BpfMap#deleteAll] takes.
    ///
    /// @throws IllegalArgumentException if they are not all of one size
    public static MapBatch ofKeys(List<byte[]> keys) {
        return new MapBatch(keys.size(), joined(keys), new byte[0]);
    }

    /// How many elements.
    public int count() {
        return count;
    }

    /// All keys.
    public byte[] keys() {
        return keys;
    }

    /// All values.
    public byte[] values() {
        return values;
    }

    /// A copy of the key of an element.
    public byte[] key(int index) {
        return part(keys, index);
    }

    /// A copy of the value of an element.
    public byte[] value(int index) {
        return part(values, index);
    }

    private byte[] part(byte[] all, int index) {
        int size = all.length / count;
        return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    private static void demandWhole(int count, byte[] all, String what) {
        if (count < 0 || (count == 0 ? all.length != 0 : all.length % count != 0)) {
            throw new IllegalArgumentException(
                    "%d bytes are not %d %s".formatted(all.length, count, what));
        }
    }

    private static byte[] joined(List<byte[]> parts) {
        int size = parts.isEmpty() ? 0 : parts.getFirst().length;
        byte[] all = new byte[Math.multiplyExact(size, parts.size())];
        int at = 0;
        for (byte[] part : parts) {
            if (part.length != size) {
                throw new IllegalArgumentException(
                        "one has %d bytes, another %d".formatted(size, part.length));
            }
            System.arraycopy(part, 0, all, at, size);
            at += size;
        }
        return all;
    }
}

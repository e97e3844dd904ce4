package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_BLOOM_FILTER`: a set that says "certainly not" or "perhaps". To user space the
/// value to look for is the key of a look-up; an update has no key and adds a value.
public final class BloomFilterMap extends JvmMap {
    private static final int DEFAULT_HASHES = 5;

    private final int hashes;
    private final int seed;
    private final long mask;
    private final Block bits;

    BloomFilterMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        hashes = definition.extra() == 0 ? DEFAULT_HASHES : (int) definition.extra();
        seed = (definition.flags() & MapFlags.ZERO_SEED) == 0 ? options.hashSeed() : 0;
        mask = bits(definition) - 1;
        bits = new Block((mask + 1) / Byte.SIZE);
    }

    /// How many bits a filter has: entries times hashes over the logarithm of 2, which is about
    /// 7/5, as a power of two; at most 2 to the 32nd.
    static long bits(MapDefinition map) {
        long hashes = map.extra() == 0 ? DEFAULT_HASHES : map.extra();
        long wanted = Integer.toUnsignedLong(map.maxEntries()) * hashes * 7 / 5;
        return Math.clamp(Long.highestOneBit(wanted) << 1, Long.SIZE, 1L << 32);
    }

    @Override
    public long push(long value, long flags) {
        if (flags != ANY) {
            return Errno.EINVAL.result();
        }
        for (int i = 0; i < hashes; i++) {
            long bit = bit(value, i);
            long word = bits.address() + bit / Integer.SIZE * Integer.BYTES;
            int set = 1 << bit;
            int old;
            do {
                old = OffHeap.getIntAcquire(word);
            } while ((old & set) == 0 && !OffHeap.compareAndSetInt(word, old, old | set));
        }
        return 0;
    }

    @Override
    public long peek(long value) {
        for (int i = 0; i < hashes; i++) {
            long bit = bit(value, i);
            long word = bits.address() + bit / Integer.SIZE * Integer.BYTES;
            if ((OffHeap.getIntAcquire(word) & 1 << bit) == 0) {
                return Errno.ENOENT.result();
            }
        }
        return 0;
    }

    private long bit(long value, int index) {
        return Hash.of(value, definition().valueSize(), Hash.seed(seed + index)) & mask;
    }

    @Override
    int lookupKeySize() {
        return definition().valueSize();
    }

    @Override
    long userLookup(long key, long value) {
        OffHeap.copy(key, value, definition().valueSize());
        return peek(key);
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        return push(value, flags);
    }

    @Override
    long userDelete(long key) {
        return Errno.EOPNOTSUPP.result();
    }

    @Override
    long userNextKey(long key, long next) {
        return Errno.EOPNOTSUPP.result();
    }
}

package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.program.MapDefinition;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// `BPF_MAP_TYPE_HASH_OF_MAPS`: keys of any kind to maps of one shape. Programs find the
/// [JvmMap#handle()] of an inner map, user space its [JvmMap#id()].
public final class HashOfMaps extends JvmMap {
    private final HashTable table;
    private final Registry registry;

    /// Keeps the inner maps reachable; keys in hexadecimal. Guarded by itself.
    private final Map<String, JvmMap> held = new HashMap<>();

    HashOfMaps(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        this.registry = registry;
        table = Tables.create(definition, new Values.Handle(), options);
    }

    /// The map under a key.
    public Optional<JvmMap> mapAt(byte[] key) {
        synchronized (held) {
            return Optional.ofNullable(held.get(HexFormat.of().formatHex(key)));
        }
    }

    /// Puts a map under a key.
    ///
    /// @throws dev.skep.host.MapException `E2BIG` if all entries are in use, `EINVAL` if the map
    ///   differs in shape from the inner map of the definition
    public void set(byte[] key, JvmMap map) {
        try (Scratch scratch = new Scratch(key.length)) {
            OffHeap.put(key, scratch.address());
            long result = store(scratch.address(), map, ANY);
            if (result < 0) {
                throw Refusal.of(definition(), "update", result);
            }
        }
    }

    private long store(long key, JvmMap map, long flags) {
        if (!InnerShape.fits(definition(), map.definition())) {
            return Errno.EINVAL.result();
        }
        synchronized (held) {
            long result = table.put(key, map.handle(), flags, 0);
            if (result == 0) {
                held.put(name(key), map);
            }
            return result;
        }
    }

    private String name(long key) {
        return HexFormat.of().formatHex(OffHeap.bytes(key, definition().keySize()));
    }

    @Override
    public ProgramSide programSide() {
        return new Programs(table, this);
    }

    @Override
    public long lookup(long key, int cpu) {
        long found = table.find(key);
        return found == 0 ? 0 : OffHeap.getLongAcquire(found);
    }

    @Override
    public long delete(long key) {
        synchronized (held) {
            held.remove(name(key));
            return table.remove(key) ? 0 : Errno.ENOENT.result();
        }
    }

    @Override
    long userLookup(long key, long value) {
        synchronized (held) {
            JvmMap map = held.get(name(key));
            if (map == null) {
                return Errno.ENOENT.result();
            }
            OffHeap.putInt(value, map.id());
            return 0;
        }
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        Optional<JvmMap> map = registry.map(OffHeap.getInt(value));
        if (map.isEmpty()) {
            return Errno.EBADF.result();
        }
        return Long.compareUnsigned(flags, EXIST) > 0
                ? Errno.EINVAL.result()
                : store(key, map.get(), flags);
    }

    @Override
    long userNextKey(long key, long next) {
        return table.nextKey(key, next);
    }

    /// What programs do, who only look up.
    private record Programs(HashTable table, HashOfMaps map) implements ProgramSide {
        @Override
        public long lookup(long key, int cpu) {
            long found = table.find(key);
            return found == 0 ? 0 : OffHeap.getLongAcquire(found);
        }

        @Override
        public long update(long key, long value, long flags, int cpu) {
            return map.update(key, value, flags, cpu);
        }

        @Override
        public long delete(long key) {
            return map.delete(key);
        }
    }
}

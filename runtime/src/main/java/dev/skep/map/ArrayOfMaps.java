package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.Optional;

/// `BPF_MAP_TYPE_ARRAY_OF_MAPS`: maps of one shape by index. Programs find the [JvmMap#handle()] of
/// an inner map, user space its [JvmMap#id()].
public final class ArrayOfMaps extends JvmMap {
    private final References<JvmMap> maps;
    private final Registry registry;

    ArrayOfMaps(MapDefinition definition, Registry registry) {
        super(definition, registry);
        this.registry = registry;
        maps = new References<>(definition.maxEntries());
    }

    /// The map at `index`, unsigned; empty too if that is outside the array.
    public Optional<JvmMap> mapAt(int index) {
        return Optional.ofNullable(maps.get(index));
    }

    /// Puts a map at `index`.
    ///
    /// @throws dev.skep.host.MapException `E2BIG` if that is outside the array, `EINVAL` if the map
    ///   differs in shape from the inner map of the definition
    public void set(int index, JvmMap map) {
        long result = store(index, map, ANY);
        if (result < 0) {
            throw Refusal.of(definition(), "update", result);
        }
    }

    private long store(int index, JvmMap map, long flags) {
        if (!InnerShape.fits(definition(), map.definition())) {
            return Errno.EINVAL.result();
        }
        return maps.set(index, map, flags);
    }

    @Override
    public long lookup(long key, int cpu) {
        JvmMap map = maps.get(OffHeap.getInt(key));
        return map == null ? 0 : map.handle();
    }

    @Override
    long userLookup(long key, long value) {
        JvmMap map = maps.get(OffHeap.getInt(key));
        if (map == null) {
            return Errno.ENOENT.result();
        }
        OffHeap.putInt(value, map.id());
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        long refusal = maps.refusal(OffHeap.getInt(key), flags);
        if (refusal < 0) {
            return refusal;
        }
        Optional<JvmMap> map = registry.map(OffHeap.getInt(value));
        return map.isPresent()
                ? store(OffHeap.getInt(key), map.get(), flags)
                : Errno.EBADF.result();
    }

    @Override
    long userDelete(long key) {
        return maps.remove(OffHeap.getInt(key));
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, definition().maxEntries());
    }
}

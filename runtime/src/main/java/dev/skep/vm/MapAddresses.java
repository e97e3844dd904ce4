package dev.skep.vm;

import dev.skep.map.JvmMap;
import dev.skep.memory.Block;
import java.util.List;

/// What the map immediates of a program become in registers.
public final class MapAddresses {
    private final List<JvmMap> maps;

    /// Of a program that was given `maps`.
    public MapAddresses(List<JvmMap> maps) {
        this.maps = maps;
    }

    /// What stands for a map itself.
    public long handle(int index) {
        return map(index).handle();
    }

    /// The address `offset` bytes into the first value of a map.
    public long value(int index, int offset) {
        JvmMap map = map(index);
        Block key = new Block(Math.max(Integer.BYTES, map.definition().keySize()));
        long value = map.lookup(key.address(), 0);
        key.keep();
        if (map.valueAt(value) == 0) {
            throw new Fault(
                    TrapCode.NO_MAP,
                    "map %s has no first value to point to".formatted(map.definition().name()),
                    "take addresses of values of arrays only",
                    "no direct value access on that map type");
        }
        return value + Integer.toUnsignedLong(offset);
    }

    private JvmMap map(int index) {
        if (index < 0 || index >= maps.size()) {
            throw new Fault(
                    TrapCode.NO_MAP,
                    "the program has no map %d: it was given %d".formatted(index, maps.size()),
                    "load it with every map that it names",
                    "fd_idx without fd_array is invalid");
        }
        return maps.get(index);
    }
}

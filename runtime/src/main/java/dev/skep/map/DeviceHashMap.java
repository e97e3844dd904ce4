package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.host.LoadedProgram;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.Optional;
import java.util.stream.LongStream;

/// `BPF_MAP_TYPE_DEVMAP_HASH`: interfaces by any 32-bit number, the values as in a [DeviceMap].
public final class DeviceHashMap extends RedirectMap {
    private final HashTable table;
    private final Registry registry;

    DeviceHashMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        this.registry = registry;
        Values values = new Values.Single(fields, round8(definition.valueSize()), elementTimers());
        table = Tables.create(definition, values, options);
    }

    @Override
    public long target(int key) {
        long found = table.findNumber(key);
        return found == 0 ? NONE : Integer.toUnsignedLong(OffHeap.getInt(found));
    }

    @Override
    public Optional<LoadedProgram> programAt(int key) {
        long found = definition().valueSize() > Integer.BYTES ? table.findNumber(key) : 0;
        return found == 0
                ? Optional.empty()
                : registry.program(OffHeap.getInt(found + Integer.BYTES));
    }

    @Override
    public long[] targets() {
        LongStream.Builder targets = LongStream.builder();
        table.forEach(
                0,
                (_, value) -> {
                    targets.add(Integer.toUnsignedLong(OffHeap.getInt(value)));
                    return 0;
                });
        return targets.build().toArray();
    }

    @Override
    public long lookup(long key, int cpu) {
        return table.find(key);
    }

    @Override
    public long valueAt(long address) {
        return table.valuesAt(address);
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        if (Long.compareUnsigned(flags, EXIST) > 0 || OffHeap.getInt(value) == 0) {
            return Errno.EINVAL.result();
        }
        int program = definition().valueSize() > 4 ? OffHeap.getInt(value + 4) : 0;
        if (program > 0 && registry.program(program).isEmpty()) {
            return Errno.EINVAL.result();
        }
        return table.put(key, value, flags == EXIST ? ANY : flags, 0);
    }

    @Override
    long userDelete(long key) {
        return table.remove(key) ? 0 : Errno.ENOENT.result();
    }

    @Override
    long userNextKey(long key, long next) {
        return table.nextKey(key, next);
    }
}
